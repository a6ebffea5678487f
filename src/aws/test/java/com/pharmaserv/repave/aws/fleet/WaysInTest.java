package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Obstacle.Kind;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.ProviderException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.TrafficSourceIdentifier;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** Requests that reach machines by another way than the fleet's route are seen and named. */
class WaysInTest {
  private final Acting app = Acting.routed();

  private List<Obstacle> obstacles() throws ProviderException {
    return app.world.fleets.observe(app.fleet).obstacles();
  }

  private String listener() {
    return Names.listenerOf(app.route().production().arn()).orElseThrow();
  }

  private String balancer() {
    return Names.balancerOf(listener()).orElseThrow();
  }

  private void rule(int priority, String path, Action action) {
    app.world
        .world
        .clients()
        .balancing()
        .createRule(
            r ->
                r.listenerArn(listener())
                    .priority(priority)
                    .conditions(
                        RuleCondition.builder()
                            .field("path-pattern")
                            .pathPatternConfig(c -> c.values(path))
                            .build())
                    .actions(action));
  }

  private static Action forward(String targetGroup) {
    return Action.builder().type("forward").targetGroupArn(targetGroup).build();
  }

  @Test
  void theFleetsOwnEntriesAndThoseOfOtherFleetsAreNone() throws Exception {
    app.world.routed("web");
    app.launch(1, Slot.BLUE, 1);

    assertThat(obstacles()).isEmpty();
  }

  @Test
  void aSecondRuleIsNamedWithItsPriorityPathListenerAndBalancer() throws Exception {
    app.launch(1, Slot.BLUE, 1);
    rule(112, "/api/*", forward(app.route().blue()));

    assertThat(obstacles())
        .containsExactly(
            new Obstacle(
                Kind.WAY_IN,
                "rule 112 (path /api/*) of listener HTTPS:443 of load balancer "
                    + balancer().replaceFirst("^.*:loadbalancer/", "")
                    + ", which forwards to slot blue with weight 1",
                Optional.empty(),
                Optional.of(Slot.BLUE)));
  }

  @Test
  void aMentionWithWeightZeroCountsAndBothSlotsAreToldApart() throws Exception {
    rule(113, "/old/*", FleetWorld.forward(app.route().blue(), 0, app.route().green(), 5));

    assertThat(obstacles())
        .extracting(Obstacle::slot)
        .containsExactly(Optional.of(Slot.BLUE), Optional.of(Slot.GREEN));
    assertThat(obstacles().get(0).what()).endsWith("to slot blue with weight 0");
  }

  @Test
  void theDefaultActionOfAnotherListenerIsSeen() throws Exception {
    app.world
        .world
        .clients()
        .balancing()
        .createListener(
            r ->
                r.loadBalancerArn(balancer())
                    .port(8080)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(forward(app.route().green())));

    assertThat(obstacles())
        .singleElement()
        .matches(o -> o.what().startsWith("the default action of listener HTTP:8080 of"))
        .matches(o -> o.slot().equals(Optional.of(Slot.GREEN)));
  }

  @Test
  void aThirdListenerOfANetworkBalancerIsSeenWithoutAskingForRules() throws Exception {
    FleetWorld world = new FleetWorld();
    Acting net = new Acting(world, world.network("net"));
    assertThat(world.fleets.observe(net.fleet).obstacles()).isEmpty();
    String balancer = Names.balancerOf(net.route().production().arn()).orElseThrow();
    world
        .world
        .clients()
        .balancing()
        .createListener(
            r ->
                r.loadBalancerArn(balancer)
                    .port(9000)
                    .protocol(ProtocolEnum.TCP)
                    .defaultActions(forward(net.route().blue())));
    net.pass(Surroundings.SLOWER);

    assertThat(world.fleets.observe(net.fleet).obstacles())
        .singleElement()
        .matches(o -> o.what().startsWith("the default action of listener TCP:9000 of"));
    assertThat(net.calls("DescribeRules")).isEmpty();
  }

  @Test
  void whatIsAttachedToTheGroupBesideItsSlotIsSeen() throws Exception {
    app.launch(1, Slot.BLUE, 0);
    var scaling = app.world.world.clients().scaling();
    scaling.attachLoadBalancerTargetGroups(
        r -> r.autoScalingGroupName(app.name(1)).targetGroupARNs(app.route().green()));
    scaling.attachLoadBalancers(
        r -> r.autoScalingGroupName(app.name(1)).loadBalancerNames("old-lb"));
    scaling.attachTrafficSources(
        r ->
            r.autoScalingGroupName(app.name(1))
                .trafficSources(
                    TrafficSourceIdentifier.builder()
                        .identifier("arn:aws:vpc-lattice:tg")
                        .type("vpc-lattice")
                        .build()));
    app.pass(Observer.FRESH);

    String attached = ", attached to " + app.name(1);
    assertThat(obstacles())
        .extracting(Obstacle::what)
        .containsExactly(
            "classic load balancer old-lb" + attached,
            Names.targetGroup(app.route().green()).orElseThrow() + attached,
            "vpc-lattice arn:aws:vpc-lattice:tg" + attached);
    assertThat(obstacles())
        .allMatch(o -> o.kind() == Kind.WAY_IN && o.generation().equals(Optional.of(app.id(1))));
  }

  @Test
  void aQueueWorkerThatGotATargetGroupHasAWayIn() throws Exception {
    FleetWorld world = app.world;
    Acting worker = new Acting(world, world.unrouted("worker"));
    worker.launch(1, Slot.BLUE, 0);
    world
        .world
        .clients()
        .scaling()
        .attachLoadBalancerTargetGroups(
            r -> r.autoScalingGroupName(worker.name(1)).targetGroupARNs(app.route().green()));
    worker.pass(Observer.FRESH);

    FleetView view = world.fleets.observe(worker.fleet);
    assertThat(view.obstacles()).singleElement().matches(o -> o.kind() == Kind.WAY_IN);
  }
}
