package com.pharmaserv.repave.infra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownTest {
  private static final List<String> ONE = List.of("aws_sns_topic", "SNS: CreateTopic");
  private static final List<String> OTHER = List.of("aws_sqs_queue", "SQS: CreateQueue");
  private static final Known KNOWN = new Known("gaps.tsv", Set.of(ONE));

  @Test
  void whatIsKnownAndSeenIsExplained() {
    assertThatCode(() -> KNOWN.explains(Map.of(ONE, List.of("refused"))))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsNotKnownFailsWithWhatWasSeen() {
    assertThatThrownBy(
            () -> KNOWN.explains(Map.of(ONE, List.of("refused"), OTHER, List.of("no queue today"))))
        .hasMessageContaining("not in gaps.tsv")
        .hasMessageContaining("no queue today");
  }

  @Test
  void whatIsNotSeenAnyMoreFails() {
    assertThatThrownBy(() -> KNOWN.explains(Map.of()))
        .hasMessageContaining("not seen any more")
        .hasMessageContaining("SNS: CreateTopic");
  }

  @Test
  void theTablesCanBeRead() throws IOException {
    assertThat(Known.read("gaps.tsv").keys()).isNotEmpty();
    assertThat(Known.read("differences.tsv").keys()).isNotEmpty();
  }

  @Test
  void aRefusalIsKnownByItsCallOrByWhatWasTried() {
    assertThat(
            Refusal.of(
                "aws_sns_topic\tid\tcreating SNS Topic (x): operation error SNS: CreateTopic, 400"))
        .extracting(Refusal::call)
        .isEqualTo("SNS: CreateTopic");
    assertThat(Refusal.of("aws_guard\tid\treading Guard (a/b): empty result:"))
        .extracting(Refusal::call)
        .isEqualTo("reading Guard");
  }
}
