package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.cli.Playground.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rehearsal tells about a policy. */
class RehearseCommandTest {
  @TempDir Path folder;
  private Playground ground;

  @BeforeEach
  void makeProject() throws IOException {
    ground = Playground.in(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "good, succeeded",
    "unhealthy, failed-clean",
    "probe, failed-clean",
    "errors, rolled-back",
    "slow, rolled-back",
    "stuck, failed-clean"
  })
  void endsAsThePolicyShouldWithEveryKindOfImage(String kind, String end) {
    Answer answer = ground.run("rehearse", "-e", "local-eu", "--image", kind);

    assertThat(answer.out())
        .contains("image            " + kind + ", seed 1", "ended            " + end);
    assertThat(answer.code()).as(answer.out()).isZero();
  }

  @Test
  void failsWhenThePolicyLetsABadImageThrough() throws IOException {
    ground.environment(Playground.ENVIRONMENT.replaceAll("(?m)^ +- latency.*\\n", ""));

    Answer answer = ground.run("rehearse", "-e", "local-eu", "--image", "slow");

    assertThat(answer.out()).contains("the image is bad (slow), but the policy let it through");
    assertThat(answer.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void failsWhenThePolicyHoldsAGoodImageBack() {
    Answer answer = ground.run("rehearse", "-e", "local-eu", "--boot", "31");

    assertThat(answer.out()).contains("the image is good, but the policy did not let it through");
    assertThat(answer.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void playsTheSameAgainFromTheSameSeed() throws IOException {
    String[] words = {"rehearse", "-e", "local-eu", "--faults", "--seed", "7", "--output", "json"};
    Answer answer = ground.run(words);

    assertThat(answer).isEqualTo(ground.run(words));
    JsonNode json = new ObjectMapper().readTree(answer.out());
    assertThat(json.path("answerVersion").asInt()).isEqualTo(2);
    assertThat(json.path("violations")).isEmpty();
    assertThat(Duration.parse(json.path("duration").asText())).isPositive();
  }
}
