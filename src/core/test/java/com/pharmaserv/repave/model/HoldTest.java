package com.pharmaserv.repave.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A person's word that a fleet stays as it is, and its line in an inbox. */
class HoldTest {
  private static final Instant AT = Instant.parse("2026-11-30T10:00:00Z");
  private static final Instant END = Instant.parse("2026-12-25T00:00:00Z");

  private static Hold read(String text) {
    return Hold.parse(new Signal(1, Signal.Kind.HOLD, "anna", text, AT));
  }

  @Test
  void isReadAsItWasWritten() {
    for (Hold hold :
        List.of(
            new Hold("anna", "until noon: we audit\nit all", AT, Optional.empty()),
            new Hold("anna", "until noon: we audit", AT, Optional.of(END)))) {
      assertThat(read(hold.text())).isEqualTo(hold);
    }
  }

  @Test
  void whatCannotBeReadHoldsUntilItIsReleased() {
    for (String text :
        List.of(
            "",
            "  ",
            "x",
            "until",
            "until released:",
            "until released: ",
            "until tomorrow: no",
            "until 2026-11-30T10:00:00Z: over before it begins",
            "until 1: \0")) {
      Hold hold = read(text);
      assertThat(hold.until()).as(text).isEmpty();
      assertThat(hold.reason()).as(text).isNotBlank();
      assertThat(hold.inForce(END.plusSeconds(1_000_000_000))).as(text).isTrue();
    }
    assertThat(read("until tomorrow: no").reason()).isEqualTo("until tomorrow: no");
  }

  @Test
  void isOverAtItsEndAndNotBefore() {
    Hold hold = new Hold("anna", "audit", AT, Optional.of(END));
    assertThat(hold.inForce(AT)).isTrue();
    assertThat(hold.inForce(END.minusNanos(1))).isTrue();
    assertThat(hold.inForce(END)).isFalse();
  }

  @Test
  void saysWhoAndUntilWhenAndWhy() {
    assertThat(new Hold("anna", "audit", AT, Optional.of(END)).why())
        .isEqualTo(Reason.of(ReasonCode.FLEET_HELD, "anna", END, "audit"));
    assertThat(new Hold("anna", "audit", AT, Optional.empty()).why())
        .isEqualTo(Reason.of(ReasonCode.FLEET_HELD, "anna", "", "audit"));
  }

  @Test
  void hasAReasonAndEndsAfterItBegins() {
    assertThatThrownBy(() -> new Hold("anna", " ", AT, Optional.empty()))
        .hasMessage("the reason of a hold is empty");
    assertThatThrownBy(() -> new Hold("anna", "audit", AT, Optional.of(AT)))
        .hasMessageContaining("ends before it begins");
  }
}
