package com.pharmaserv.repave.local.balancer;

import static com.pharmaserv.repave.local.balancer.Ending.ANSWERED;
import static com.pharmaserv.repave.local.balancer.Ending.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndingTest {
  @Test
  void anAnswerBelow500IsNoFailure() {
    assertThat(Ending.ofAnswer(200)).isEqualTo(ANSWERED);
    assertThat(Ending.ofAnswer(404)).isEqualTo(ANSWERED);
    assertThat(Ending.ofAnswer(500)).isEqualTo(FAILED);
  }
}
