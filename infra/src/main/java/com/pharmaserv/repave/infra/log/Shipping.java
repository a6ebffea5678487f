package com.pharmaserv.repave.infra.log;

import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.cloudwatch.LogAccountPolicy;
import com.pulumi.aws.cloudwatch.LogAccountPolicyArgs;
import com.pulumi.aws.cloudwatch.LogDestination;
import com.pulumi.aws.cloudwatch.LogDestinationArgs;
import com.pulumi.aws.cloudwatch.LogDestinationPolicy;
import com.pulumi.aws.cloudwatch.LogDestinationPolicyArgs;
import java.util.List;
import java.util.Map;

/**
 * Sends every log group of a region to the archive as its events arrive, also groups that do not
 * exist yet. The destination may stand in another region than its stream (CloudWatch Logs user
 * guide, "Cross-account cross-Region subscriptions"), so both regions write to one archive.
 */
public final class Shipping extends Part {
  public Shipping(Scope scope, Archive archive) {
    super("Shipping", "shipping", scope);
    Role role =
        new Role(
            "log-shipping",
            this,
            Policy.trust(scope, "logs.amazonaws.com"),
            List.of(
                Statement.allow("Send", "firehose:PutRecord", "firehose:PutRecordBatch")
                    .on(archive.stream())));
    LogDestination destination =
        new LogDestination(
            named("destination"),
            LogDestinationArgs.builder()
                .name(scope.called("archive"))
                .roleArn(role.arn())
                .targetArn(archive.stream())
                .build(),
            own());
    LogDestinationPolicy permission =
        new LogDestinationPolicy(
            named("permission"),
            LogDestinationPolicyArgs.builder()
                .destinationName(destination.name())
                .accessPolicy(
                    Policy.json(
                        Statement.allow("OwnLogs", "logs:PutSubscriptionFilter")
                            .aws(scope.account())
                            .on(destination.arn())))
                .build(),
            own());
    new LogAccountPolicy(
        named("everything"),
        LogAccountPolicyArgs.builder()
            .policyName(scope.called("everything"))
            .policyType("SUBSCRIPTION_FILTER_POLICY")
            .scope("ALL")
            .selectionCriteria("LogGroupName NOT IN [\"" + Archive.loopGroup(scope) + "\"]")
            .policyDocument(
                Json.of(
                    Json.map(
                        "DestinationArn", destination.arn(),
                        "FilterPattern", "",
                        "Distribution", "Random")))
            .build(),
        options().dependsOn(permission).build());
    registerOutputs(Map.of("destination", destination.arn()));
  }
}
