package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final String ELB = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:";

  @Test
  void aGroupIsNamedAfterItsGeneration() {
    assertThat(Names.group(new GenerationId(new FleetId("eu-prod", "app"), 42)))
        .isEqualTo("repave-eu-prod-app-g0042");
  }

  @Test
  void aRuleBelongsToItsListenerAndAListenerToItsBalancer() {
    assertThat(Names.listenerOf(ELB + "listener-rule/app/lb/11/22/33"))
        .contains(ELB + "listener/app/lb/11/22");
    assertThat(Names.balancerOf(ELB + "listener/net/lb/11/22"))
        .contains(ELB + "loadbalancer/net/lb/11");
    assertThat(Names.listenerOf(ELB + "listener/app/lb/11/22")).isEmpty();
    assertThat(Names.balancerOf("lb")).isEmpty();
  }

  @Test
  void metricsNameATargetGroupWithoutItsAccount() {
    assertThat(Names.targetGroup(ELB + "targetgroup/app-blue/0123"))
        .contains("targetgroup/app-blue/0123");
    assertThat(Names.targetGroup("app-blue")).isEmpty();
  }
}
