package com.pharmaserv.repave.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HolderTest {
  private final String self = Holder.ofThisProcess();

  @Test
  void aLivingProcessIsNotDead() {
    assertThat(Holder.dead(self)).isFalse();
  }

  @Test
  void aProcessThatItWouldSeeAndDoesNotIsDead() {
    assertThat(Holder.dead(self.replaceFirst("pid \\d+", "pid 999999999"))).isTrue();
    assertThat(Holder.dead(self.replaceFirst("born \\S+", "born 0"))).isTrue();
  }

  /** Under one host name, in another boot or PID namespace: the number means nothing here. */
  @Test
  void ofAProcessElsewhereNothingIsKnown() {
    String gone = self.replaceFirst("pid \\d+", "pid 999999999");

    assertThat(Holder.dead(gone.replaceFirst("in \\S+", "in 1"))).isFalse();
    assertThat(Holder.dead(gone.replaceFirst("@\\S+", "@elsewhere"))).isFalse();
  }

  /** Leases of earlier versions, and whatever else may stand there. */
  @Test
  void ofAnotherFormNothingIsKnown() {
    assertThat(Holder.dead("")).isFalse();
    assertThat(Holder.dead(self.replaceFirst(" in \\S+", ""))).isFalse();
    assertThat(Holder.dead(self.replaceFirst("pid \\d+", "pid 99999999999999999999999"))).isFalse();
    assertThat(Holder.dead(self.replaceFirst("pid \\d+", "pid -1"))).isFalse();
  }
}
