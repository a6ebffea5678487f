package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @ValueSource(strings = {"0s", "1ms", "250ms", "1s", "90s", "1m", "90m", "1h", "24h", "8760h"})
  void writesDurationsAsItReadsThem(String text) {
    assertThat(Units.duration(text)).map(Units::format).contains(text);
  }

  @Test
  void readsEveryUnit() {
    assertThat(Units.duration("2d")).contains(Duration.ofDays(2));
    assertThat(Units.duration("2h")).contains(Duration.ofHours(2));
    assertThat(Units.duration("2m")).contains(Duration.ofMinutes(2));
    assertThat(Units.duration("2s")).contains(Duration.ofSeconds(2));
    assertThat(Units.duration("2ms")).contains(Duration.ofMillis(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "5 s",
        " 5s",
        "-5s",
        "+5s",
        "1.5s",
        "5S",
        "5s5s",
        "1234567890s",
        "٥s"
      })
  void refusesWhatIsNoDuration(String text) {
    assertThat(Units.duration(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "5", "5 %", "-5%", "1e1%", "0.1234%", ".5%", "5.%", "5%%"})
  void refusesWhatIsNoPercentage(String text) {
    assertThat(Units.percent(text)).isEmpty();
  }

  @Test
  void guessesOnlyWhatIsNear() {
    List<String> known = List.of("warm-up", "launch", "poll");

    assertThat(Words.nearest("warmUp", known)).contains("warm-up");
    assertThat(Words.nearest("lanuch", known)).contains("launch");
    assertThat(Words.nearest("retention", known)).isEmpty();
    assertThat(Words.nearest("x".repeat(100_000), known)).isEmpty();
  }
}
