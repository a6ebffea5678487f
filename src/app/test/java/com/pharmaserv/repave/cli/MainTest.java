package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.wiring.Itself;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void isWhatIsStartedWhenTheToolStartsItself() {
    assertThat(Itself.MAIN).isEqualTo(Main.class.getName());
    assertThat(Itself.command()).endsWith(Main.class.getName());
    assertThat(Itself.cloud()).endsWith(Main.class.getName(), "local", "serve");
  }
}
