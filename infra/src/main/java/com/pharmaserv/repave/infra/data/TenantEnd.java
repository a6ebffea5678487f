package com.pharmaserv.repave.infra.data;

import com.pharmaserv.repave.infra.access.People;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogResourcePolicy;
import com.pulumi.aws.cloudwatch.LogResourcePolicyArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/**
 * The end of a tenant's data. Each tenant's rows are encrypted by the application with the tenant's
 * own key, which carries the tag {@code tenant} and the alias {@code alias/tenant/NAME}. Destroying
 * the key destroys the data everywhere at once, also in backups that nobody can delete. Tenants are
 * no resources of this program.
 */
public final class TenantEnd extends Part {
  private static final String[] WRITERS = {"events.amazonaws.com", "delivery.logs.amazonaws.com"};
  private static final String TENANT_TAG = "aws:ResourceTag/tenant";

  /** Every change of a tenant key's life, whether asked for or carried out. */
  private static final String KEY_EVENTS =
      "{\"source\":[\"aws.kms\"],\"$or\":[{\"detail-type\":[\"KMS CMK Deletion\"]},"
          + "{\"detail\":{\"eventName\":[\"CancelKeyDeletion\",\"DisableKey\","
          + "\"ScheduleKeyDeletion\"]}}]}";

  public TenantEnd(Scope scope, Key logsKey) {
    super("TenantEnd", "tenant-end", scope);
    LogGroup evidence =
        Logs.group(this, "evidence", "/aws/events/" + scope.called("keys"), logsKey);
    EventRule rule =
        new EventRule(
            named("keys"),
            EventRuleArgs.builder()
                .description("Evidence that a tenant's key is going or gone")
                .eventPattern(KEY_EVENTS)
                .build(),
            own());
    LogResourcePolicy permission =
        new LogResourcePolicy(
            named("permission"),
            LogResourcePolicyArgs.builder()
                .policyName(scope.called("keys"))
                .policyDocument(
                    Policy.json(
                        // As the user guide of EventBridge has it: only who writes says for what.
                        Statement.allow("Streams", "logs:CreateLogStream")
                            .service(WRITERS)
                            .on(evidence.arn().applyValue(arn -> arn + ":*")),
                        Statement.allow("Events", "logs:PutLogEvents")
                            .service(WRITERS)
                            .on(evidence.arn().applyValue(arn -> arn + ":*"))
                            .when("ArnEquals", "aws:SourceArn", List.of(rule.arn()))))
                .build(),
            own());
    // The group is sent to the locked archive like every other one.
    new EventTarget(
        named("record"),
        EventTargetArgs.builder().rule(rule.name()).arn(evidence.arn()).build(),
        options().dependsOn(permission).build());
    if (scope.isPrimary()) {
      offBoarding();
    }
    registerOutputs(Map.of());
  }

  private void offBoarding() {
    // Taken by operators, who sign in first; it can end a tenant and nothing else.
    Output<String> trust =
        Policy.json(
            Statement.allow("Operators", "sts:AssumeRole")
                .aws(scope().iam("root"))
                .when("ArnLike", "aws:PrincipalArn", People.operatorArn(scope())));
    new Role(
        "tenant-end",
        this,
        trust,
        List.of(
            Statement.allow("End", "kms:DescribeKey", "kms:DisableKey", "kms:ScheduleKeyDeletion")
                .on("arn:aws:kms:*:" + scope().account() + ":key/*")
                .when("StringLike", TENANT_TAG, "?*"),
            // Aliases are found by listing them all; listing shows no secrets.
            Statement.allow("Find", "kms:ListAliases", "kms:ListKeys").on("*")));
  }
}
