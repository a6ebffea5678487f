package com.pharmaserv.repave.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void wantsAValueForEachParameter() {
    assertThatThrownBy(() -> Reason.of(ReasonCode.LATE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("late");
  }

  @Test
  void wantsValuesOfTheParametersKind() {
    assertThatThrownBy(() -> Reason.of(ReasonCode.LATE, "a while"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a while' is no SPAN for the parameter waited");
    assertThatThrownBy(() -> Reason.of(ReasonCode.SOAKING, 2.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'2.5' is no COUNT for the parameter share");
  }

  @Test
  void isTheSameReasonWithTheSameValues() {
    Reason late = Reason.of(ReasonCode.LATE, Duration.ofSeconds(60));
    assertThat(late).isEqualTo(Reason.of(ReasonCode.LATE, Duration.ofMinutes(1)));
    assertThat(late.and(late)).isNotEqualTo(late);
  }

  @Test
  void codesAreFoundByTheirNames() {
    assertThat(Stream.of(ReasonCode.values()).map(code -> ReasonCode.parse(code.code())))
        .containsExactly(ReasonCode.values());
    assertThatThrownBy(() -> ReasonCode.parse("MACHINES_STARTING"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noParameterHasANameThatJsonNeedsForItself() {
    assertThat(Stream.of(ReasonCode.values()).flatMap(code -> code.parameters().stream()))
        .extracting(ReasonCode.Parameter::name)
        .doesNotContainAnyElementsOf(List.of("code", "also", "text"));
  }
}
