package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sns.TopicPolicy;
import com.pulumi.aws.sns.TopicPolicyArgs;
import com.pulumi.aws.sns.TopicSubscription;
import com.pulumi.aws.sns.TopicSubscriptionArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/** Where people are told. */
public final class Alerts extends Part {
  private static final String EVENTS = "events.amazonaws.com";

  private final Topic topic;
  private final TopicPolicy policy;

  public Alerts(Scope scope, Key key) {
    super("Alerts", "alerts", scope);
    topic =
        new Topic(
            named("topic"),
            TopicArgs.builder()
                .name(scope.called("alerts"))
                .kmsMasterKeyId(key.arn())
                .signatureVersion(2)
                .build(),
            own());
    policy =
        new TopicPolicy(
            named("policy"),
            TopicPolicyArgs.builder()
                .arn(topic.arn())
                .policy(
                    Policy.json(
                        Statement.allow("Services", "sns:Publish")
                            .service("cloudwatch.amazonaws.com", "events.rds.amazonaws.com")
                            .on(topic.arn())
                            .when("StringEquals", "aws:SourceAccount", scope.account()),
                        // It does not say on whose behalf it publishes, and would be refused.
                        Statement.allow("Events", "sns:Publish").service(EVENTS).on(topic.arn()),
                        Statement.deny("OnlyTls", "sns:Publish")
                            .everybody()
                            .on(topic.arn())
                            .when("Bool", "aws:SecureTransport", "false")))
                .build(),
            own());
    new TopicSubscription(
        named("contact"),
        TopicSubscriptionArgs.builder()
            .topic(topic.arn())
            .protocol("email")
            .endpoint(scope.infrastructure().contact())
            .build(),
        own());
    about(
        this,
        "flows",
        "A flow failed",
        Json.text(
            Json.map(
                "source",
                List.of("aws.states"),
                "detail-type",
                List.of("Step Functions Execution Status Change"),
                "detail",
                Json.map(
                    "status",
                    List.of("FAILED", "TIMED_OUT", "ABORTED"),
                    "stateMachineArn",
                    List.of(
                        Json.map(
                            "prefix", scope.arn("states", "stateMachine:" + scope.called(""))))))));
    registerOutputs(Map.of("topic", topic.arn()));
  }

  /** The topic's ARN, once services may publish to it. */
  public Output<String> topic() {
    return Output.tuple(topic.arn(), policy.id()).applyValue(both -> both.t1);
  }

  /**
   * Tells people about events of AWS.
   *
   * @param pattern as EventBridge reads it
   */
  public void about(Part part, String what, String description, String pattern) {
    EventRule rule =
        new EventRule(
            part.named(what),
            EventRuleArgs.builder().description(description).eventPattern(pattern).build(),
            part.own());
    new EventTarget(
        part.named(what + "-alert"),
        EventTargetArgs.builder().rule(rule.name()).arn(topic()).build(),
        part.own());
  }

  /** What the topic's key allows the services that publish to it and say on whose behalf. */
  public static Statement keyUse(Scope scope) {
    return Key.use("Alerts", scope, "cloudwatch.amazonaws.com", "events.rds.amazonaws.com");
  }

  /**
   * What the topic's key allows EventBridge, without a condition: none is supported (Amazon SNS
   * developer guide, "Key management").
   */
  public static Statement keyUseOfEvents() {
    return Statement.allow("Events", "kms:Decrypt", "kms:GenerateDataKey*").service(EVENTS).on("*");
  }
}
