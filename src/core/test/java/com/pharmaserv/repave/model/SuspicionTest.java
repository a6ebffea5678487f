package com.pharmaserv.repave.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "asks for a miner", ", forced: not", "two\nlines: with colons"})
  void isReadBackAsItWasSaid(String why) {
    for (boolean force : new boolean[] {true, false}) {
      Suspicion said = new Suspicion("i-0abc", force, why);
      assertThat(Suspicion.parse(said.text())).contains(said);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "machine", "machine : why", "i-0abc: why", "machine ../x: why"})
  void isNotReadFromAnythingElse(String text) {
    assertThat(Suspicion.parse(text)).isEmpty();
  }

  @Test
  void namesAMachineThatCouldBeOne() {
    for (String machine : new String[] {"", "a b", "../etc", "-x", "m".repeat(65), "i,forced"}) {
      assertThatThrownBy(() -> new Suspicion(machine, false, "why"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("machine '" + machine + "' must be letters");
    }
  }
}
