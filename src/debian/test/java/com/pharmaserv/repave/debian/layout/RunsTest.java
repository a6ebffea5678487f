package com.pharmaserv.repave.debian.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunsTest {
  /** An x is a block with content, a dot one of zeros. */
  @ParameterizedTest
  @CsvSource({
    "'',0",
    "x,1",
    "xxx,3",
    ".,0",
    "...,0",
    "x..,1",
    ".x,0.1.1",
    "..xx.x..,0.2.2.1.1",
    "xxx..x,3.2.1"
  })
  void countsBlocksWithContentAndHolesBetweenThem(String blocks, String text) {
    Runs.Counter counter = new Runs.Counter();
    blocks.chars().forEach(c -> counter.block(c == 'x'));
    Runs runs = counter.runs();
    assertThat(runs.text()).isEqualTo(text);
    assertThat(runs.blocks()).isEqualTo(blocks.chars().filter(c -> c == 'x').count());
    assertThat(Runs.parse(text)).isEqualTo(runs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "1.", "-1", "+1", "01", "1.2", "0.1", "1.0.2", "0.0.1", "99999999999"})
  void refusesWhatNoFileHas(String text) {
    assertThatThrownBy(() -> Runs.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void noBlocksAreNone() {
    assertThat(Runs.of(0)).isEqualTo(Runs.NONE);
    assertThat(Runs.of(7)).isEqualTo(new Runs(List.of(7)));
  }
}
