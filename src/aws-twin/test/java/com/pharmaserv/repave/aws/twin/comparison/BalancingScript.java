package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.aws.twin.TwinClients;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Calls to Elastic Load Balancing. */
final class BalancingScript {
  private static final TargetDescription NOBODY =
      TargetDescription.builder().id("i-00000000000000000").build();
  private static final Tag TAG = Tag.builder().key("a").value("b").build();

  private final TwinClients clients;
  private final Recorder recorder;

  BalancingScript(TwinClients clients, Recorder recorder) {
    this.clients = clients;
    this.recorder = recorder;
  }

  /** Builds a load balancer with two groups; answers the ARN of the first group. */
  String build(List<String> subnets, String vpc) {
    String balancer = balancer(subnets);
    String blue = targetGroup("blue", vpc);
    String green = targetGroup("green", vpc);
    rules(balancer, blue, green);
    refusals(balancer);
    return blue;
  }

  private String balancer(List<String> subnets) {
    String arn =
        recorder
            .step(
                "CreateLoadBalancer",
                () -> clients.balancing().createLoadBalancer(r -> r.name("lb").subnets(subnets)))
            .loadBalancers()
            .get(0)
            .loadBalancerArn();
    recorder.step(
        "DescribeLoadBalancers",
        () -> clients.balancing().describeLoadBalancers(r -> r.loadBalancerArns(arn)));
    return arn;
  }

  private String targetGroup(String name, String vpc) {
    String arn =
        recorder
            .step(
                "CreateTargetGroup " + name,
                () ->
                    clients
                        .balancing()
                        .createTargetGroup(
                            r ->
                                r.name(name)
                                    .protocol(ProtocolEnum.HTTP)
                                    .port(8080)
                                    .vpcId(vpc)
                                    .healthCheckPath("/health")
                                    .healthCheckIntervalSeconds(10)))
            .targetGroups()
            .get(0)
            .targetGroupArn();
    recorder.step(
        "ModifyTargetGroupAttributes " + name,
        () ->
            clients
                .balancing()
                .modifyTargetGroupAttributes(
                    r ->
                        r.targetGroupArn(arn)
                            .attributes(
                                TargetGroupAttribute.builder()
                                    .key("deregistration_delay.timeout_seconds")
                                    .value("5")
                                    .build())));
    recorder.step(
        "DescribeTargetGroupAttributes " + name,
        () -> clients.balancing().describeTargetGroupAttributes(r -> r.targetGroupArn(arn)));
    recorder.step(
        "DescribeTargetGroups " + name,
        () -> clients.balancing().describeTargetGroups(r -> r.targetGroupArns(arn)));
    return arn;
  }

  private static Action forward(String blue, int blueWeight, String green, int greenWeight) {
    return Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .order(1)
        .forwardConfig(
            config ->
                config.targetGroups(
                    TargetGroupTuple.builder().targetGroupArn(blue).weight(blueWeight).build(),
                    TargetGroupTuple.builder().targetGroupArn(green).weight(greenWeight).build()))
        .build();
  }

  private void rules(String balancer, String blue, String green) {
    String listener =
        recorder
            .step(
                "CreateListener",
                () ->
                    clients
                        .balancing()
                        .createListener(
                            r ->
                                r.loadBalancerArn(balancer)
                                    .port(80)
                                    .protocol(ProtocolEnum.HTTP)
                                    .defaultActions(forward(blue, 100, green, 0))))
            .listeners()
            .get(0)
            .listenerArn();
    String rule =
        recorder
            .step(
                "CreateRule",
                () ->
                    clients
                        .balancing()
                        .createRule(
                            r ->
                                r.listenerArn(listener)
                                    .priority(10)
                                    .conditions(
                                        RuleCondition.builder()
                                            .field("host-header")
                                            .hostHeaderConfig(c -> c.values("app.example"))
                                            .build())
                                    .actions(forward(blue, 100, green, 0))))
            .rules()
            .get(0)
            .ruleArn();
    recorder.step(
        "ModifyRule",
        () ->
            clients
                .balancing()
                .modifyRule(r -> r.ruleArn(rule).actions(forward(blue, 90, green, 10))));
    recorder.step(
        "ModifyListener",
        () ->
            clients
                .balancing()
                .modifyListener(
                    r -> r.listenerArn(listener).defaultActions(forward(blue, 90, green, 10))));
    recorder.step(
        "DescribeRules", () -> clients.balancing().describeRules(r -> r.listenerArn(listener)));
    recorder.step(
        "DescribeListeners",
        () -> clients.balancing().describeListeners(r -> r.listenerArns(listener)));
    clients.balancing().addTags(r -> r.resourceArns(blue).tags(TAG));
    recorder.step(
        "DescribeTags of a group",
        () -> clients.balancing().describeTags(r -> r.resourceArns(blue)));
    collisions(listener, blue, green);
  }

  private void collisions(String listener, String blue, String green) {
    recorder.refused(
        "CreateRule with a taken priority",
        () ->
            clients
                .balancing()
                .createRule(
                    r ->
                        r.listenerArn(listener)
                            .priority(10)
                            .conditions(
                                RuleCondition.builder()
                                    .field("path-pattern")
                                    .values("/other")
                                    .build())
                            .actions(forward(blue, 100, green, 0))));
    recorder.refused(
        "DeleteTargetGroup in use",
        () -> clients.balancing().deleteTargetGroup(r -> r.targetGroupArn(blue)));
  }

  /** Reads the health of the targets that a group of machines has put there. */
  void healths(String blue) {
    recorder.step(
        "DescribeTargetHealth",
        () -> clients.balancing().describeTargetHealth(r -> r.targetGroupArn(blue)));
    recorder.step(
        "DescribeTargetHealth of an unknown target",
        () ->
            clients.balancing().describeTargetHealth(r -> r.targetGroupArn(blue).targets(NOBODY)));
  }

  private void refusals(String balancer) {
    recorder.refused(
        "DescribeTargetHealth of an unknown group",
        () -> clients.balancing().describeTargetHealth(r -> r.targetGroupArn(balancer + "0")));
    recorder.refused(
        "DescribeRules of an unknown rule",
        () -> clients.balancing().describeRules(r -> r.ruleArns(balancer + "0")));
    recorder.refused(
        "DescribeLoadBalancers of an unknown one",
        () -> clients.balancing().describeLoadBalancers(r -> r.loadBalancerArns(balancer + "0")));
  }
}
