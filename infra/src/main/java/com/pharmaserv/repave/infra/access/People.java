package com.pharmaserv.repave.infra.access;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.log.Trail;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pharmaserv.repave.model.Infrastructure;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderAssumeRoleArgs;
import com.pulumi.aws.ssoadmin.AccountAssignment;
import com.pulumi.aws.ssoadmin.AccountAssignmentArgs;
import com.pulumi.aws.ssoadmin.ManagedPolicyAttachment;
import com.pulumi.aws.ssoadmin.ManagedPolicyAttachmentArgs;
import com.pulumi.aws.ssoadmin.PermissionSet;
import com.pulumi.aws.ssoadmin.PermissionSetArgs;
import com.pulumi.aws.ssoadmin.PermissionSetInlinePolicy;
import com.pulumi.aws.ssoadmin.PermissionSetInlinePolicyArgs;
import com.pulumi.aws.ssoadmin.PermissionsBoundaryAttachment;
import com.pulumi.aws.ssoadmin.PermissionsBoundaryAttachmentArgs;
import com.pulumi.aws.ssoadmin.inputs.PermissionsBoundaryAttachmentPermissionsBoundaryArgs;
import com.pulumi.aws.ssoadmin.inputs.PermissionsBoundaryAttachmentPermissionsBoundaryCustomerManagedPolicyReferenceArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * People sign in through IAM Identity Center, whose identity provider demands passkeys, for an hour
 * at a time. There are no users, and so no passwords and no keys.
 */
public final class People extends Part {
  private static final String SESSION = "PT1H";
  private static final String CHECK = "ssm:SessionDocumentAccessCheck";

  private final Infrastructure.People people;
  private final Provider administration;
  private final List<Resource> boundaries = new ArrayList<>();

  public People(Scope scope, Sessions sessions, Trail trail, Alerts alerts) {
    super("People", "people", scope);
    people = scope.infrastructure().people();
    administration =
        new Provider(
            scope.region() + "-people",
            ProviderArgs.builder()
                .region(scope.region())
                .allowedAccountIds(people.account())
                .assumeRole(
                    ProviderAssumeRoleArgs.builder()
                        .roleArn(people.role())
                        .sessionName(scope.environment().name())
                        .build())
                .build());
    PermissionSet operator = set("operator", "Work on machines, in recorded sessions");
    Resource rights = inline("operator", operator, operators(sessions));
    // Somebody must be able to open cases with AWS.
    Resource support = managed("operator", operator, "support", "AWSSupportAccess");
    assign("operator", operator, people.operators(), List.of(rights, support));
    PermissionSet reader = set("reader", "Look, without secrets or data");
    Resource look = managed("reader", reader, "rights", "job-function/ViewOnlyAccess");
    assign("reader", reader, people.readers(), List.of(look));
    PermissionSet emergency = set("emergency", "Repair what nothing else repairs; seen by all");
    Resource power = managed("emergency", emergency, "rights", "PowerUserAccess");
    Resource limits = inline("emergency", emergency, Emergency.limits());
    assign("emergency", emergency, people.emergency(), List.of(power, limits));
    trail.alarm(
        this,
        "emergency-used",
        "Somebody acts with emergency rights",
        "{ ($.readOnly IS FALSE) && ($.userIdentity.sessionContext.sessionIssuer.userName ="
            + " \"AWSReservedSSO_"
            + setName("emergency")
            + "_*\") }",
        alerts);
    registerOutputs(Map.of());
  }

  /** Pattern of the role that operators act in, by its ARN. */
  public static String operatorArn(Scope scope) {
    return scope.iam(
        "role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_"
            + scope.environment().name()
            + "-operator_*");
  }

  private String setName(String who) {
    return scope().environment().name() + "-" + who;
  }

  private CustomResourceOptions administered() {
    return options().provider(administration).build();
  }

