package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S3;
import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S5;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who may do what. */
final class AccessRules {
  /** Types that give somebody a password or a key that lasts. */
  private static final Set<String> LASTING =
      Set.of("AccessKey", "User", "UserLoginProfile", "UserPolicy", "SshKey", "KeyPair");

  private static final Set<String> TOO_MUCH =
      Set.of(
          "arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/IAMFullAccess");

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "G07",
              "There are no users, passwords or lasting keys; rights name actions and"
                  + " resources; every role is inside a boundary.",
              List.of(S5),
              "IAM.1 IAM.2 IAM.21 KMS.1 KMS.2 CKV_AWS_40 CKV_AWS_62 CKV_AWS_63 CKV_AWS_273 CKV_AWS_274 21CFR11.10(d) 21CFR11.10(g)",
              AccessRules::rights),
          Rule.of(
              "G08",
              "Shells on machines are encrypted sessions, recorded as they are typed.",
              List.of(S5),
              "CKV_AWS_112 CKV_AWS_113 SSM.4 21CFR11.10(e)",
              AccessRules::sessions),
          Rule.of(
              "G11",
              "People sign in for an hour, inside a boundary; the use of emergency rights"
                  + " alarms.",
              List.of(S4, S5),
              "IAM.7 21CFR11.300",
              AccessRules::people),
          Rule.of(
              "G12",
              "The CI stage signs in with a token of one subject, and can only roll out.",
              List.of(S3, S5),
              "CKV_AWS_358",
              AccessRules::delivery),
          Rule.of(
              "X01",
              "Every fleet is handed over, last of all, without secrets.",
              List.of(S3),
              "internal",
              AccessRules::handOver),
          Rule.of(
              "X03",
              "Patched images are rotated in every night, and failure alarms.",
              List.of(S3),
              "Annex11-10",
              AccessRules::rotation));

  private AccessRules() {}

  private static void rights(Inventory all, Sight sight) {
    all.aws()
        .forEach(
            view ->
                sight.require(
                    view, !LASTING.contains(view.kind()), "gives somebody a password or a key"));
    sight.someOf(all.of("iam/role:Role"), "there is no role");
    for (ResourceView role : all.of("iam/role:Role")) {
      sight.require(role, role.has("permissionsBoundary"), "is outside of the boundary");
      for (PolicyText.Entry entry : PolicyText.entries(role.text("assumeRolePolicy"))) {
        sight.require(role, !entry.everybody(), "can be taken by everybody");
      }
    }
    for (String type : List.of("iam/rolePolicy:RolePolicy", "iam/policy:Policy")) {
      for (ResourceView policy : all.of(type)) {
        boolean boundary = !all.users(policy, "iam/role:Role", "permissionsBoundary").isEmpty();
        for (PolicyText.Entry entry : PolicyText.entries(policy.text("policy"))) {
          if (entry.allows()) {
            narrow(sight, policy, entry, boundary);
          }
        }
      }
    }
    for (ResourceView attachment :
        all.of("ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment")) {
      sight.require(
          attachment, !TOO_MUCH.contains(attachment.text("managedPolicyArn")), "gives all rights");
    }
  }

  private static void narrow(
      Sight sight, ResourceView policy, PolicyText.Entry entry, boolean boundary) {
    boolean everything = entry.resources().contains("*");
    sight.require(
        policy, boundary || entry.exceptions().isEmpty(), "allows everything but a few actions");
    sight.require(
        policy,
        !everything || entry.actions().stream().noneMatch(a -> a.equals("*") || a.endsWith(":*")),
        "allows whole services on everything");
    sight.require(
        policy, !everything || !entry.actions().contains("iam:PassRole"), "can pass any role");
  }

  private static void sessions(Inventory all, Sight sight) {
    List<ResourceView> documents =
        all.of("ssm/document:Document").stream()
            .filter(d -> d.text("documentType").equals("Session"))
            .toList();
    sight.someOf(documents, "sessions are as AWS makes them: not recorded");
    for (ResourceView document : documents) {
      JsonNode inputs = PolicyText.tree(document.text("content")).path("inputs");
      sight.require(document, !inputs.path("kmsKeyId").asText().isEmpty(), "is not under our key");
      sight.require(
          document,
          inputs.path("cloudWatchStreamingEnabled").asBoolean()
              && inputs.path("cloudWatchEncryptionEnabled").asBoolean()
              && !inputs.path("cloudWatchLogGroupName").asText().isEmpty(),
          "is not recorded as it is typed");
      sight.require(document, !document.has("permissions"), "is shared with others");
    }
  }

  private static void people(Inventory all, Sight sight) {
    List<ResourceView> sets = all.of("ssoadmin/permissionSet:PermissionSet");
    sight.someOf(sets, "people have no way in that we know");
    for (ResourceView set : sets) {
      sight.require(set, set.text("sessionDuration").equals("PT1H"), "lasts longer than an hour");
      sight.require(
          set,
          !all.users(
                  set,
                  "ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment",
                  "permissionSetArn")
              .isEmpty(),
          "is outside of the boundary");
    }
    for (ResourceView assignment : all.of("ssoadmin/accountAssignment:AccountAssignment")) {
      sight.require(
          assignment, assignment.text("principalType").equals("GROUP"), "is for a single person");
    }
    sight.someOf(
        all.of("cloudwatch/logMetricFilter:LogMetricFilter").stream()
            .filter(f -> f.text("pattern").contains("-emergency_*"))
            .toList(),
        "nobody notices when emergency rights are used");
  }

  private static void delivery(Inventory all, Sight sight) {
    sight.someOf(
        all.of("iam/openIdConnectProvider:OpenIdConnectProvider"), "CI would need a stored key");
    List<ResourceView> roles =
        all.of("iam/role:Role").stream()
            .filter(r -> r.text("assumeRolePolicy").contains("AssumeRoleWithWebIdentity"))
            .toList();
    sight.someOf(roles, "CI has no role");
    for (ResourceView role : roles) {
      for (PolicyText.Entry entry : PolicyText.entries(role.text("assumeRolePolicy"))) {
        sight.require(
            role,
            entry.conditions().contains(":sub\"")
                && entry.conditions().contains(":aud\"")
                && !entry.conditions().contains("StringLike"),
            "can be taken by any run of the issuer");
      }
      for (ResourceView policy : all.users(role, "iam/rolePolicy:RolePolicy", "role")) {
        Set<String> actions = new TreeSet<>();
        PolicyText.entries(policy.text("policy")).forEach(e -> actions.addAll(e.actions()));
        sight.require(
            policy,
            actions.equals(Set.of("sts:AssumeRole", "sts:TagSession")),
            "can do more than roll out: " + actions);
      }
    }
  }

  private static void handOver(Inventory all, Sight sight) {
    List<ResourceView> parameters =
        all.of("ssm/parameter:Parameter").stream()
            .filter(p -> p.text("name").matches("/repave/v1/[^/]+/[^/]+/infra"))
            .toList();
    sight.someOf(parameters, "no fleet is handed over");
    Set<String> fleets = new TreeSet<>();
    for (ResourceView parameter : parameters) {
      JsonNode document = PolicyText.tree(parameter.text("value"));
      fleets.add(document.path("fleet").asText());
      sight.require(parameter, parameter.text("type").equals("String"), "is not plain text");
      Set<String> before = all.before(parameter);
      all.aws()
          .filter(view -> !parameters.contains(view) && !before.contains(view.urn()))
          .forEach(view -> sight.require(view, false, "may come after the hand-over"));
    }
    for (ResourceView template : all.of("ec2/launchTemplate:LaunchTemplate")) {
      sight.require(
          template,
          fleets.contains(Inventory.tag(template, "fleet")),
          "is of a fleet that is not handed over");
    }
  }

  private static void rotation(Inventory all, Sight sight) {
    List<ResourceView> projects = all.of("codebuild/project:Project");
    sight.someOf(projects, "nothing runs rotations");
    for (ResourceView project : projects) {
      sight.require(
          project, project.text("environment.image").contains("@sha256:"), "is not pinned");
      sight.require(project, !project.flag("environment.privilegedMode"), "is privileged");
      // Tasks of single fleets are kept apart by the fleets' leases, and by the line they are in.
      sight.require(
          project,
          project.number("concurrentBuildLimit") == 1 || project.text("name").endsWith("-task"),
          "may run twice at once");
    }
    List<ResourceView> schedules =
        all.of("scheduler/schedule:Schedule").stream()
            .filter(
                s ->
                    s.text("target.arn").endsWith("codebuild:startBuild")
                        || s.text("target.arn").endsWith("-rotation-waves"))
            .toList();
    sight.someOf(schedules, "nothing starts rotations");
    for (ResourceView schedule : schedules) {
      sight.require(schedule, schedule.has("target.deadLetterConfig"), "may fail in silence");
      sight.require(schedule, !schedule.text("state").equals("DISABLED"), "is switched off");
    }
    sight.someOf(
        all.of("cloudwatch/eventRule:EventRule").stream()
            .filter(r -> r.text("eventPattern").contains("CodeBuild Build State Change"))
            .filter(r -> !all.users(r, "cloudwatch/eventTarget:EventTarget", "rule").isEmpty())
            .toList(),
        "nobody notices that a rotation failed");
  }
}
