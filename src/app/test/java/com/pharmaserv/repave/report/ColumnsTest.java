package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Test
  void cutsByColumnsAndNotByCharacters() {
    assertThat(Columns.cut("日本語", 6, "…")).isEqualTo("日本語");
    assertThat(Columns.cut("日本語", 5, "…")).isEqualTo("日本…");
    assertThat(Columns.cut("日本語", 4, "…")).isEqualTo("日…");
    assertThat(Columns.cut("abc", 0, "…")).isEmpty();
    assertThat(Columns.width("😀")).isEqualTo(2);
    assertThat(Columns.width("█▸→…")).isEqualTo(4);
  }

  @Test
  void spansReadAsPeopleSayThem() {
    assertThat(Times.span(Duration.ofMillis(250))).isEqualTo("250 ms");
    assertThat(Times.span(Duration.ofSeconds(150))).isEqualTo("2 min 30 s");
    assertThat(Times.span(Duration.ofMinutes(65))).isEqualTo("1 h 5 min");
    assertThat(Times.span(Duration.ofHours(76))).isEqualTo("3 d 4 h");
    assertThat(Times.span(Duration.ofSeconds(-3))).isEqualTo("0 s");
    assertThat(Times.latency(Duration.ofNanos(420_000))).isEqualTo("0.42 ms");
    assertThat(Times.latency(Duration.ofMillis(1_240))).isEqualTo("1.24 s");
  }
}
