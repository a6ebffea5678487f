package com.pharmaserv.repave.aws.twin.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinFleet;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTargetGroupNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAssociationLimitException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** The load balancers' rules that a swap depends on, seen through the real client. */
class BalancingTest {
  private final TwinCloud cloud = new TwinCloud(11);
  private final TwinWorld world = TwinWorld.of(cloud, "us-east-1", "us-prod");
  private final TwinFleet fleet = world.fleet("app");
  private final ElasticLoadBalancingV2Client balancing = world.clients().balancing();
  private final Ec2Client compute = world.clients().compute();
  private final String image = world.image("app", "b".repeat(64), "app");

  private String machine() {
    String id =
        compute
            .runInstances(r -> r.imageId(image).instanceType("m5.large").minCount(1).maxCount(1))
            .instances()
            .get(0)
            .instanceId();
    cloud.clock().advance(Duration.ofMinutes(1));
    return id;
  }

  private static TargetDescription target(String id) {
    return TargetDescription.builder().id(id).build();
  }

  private String registered(String groupArn) {
    String id = machine();
    balancing.registerTargets(r -> r.targetGroupArn(groupArn).targets(target(id)));
    return id;
  }

  private List<TargetHealthDescription> healths(String groupArn) {
    return balancing
        .describeTargetHealth(r -> r.targetGroupArn(groupArn))
        .targetHealthDescriptions();
  }

  private TargetHealth health(String groupArn) {
    return healths(groupArn).get(0).targetHealth();
  }

  private static Action forward(TargetGroupTuple... groups) {
    return Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .order(1)
        .forwardConfig(config -> config.targetGroups(groups))
        .build();
  }

  private static TargetGroupTuple to(String arn, int weight) {
    return TargetGroupTuple.builder().targetGroupArn(arn).weight(weight).build();
  }

  private void shift(int blue, int green) {
    balancing.modifyRule(
        r ->
            r.ruleArn(fleet.productionRule())
                .actions(forward(to(fleet.blue(), blue), to(fleet.green(), green))));
  }

  private Rule production() {
    return balancing.describeRules(r -> r.ruleArns(fleet.productionRule())).rules().get(0);
  }

  @Test
  void replacesTheEntireActionListOfARule() {
    shift(70, 30);

    assertThat(production().actions()).hasSize(1);
    assertThat(production().actions().get(0).forwardConfig().targetGroups())
        .containsExactly(to(fleet.blue(), 70), to(fleet.green(), 30));
    assertThat(production().conditions().get(0).hostHeaderConfig().values())
        .containsExactly("app.us-prod.example");

    balancing.modifyRule(
        r -> r.ruleArn(fleet.productionRule()).actions(forward(to(fleet.green(), 1))));

    assertThat(production().actions().get(0).targetGroupArn()).isEqualTo(fleet.green());
    assertThat(production().actions().get(0).forwardConfig().targetGroups()).hasSize(1);
  }

  @Test
  void refusesWeightsAboveTheirMaximumAndUnknownGroupsAndRules() {
    assertThatThrownBy(() -> shift(1000, 0))
        .isInstanceOf(ElasticLoadBalancingV2Exception.class)
        .hasMessageContaining("999");
    assertThatThrownBy(
            () ->
                balancing.modifyRule(
                    r ->
                        r.ruleArn(fleet.productionRule())
                            .actions(forward(to(fleet.blue() + "0", 1)))))
        .isInstanceOf(TargetGroupNotFoundException.class);
    assertThatThrownBy(() -> balancing.describeRules(r -> r.ruleArns("arn:none")))
        .isInstanceOf(RuleNotFoundException.class);
    assertThat(production().actions().get(0).forwardConfig().targetGroups())
        .containsExactly(to(fleet.blue(), 100), to(fleet.green(), 0));
  }

  @Test
  void refusesMoreThanFiveGroupsAndAGroupOfAnotherBalancer() {
    List<TargetGroupTuple> six = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      six.add(to(newGroup("extra" + i), 1));
    }
    assertThatThrownBy(
            () ->
                balancing.modifyRule(
                    r ->
                        r.ruleArn(fleet.productionRule())
                            .actions(forward(six.toArray(new TargetGroupTuple[0])))))
        .isInstanceOf(ElasticLoadBalancingV2Exception.class);

