package com.pharmaserv.repave.local.balancer;

import static com.pharmaserv.repave.local.balancer.Ending.ANSWERED;
import static com.pharmaserv.repave.local.balancer.Ending.CLIENT_FAULT;
import static com.pharmaserv.repave.local.balancer.Ending.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndingTest {
  private final ClientWatch watch = new ClientWatch();

  @Test
  void anAnswerBelow500IsNoFailure() {
    assertThat(Ending.of(200, true, true, false, false, watch)).isEqualTo(ANSWERED);
    assertThat(Ending.of(404, true, true, false, false, watch)).isEqualTo(ANSWERED);
    assertThat(Ending.of(500, true, true, false, false, watch)).isEqualTo(FAILED);
  }

  @Test
  void anAnswerOfTheBalancerInsteadOfTheMachineIsAFailure() {
    assertThat(Ending.of(503, true, true, true, false, watch)).isEqualTo(FAILED);
  }

  @Test
  void aConnectionThatEndsInTheMiddleOfAnAnswerIsAFailure() {
    assertThat(Ending.of(200, true, false, false, false, watch)).isEqualTo(FAILED);
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerIsNoFailure() {
    assertThat(Ending.of(200, false, false, false, false, watch)).isEqualTo(CLIENT_FAULT);
  }
}
