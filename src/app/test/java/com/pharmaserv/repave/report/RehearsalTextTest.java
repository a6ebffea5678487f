package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RehearsalTextTest {
  @Test
  void writesTimesForPeople() {
    assertThat(RehearsalText.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
    assertThat(RehearsalText.clock(Duration.ofSeconds(750))).isEqualTo("12:30");
    assertThat(RehearsalText.clock(Duration.ofSeconds(3750))).isEqualTo("1:02:30");
    assertThat(RehearsalText.clock(Duration.ofHours(24))).isEqualTo("24:00:00");
  }
}