    TwinFleet other = TwinWorld.of(cloud, "us-east-1", "us-test").fleet("other");
    assertThatThrownBy(
            () ->
                balancing.modifyRule(
                    r -> r.ruleArn(fleet.productionRule()).actions(forward(to(other.blue(), 1)))))
        .isInstanceOf(TargetGroupAssociationLimitException.class);
  }

  private String newGroup(String name) {
    return balancing
        .createTargetGroup(r -> r.name(name).protocol(ProtocolEnum.HTTP).port(80).vpcId("vpc-1"))
        .targetGroups()
        .get(0)
        .targetGroupArn();
  }

  @Test
  void isHealthyAfterOnePassedCheckEvenAtWeightZero() {
    registered(fleet.green());
    assertThat(health(fleet.green()).stateAsString()).isEqualTo("initial");
    assertThat(health(fleet.green()).reasonAsString()).isEqualTo("Elb.InitialHealthChecking");

    cloud.clock().advance(Duration.ofSeconds(25));

    assertThat(health(fleet.green()).stateAsString()).isEqualTo("healthy");
    assertThat(health(fleet.green()).reasonAsString()).isNull();
  }

  @Test
  void becomesUnhealthyAndHealthyAgainOnlyAfterItsThresholds() {
    registered(fleet.blue());
    cloud.clock().advance(Duration.ofSeconds(30));
    world.region().behave(image, ImageBehaviour.GOOD.failingChecks());
    cloud.clock().advance(Duration.ofSeconds(10));
    assertThat(health(fleet.blue()).stateAsString()).isEqualTo("healthy");

    cloud.clock().advance(Duration.ofSeconds(12));
    assertThat(health(fleet.blue()).stateAsString()).isEqualTo("unhealthy");

    world.region().behave(image, ImageBehaviour.GOOD);
    cloud.clock().advance(Duration.ofSeconds(25));
    assertThat(health(fleet.blue()).stateAsString()).isEqualTo("healthy");
  }

  @Test
  void drainsForTheWholeDelayAndForgetsTheTargetThen() {
    String id = registered(fleet.blue());
    cloud.clock().advance(Duration.ofSeconds(30));
    balancing.deregisterTargets(r -> r.targetGroupArn(fleet.blue()).targets(target(id)));

    cloud.clock().advance(Duration.ofSeconds(58));
    assertThat(health(fleet.blue()).stateAsString()).isEqualTo("draining");
    cloud.clock().advance(Duration.ofSeconds(3));

    assertThat(healths(fleet.blue())).isEmpty();
    TargetHealth asked =
        balancing
            .describeTargetHealth(r -> r.targetGroupArn(fleet.blue()).targets(target(id)))
            .targetHealthDescriptions()
            .get(0)
            .targetHealth();
    assertThat(asked.stateAsString()).isEqualTo("unused");
    assertThat(asked.reasonAsString()).isEqualTo("Target.NotRegistered");
  }

  @Test
  void doesNotCheckTargetsOfAGroupThatNoRuleNames() {
    String lonely = newGroup("lonely");
    registered(lonely);
    cloud.clock().advance(Duration.ofMinutes(5));

    assertThat(health(lonely).stateAsString()).isEqualTo("unused");
    assertThat(health(lonely).reasonAsString()).isEqualTo("Target.NotInUse");
  }

  @Test
  void refusesTargetsThatDoNotRun() {
    assertThatThrownBy(
            () ->
                balancing.registerTargets(
                    r -> r.targetGroupArn(fleet.blue()).targets(target("i-00000000000000000"))))
        .isInstanceOf(InvalidTargetException.class);
  }

  @Test
  void takesATerminatedMachineOutByItself() {
    String id = registered(fleet.blue());
    cloud.clock().advance(Duration.ofSeconds(30));
    compute.terminateInstances(r -> r.instanceIds(id));
    cloud.clock().advance(Duration.ofSeconds(15));
    assertThat(health(fleet.blue()).stateAsString()).isEqualTo("draining");

    cloud.clock().advance(Duration.ofSeconds(60));
    assertThat(healths(fleet.blue())).isEmpty();
  }

  @Test
  void guardsPrioritiesDefaultRulesAndGroupsInUse() {
    assertThatThrownBy(
            () ->
                balancing.createRule(
                    r ->
                        r.listenerArn(fleet.listenerArn())
                            .priority(1)
                            .conditions(production().conditions())
                            .actions(forward(to(fleet.blue(), 1)))))
        .isInstanceOf(PriorityInUseException.class);
    Rule last =
        balancing.describeRules(r -> r.listenerArn(fleet.listenerArn())).rules().stream()
            .filter(Rule::isDefault)
            .findFirst()
            .orElseThrow();
    assertThat(last.priority()).isEqualTo("default");
    assertThatThrownBy(
            () ->
                balancing.modifyRule(
                    r -> r.ruleArn(last.ruleArn()).actions(forward(to(fleet.blue(), 1)))))
        .isInstanceOf(OperationNotPermittedException.class);
    assertThatThrownBy(() -> balancing.deleteTargetGroup(r -> r.targetGroupArn(fleet.green())))
        .isInstanceOf(ResourceInUseException.class);
  }

  @Test
  void createsAGroupOfTheSameNameOnlyWithTheSameSettings() {
    String first = newGroup("same");

    assertThat(newGroup("same")).isEqualTo(first);
    assertThatThrownBy(
            () ->
                balancing.createTargetGroup(
                    r -> r.name("same").protocol(ProtocolEnum.HTTP).port(81).vpcId("vpc-1")))
        .isInstanceOf(DuplicateTargetGroupNameException.class);
  }

  @Test
  void carriesTheWeightsOfANetworkBalancerInTheListener() {
    String arn =
        balancing
            .createLoadBalancer(
                r ->
                    r.name("net")
                        .type("network")
                        .subnets(
                            compute.describeSubnets().subnets().stream()
                                .map(subnet -> subnet.subnetId())
                                .toList()))
            .loadBalancers()
            .get(0)
            .loadBalancerArn();
    String one = newGroup("one");
    String two = newGroup("two");
    String listener =
        balancing
            .createListener(
                r ->
                    r.loadBalancerArn(arn)
                        .port(5432)
                        .protocol(ProtocolEnum.TCP)
                        .defaultActions(forward(to(one, 100), to(two, 0))))
            .listeners()
            .get(0)
            .listenerArn();

    balancing.modifyListener(
        r -> r.listenerArn(listener).defaultActions(forward(to(one, 0), to(two, 100))));

    assertThat(
            balancing
                .describeListeners(r -> r.listenerArns(listener))
                .listeners()
                .get(0)
                .defaultActions()
                .get(0)
                .forwardConfig()
                .targetGroups())
        .containsExactly(to(one, 0), to(two, 100));
  }

  @Test
  void sendsAProbeThroughTheTestRuleAndFailsWithoutTargets() {
    assertThat(world.probe(fleet.probe()).status()).isEqualTo(503);
    String id = registered(fleet.green());
    cloud.clock().advance(Duration.ofSeconds(30));

    Probe probe = world.probe(fleet.probe());

    assertThat(probe.status()).isEqualTo(200);
    assertThat(probe.machineId()).contains(id);
    assertThat(probe.imageId()).contains(image);
    assertThat(world.probe(URI.create("https://app.us-prod.example/")).status()).isEqualTo(503);
  }

  @Test
  void losesRequestsToAWeightedGroupWithoutTargetsAndOpensWhenAllAreUnhealthy() {
    registered(fleet.blue());
    cloud.clock().advance(Duration.ofSeconds(30));
    world.traffic(fleet, 100);
    cloud.clock().advance(Duration.ofMinutes(1));
    assertThat(world.failures()).isEmpty();

    shift(50, 50);
    cloud.clock().advance(Duration.ofSeconds(10));
    assertThat(world.failures())
        .allMatch(failure -> failure.status() == 503 && failure.groupArn().equals(fleet.green()))
        .anyMatch(failure -> failure.count() == 250);

    shift(100, 0);
    world.region().behave(image, ImageBehaviour.GOOD.failingChecks());
    cloud.clock().advance(Duration.ofSeconds(60));
    assertThat(health(fleet.blue()).stateAsString()).isEqualTo("unhealthy");
    assertThat(world.failures()).anyMatch(failure -> failure.status() == 500);
  }
}
