package com.pharmaserv.repave.infra.edge;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.wafv2.WebAcl;
import com.pulumi.aws.wafv2.WebAclArgs;
import com.pulumi.aws.wafv2.WebAclAssociation;
import com.pulumi.aws.wafv2.WebAclAssociationArgs;
import com.pulumi.aws.wafv2.WebAclLoggingConfiguration;
import com.pulumi.aws.wafv2.WebAclLoggingConfigurationArgs;
import com.pulumi.aws.wafv2.inputs.WebAclDefaultActionAllowArgs;
import com.pulumi.aws.wafv2.inputs.WebAclDefaultActionArgs;
import com.pulumi.aws.wafv2.inputs.WebAclLoggingConfigurationRedactedFieldArgs;
import com.pulumi.aws.wafv2.inputs.WebAclLoggingConfigurationRedactedFieldSingleHeaderArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleActionArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleActionBlockArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleOverrideActionArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleOverrideActionNoneArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleStatementArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleStatementManagedRuleGroupStatementArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleStatementRateBasedStatementArgs;
import com.pulumi.aws.wafv2.inputs.WebAclRuleVisibilityConfigArgs;
import com.pulumi.aws.wafv2.inputs.WebAclVisibilityConfigArgs;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at every request before the load balancer does. */
public final class Firewall extends Part {
  /** Groups of rules that AWS keeps current, in the order they are asked. */
  private static final List<String> MANAGED =
      List.of(
          "AWSManagedRulesAmazonIpReputationList",
          "AWSManagedRulesKnownBadInputsRuleSet",
          "AWSManagedRulesCommonRuleSet",
          "AWSManagedRulesSQLiRuleSet");

  /** Requests of one address in five minutes; people stay far below it. */
  private static final int RATE_MAX = 2000;

  private static final List<String> SECRET_HEADERS = List.of("authorization", "cookie");

  Firewall(Part parent, Output<String> loadBalancer, Key key) {
    super("Firewall", "firewall", parent);
    List<WebAclRuleArgs> rules = new ArrayList<>();
    MANAGED.forEach(group -> rules.add(managed(group, rules.size())));
    rules.add(rate(rules.size()));
    WebAcl acl =
        new WebAcl(
            named("acl"),
            WebAclArgs.builder()
                .scope("REGIONAL")
                .defaultAction(
                    WebAclDefaultActionArgs.builder()
                        .allow(WebAclDefaultActionAllowArgs.builder().build())
                        .build())
                .rules(rules)
                .visibilityConfig(
                    WebAclVisibilityConfigArgs.builder()
                        .cloudwatchMetricsEnabled(true)
                        .sampledRequestsEnabled(true)
                        .metricName("firewall")
                        .build())
                .build(),
            own());
    new WebAclAssociation(
        named("load-balancer"),
        WebAclAssociationArgs.builder().resourceArn(loadBalancer).webAclArn(acl.arn()).build(),
        own());
    // WAF only writes to groups whose name begins like this.
    LogGroup group = Logs.group(this, "group", "aws-waf-logs-" + scope().called("edge"), key);
    new WebAclLoggingConfiguration(
        named("logging"),
        WebAclLoggingConfigurationArgs.builder()
            .resourceArn(acl.arn())
            .logDestinationConfigs(group.arn().applyValue(List::of))
            .redactedFields(SECRET_HEADERS.stream().map(Firewall::redacted).toList())
            .build(),
        own());
    registerOutputs(Map.of("acl", acl.arn()));
  }

  private static WebAclRuleArgs managed(String group, int priority) {
    return WebAclRuleArgs.builder()
        .name(group)
        .priority(priority)
        .overrideAction(
            WebAclRuleOverrideActionArgs.builder()
                .none(WebAclRuleOverrideActionNoneArgs.builder().build())
                .build())
        .statement(
            WebAclRuleStatementArgs.builder()
                .managedRuleGroupStatement(
                    WebAclRuleStatementManagedRuleGroupStatementArgs.builder()
                        .vendorName("AWS")
                        .name(group)
                        .build())
                .build())
        .visibilityConfig(visible(group))
        .build();
  }

  private static WebAclRuleArgs rate(int priority) {
    return WebAclRuleArgs.builder()
        .name("rate")
        .priority(priority)
        .action(
            WebAclRuleActionArgs.builder()
                .block(WebAclRuleActionBlockArgs.builder().build())
                .build())
        .statement(
            WebAclRuleStatementArgs.builder()
                .rateBasedStatement(
                    WebAclRuleStatementRateBasedStatementArgs.builder()
                        .aggregateKeyType("IP")
                        .limit(RATE_MAX)
                        .build())
                .build())
        .visibilityConfig(visible("rate"))
        .build();
  }

  private static WebAclRuleVisibilityConfigArgs visible(String metric) {
    return WebAclRuleVisibilityConfigArgs.builder()
        .cloudwatchMetricsEnabled(true)
        .sampledRequestsEnabled(true)
        .metricName(metric)
        .build();
  }

  private static WebAclLoggingConfigurationRedactedFieldArgs redacted(String header) {
    return WebAclLoggingConfigurationRedactedFieldArgs.builder()
        .singleHeader(
            WebAclLoggingConfigurationRedactedFieldSingleHeaderArgs.builder().name(header).build())
        .build();
  }
}
