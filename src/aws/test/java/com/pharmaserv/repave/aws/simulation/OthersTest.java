package com.pharmaserv.repave.aws.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.model.End;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** Whole rollouts of fleets that others put their hands on. */
class OthersTest {
  private final Scenario scenario = Scenario.running(21, true, ImageBehaviour.GOOD);
  private final AwsWorld world = scenario.world();

  private String group() {
    return AwsTruth.read(world).names().get(0);
  }

  private void refused(String... words) {
    int before = world.cloud.calls().size();

    assertThatIllegalStateException()
        .isThrownBy(scenario::roll)
        .withMessageStartingWith("not opened: Refused")
        .withMessageContainingAll(words);
    assertThat(world.cloud.calls().stream().skip(before))
        .as("nothing was written")
        .noneMatch(Scenario.EFFECTS);
  }

  @Test
  void aSecondRuleToTheActiveSlotRefusesTheRollout() {
    var balancing = world.world.clients().balancing();
    balancing.createRule(
        r ->
            r.listenerArn(world.built.listenerArn())
                .priority(900)
                .conditions(
                    RuleCondition.builder()
                        .field("path-pattern")
                        .pathPatternConfig(c -> c.values("/api/*"))
                        .build())
                .actions(
                    Action.builder().type("forward").targetGroupArn(world.built.blue()).build(),
                    Action.builder().type("forward").targetGroupArn(world.built.green()).build()));

    refused("other-way-in", "rule 900 (path /api/*) of listener HTTPS:443");
  }

  @Test
  void aSettingThatNobodyCarriesRefusesTheRollout() {
    world
        .world
        .clients()
        .scaling()
        .updateAutoScalingGroup(r -> r.autoScalingGroupName(group()).placementGroup("rack-1"));

    refused("setting-not-carried", "PlacementGroup rack-1");
  }

  @Test
  void protectedMachinesRefuseTheRollout() {
    var scaling = world.world.clients().scaling();
    String group = group();
    String machine =
        scaling.describeAutoScalingInstances().autoScalingInstances().stream()
            .map(AutoScalingInstanceDetails::instanceId)
            .findFirst()
            .orElseThrow();
    scaling.setInstanceProtection(
        r -> r.autoScalingGroupName(group).instanceIds(machine).protectedFromScaleIn(true));

    refused("machine-held", machine, "protected from scale-in");
  }

  @Test
  void anInstanceRefreshRefusesTheRollout() {
    world.world.clients().scaling().startInstanceRefresh(r -> r.autoScalingGroupName(group()));

    refused("machines-being-replaced", "instance refresh");
  }

  @Test
  void machinesThatMayTakeHalfAnHourToLeaveHaltNothing() {
    world.cloud.quietly(
        () -> keepMachines(world.built.blue()) && keepMachines(world.built.green()));

    scenario.roll();

    assertThat(scenario.end()).as("%s", scenario.story()).contains(End.Kind.SUCCEEDED);
    assertThat(scenario.story()).as("halts").noneMatch(line -> line.contains("did-not-end"));
    assertThat(scenario.failed()).isEmpty();
  }

  private boolean keepMachines(String targetGroup) {
    TargetGroupAttribute delay =
        TargetGroupAttribute.builder()
            .key("deregistration_delay.timeout_seconds")
            .value("1800")
            .build();
    world
        .world
        .clients()
        .balancing()
        .modifyTargetGroupAttributes(r -> r.targetGroupArn(targetGroup).attributes(delay));
    return true;
  }
}
