package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.testing.Golden;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationsTest {
  @ParameterizedTest
  @EnumSource(ReasonCode.class)
  void everyReasonIsExplained(ReasonCode code) {
    Explanations.Explanation explained = Explanations.of(code);
    assertThat(explained.chapter()).isNotBlank();
    assertThat(explained.meaning()).endsWith(".");
    assertThat(explained.remedy()).isNotBlank();
  }

  @Test
  void thePageOfReasonsIsPrintedFromThem() throws IOException {
    Golden.check(ProjectRoot.resolve("src/docs/reasons.md"), Explanations.page());
  }

  @Test
  void oneReasonIsToldInFullAndAllInALineEach() {
    assertThat(ExplainText.lines(Explanations.explained("late").orElseThrow()))
        .contains("late", "  to do    raise the bound in the policy if the image needs more time");
    assertThat(ExplainText.lines(Explanations.explained("").orElseThrow()))
        .hasSizeGreaterThan(ReasonCode.values().length);
    assertThat(Explanations.explained("lat")).isEmpty();
  }
}