  private PermissionSet set(String who, String description) {
    PermissionSet set =
        new PermissionSet(
            named(who),
            PermissionSetArgs.builder()
                .instanceArn(people.instance())
                .name(setName(who))
                .description(description)
                .sessionDuration(SESSION)
                .build(),
            administered());
    boundaries.add(
        new PermissionsBoundaryAttachment(
            named(who + "-boundary"),
            PermissionsBoundaryAttachmentArgs.builder()
                .instanceArn(people.instance())
                .permissionSetArn(set.arn())
                .permissionsBoundary(
                    PermissionsBoundaryAttachmentPermissionsBoundaryArgs.builder()
                        .customerManagedPolicyReference(
                            PermissionsBoundaryAttachmentPermissionsBoundaryCustomerManagedPolicyReferenceArgs
                                .builder()
                                // Of what is made, not spelled: it must be there first.
                                .name(
                                    scope()
                                        .boundary()
                                        .applyValue(arn -> arn.substring(arn.indexOf('/') + 1)))
                                .build())
                        .build())
                .build(),
            administered()));
    return set;
  }

  private Resource inline(String who, PermissionSet set, Output<String> policy) {
    return new PermissionSetInlinePolicy(
        named(who + "-rights"),
        PermissionSetInlinePolicyArgs.builder()
            .instanceArn(people.instance())
            .permissionSetArn(set.arn())
            .inlinePolicy(policy)
            .build(),
        administered());
  }

  private Resource managed(String who, PermissionSet set, String what, String policy) {
    return new ManagedPolicyAttachment(
        named(who + "-" + what),
        ManagedPolicyAttachmentArgs.builder()
            .instanceArn(people.instance())
            .permissionSetArn(set.arn())
            .managedPolicyArn("arn:aws:iam::aws:policy/" + policy)
            .build(),
        administered());
  }

  /** Once the set is bounded and has its rights: assigning it makes it what it is then. */
  private void assign(String who, PermissionSet set, String group, List<Resource> rights) {
    List<Resource> before = new ArrayList<>(rights);
    before.addAll(boundaries);
    new AccountAssignment(
        named(who + "-group"),
        AccountAssignmentArgs.builder()
            .instanceArn(people.instance())
            .permissionSetArn(set.arn())
            .principalType("GROUP")
            .principalId(group)
            .targetType("AWS_ACCOUNT")
            .targetId(scope().account())
            .build(),
        options().provider(administration).dependsOn(before.toArray(Resource[]::new)).build());
  }

  private Output<String> operators(Sessions sessions) {
    List<Statement> all = new ArrayList<>(sessions.operatorRights());
    all.addAll(
        List.of(
            Statement.allow("Sessions", "ssm:StartSession")
                .on(scope().arn("ec2", "instance/*"))
                .when("StringEquals", "ssm:resourceTag/environment", scope().environment().name())
                // On this statement as well: a request that matches one without it is not checked.
                .when("BoolIfExists", CHECK, "true"),
            Statement.allow("Recorded", "ssm:StartSession")
                .on(scope().arn("ssm", "document/" + Sessions.document(scope())))
                .when("BoolIfExists", CHECK, "true"),
            Statement.allow("OwnSessions", "ssm:ResumeSession", "ssm:TerminateSession")
                .on(Sessions.OWN),
            Statement.allow("Take", "sts:AssumeRole", "sts:TagSession")
                .on(RolloutRole.arn(scope()), scope().iam("role/" + scope().called("tenant-end"))),
            // Actions that only read cannot be limited to resources.
            Statement.allow(
                    "Look",
                    "autoscaling:Describe*",
                    "cloudwatch:Describe*",
                    "cloudwatch:GetMetricData",
                    "ec2:Describe*",
                    "elasticloadbalancing:Describe*",
                    "logs:Describe*",
                    "logs:FilterLogEvents",
                    "logs:GetLogEvents",
                    "logs:GetQueryResults",
                    "logs:StartQuery",
                    "rds:Describe*",
                    "ssm:DescribeSessions")
                .on("*")));
    return Policy.json(all);
  }
}
