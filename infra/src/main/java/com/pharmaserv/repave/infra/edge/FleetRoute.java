package com.pharmaserv.repave.infra.edge;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.network.Network;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Infrastructure.Domain;
import com.pharmaserv.repave.model.Recipe;
import com.pulumi.aws.lb.ListenerRule;
import com.pulumi.aws.lb.ListenerRuleArgs;
import com.pulumi.aws.lb.TargetGroup;
import com.pulumi.aws.lb.TargetGroupArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionForwardArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionForwardTargetGroupArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionHostHeaderArgs;
import com.pulumi.aws.lb.inputs.TargetGroupHealthCheckArgs;
import com.pulumi.aws.route53.Record;
import com.pulumi.aws.route53.RecordArgs;
import com.pulumi.aws.route53.enums.RecordType;
import com.pulumi.aws.route53.inputs.RecordAliasArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/**
 * A fleet's place at the load balancer: two permanent slots and two rules that lead to them. What
 * the rules forward belongs to the rollout tool from the moment they exist: no later run of this
 * program may touch it.
 */
public final class FleetRoute extends Part {
  /**
   * The whole of the actions and nothing finer: finer paths lose their effect when a target group
   * is added (pulumi-aws issue 5798).
   */
  private static final String WEIGHTS = "actions";

  private static final int WHOLE = 100;

  /** Longer than any request may take. */
  private static final int DRAIN_SECONDS = 120;

  private static final int HEALTHY_COUNT = 2;
  private static final int UNHEALTHY_COUNT = 3;
  private static final int HEALTH_SECONDS = 10;
  private static final int HEALTH_TIMEOUT_SECONDS = 5;

  private final TargetGroup blue;
  private final TargetGroup green;
  private final ListenerRule production;
  private final ListenerRule test;
  private final String testHost;

  /**
   * @param priority of the production rule; that of the test rule is one higher
   * @param recipe of the fleet's image, which says how its health is read
   */
  public FleetRoute(
      Fleet fleet,
      Fleet.Route route,
      int priority,
      Recipe recipe,
      Network network,
      TlsLoadBalancer lb) {
    super("FleetRoute", fleet.id().name(), network.scope());
    testHost = "test-" + route.host();
    blue = slot("blue", network, recipe.health().path());
    green = slot("green", network, recipe.health().path());
    production = rule("production", lb, priority, route.host(), WHOLE, 0);
    test = rule("test", lb, priority + 1, testHost, 0, WHOLE);
    address("production-address", route.host(), lb);
    address("test-address", testHost, lb);
    registerOutputs(Map.of("blue", blue.arn(), "green", green.arn()));
  }

  private TargetGroup slot(String slot, Network network, String healthPath) {
    return new TargetGroup(
        // Without the region: AWS ends these names at 32 characters.
        name() + "-" + slot,
        TargetGroupArgs.builder()
            .vpcId(network.vpc())
            .targetType("instance")
            .protocol("HTTPS")
            .protocolVersion("HTTP1")
            .port(Network.MACHINE_PORT)
            .deregistrationDelay(DRAIN_SECONDS)
            .loadBalancingAlgorithmType("least_outstanding_requests")
            .healthCheck(
                TargetGroupHealthCheckArgs.builder()
                    .enabled(true)
                    .protocol("HTTPS")
                    .path(healthPath)
                    .matcher("200-299")
                    .interval(HEALTH_SECONDS)
                    .timeout(HEALTH_TIMEOUT_SECONDS)
                    .healthyThreshold(HEALTHY_COUNT)
                    .unhealthyThreshold(UNHEALTHY_COUNT)
                    .build())
            .tags(Map.of("fleet", name(), "slot", slot))
            .build(),
        own());
  }

  private ListenerRule rule(
      String what, TlsLoadBalancer lb, int priority, String host, int toBlue, int toGreen) {
    return new ListenerRule(
        named(what),
        ListenerRuleArgs.builder()
            .listenerArn(lb.listener().arn())
            .priority(priority)
            .conditions(
                ListenerRuleConditionArgs.builder()
                    .hostHeader(ListenerRuleConditionHostHeaderArgs.builder().values(host).build())
                    .build())
            .actions(
                ListenerRuleActionArgs.builder()
                    .type("forward")
                    .forward(
                        ListenerRuleActionForwardArgs.builder()
                            .targetGroups(share(blue, toBlue), share(green, toGreen))
                            .build())
                    .build())
            .tags(Map.of("fleet", name(), "entry", what))
            .build(),
        options().ignoreChanges(WEIGHTS).build());
  }

  private static ListenerRuleActionForwardTargetGroupArgs share(TargetGroup group, int weight) {
    return ListenerRuleActionForwardTargetGroupArgs.builder()
        .arn(group.arn())
        .weight(weight)
        .build();
  }

  private void address(String what, String host, TlsLoadBalancer lb) {
    Domain domain = scope().infrastructure().domain();
    new Record(
        named(what),
        RecordArgs.builder()
            .zoneId(domain.zone())
            .name(host)
            .type(RecordType.A)
            .aliases(
                RecordAliasArgs.builder()
                    .name(lb.balancer().dnsName())
                    .zoneId(lb.balancer().zoneId())
                    .evaluateTargetHealth(true)
                    .build())
            .build(),
        own());
  }

  public Output<String> blue() {
    return blue.arn();
  }

  public Output<String> green() {
    return green.arn();
  }

  public Output<String> production() {
    return production.arn();
  }

  public Output<String> test() {
    return test.arn();
  }

  /** Both rules, for those who must name them. */
  public List<Output<String>> rules() {
    return List.of(production.arn(), test.arn());
  }

  /** Both slots' target groups. */
  public List<Output<String>> targetGroups() {
    return List.of(blue.arn(), green.arn());
  }

  /** What reaches the test rule. */
  public String probe() {
    return "https://" + testHost;
  }
}
