package com.pharmaserv.repave.local.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Health;
import org.junit.jupiter.api.Test;

class HealthStateTest {
  private final HealthState state = new HealthState();

  @Test
  void isInitialUntilJudged() {
    assertThat(state.health()).isEqualTo(Health.INITIAL);
    state.probed(false);
    assertThat(state.health()).isEqualTo(Health.INITIAL);
    state.probed(false);
    assertThat(state.health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void firstPassMakesItHealthy() {
    state.probed(false);
    state.probed(true);
    assertThat(state.health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void needsTwoFailuresInARowToBecomeUnhealthy() {
    state.probed(true);
    state.probed(false);
    state.probed(true);
    state.probed(false);
    assertThat(state.health()).isEqualTo(Health.HEALTHY);
    state.probed(false);
    assertThat(state.health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void needsTwoPassesInARowToRecover() {
    state.probed(true);
    state.refused();
    assertThat(state.health()).isEqualTo(Health.UNHEALTHY);
    state.probed(true);
    state.probed(false);
    state.probed(true);
    assertThat(state.health()).isEqualTo(Health.UNHEALTHY);
    state.probed(true);
    assertThat(state.health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void aRefusedConnectionInterruptsTheRecovery() {
    state.probed(true);
    state.refused();
    state.probed(true);
    state.refused();
    state.probed(true);
    assertThat(state.health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void staysDrainingWhateverIsSeen() {
    state.probed(true);
    state.drain();
    state.probed(true);
    state.refused();
    state.probed(false);
    state.probed(false);
    assertThat(state.health()).isEqualTo(Health.DRAINING);
  }
}
