package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S7;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** How services of AWS are let in, and who is named that way. */
final class SenderRules {
  /** Where policies stand that let somebody in: the input, and what they are asked as. */
  private static final Map<String, List<String>> DOORS =
      Map.of(
          "kms/key:Key", List.of("policy", "kms"),
          "sns/topicPolicy:TopicPolicy", List.of("policy", "sns"),
          "s3/bucketPolicy:BucketPolicy", List.of("policy", "s3"),
          "cloudwatch/logResourcePolicy:LogResourcePolicy", List.of("policyDocument", "logs"),
          "iam/role:Role", List.of("assumeRolePolicy", "sts"));

  /** The other policies, which name people and roles as well. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "backup/vaultPolicy:VaultPolicy", "policy",
          "iam/policy:Policy", "policy",
          "iam/rolePolicy:RolePolicy", "policy",
          "ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", "inlinePolicy");

  private static final String ROLE = ":role/";

  private final Facts facts;

  private SenderRules(Facts facts) {
    this.facts = facts;
  }

  static List<Rule> rules(Facts facts) {
    SenderRules rules = new SenderRules(facts);
    return List.of(
        Rule.of(
            "F01",
            "No policy asks a service for what that service does not send; what it sends is asked"
                + " for.",
            List.of(S4, S5, S7),
            "SNS.4 IAM.21",
            rules::senders),
        Rule.of(
            "F02",
            "Every role that a policy names is made here, or by AWS for what is made here; of other"
                + " accounts, none but rotations of one jurisdiction take and are taken.",
            List.of(S5),
            "IAM.22",
            SenderRules::named));
  }

  private void senders(Inventory all, Sight sight) {
    DOORS.forEach(
        (type, how) -> {
          for (ResourceView view : all.of(type)) {
            for (PolicyText.Entry entry : PolicyText.entries(view.text(how.get(0)))) {
              if (entry.allows()) {
                entry.services().forEach(service -> sender(sight, view, entry, service));
              }
            }
          }
        });
  }

  private void sender(Sight sight, ResourceView view, PolicyText.Entry entry, String service) {
    for (String action : entry.actions()) {
      Optional<Facts.Sends> fact = sent(service, action);
      sight.require(
          view, fact.isPresent(), "lets in " + service + ", of which no fact says what it sends");
      if (fact.isPresent()) {
        for (String key : entry.keys()) {
          sight.require(
              view,
              !isOfSenders(key) || fact.get().keys().contains(key),
              "asks " + service + " for " + key + ", which it does not send");
        }
        sight.require(
            view,
            fact.get().keys().isEmpty()
                || fact.get().keys().stream().anyMatch(entry.keys()::contains),
            "does not ask " + service + " on whose behalf it comes");
      }
    }
  }

  private Optional<Facts.Sends> sent(String service, String action) {
    String called = action.substring(0, action.indexOf(':'));
    List<Facts.Sends> known =
        facts.sends().stream().filter(fact -> fact.service().equals(service)).toList();
    return known.stream()
        .filter(fact -> fact.to().equals(action))
        .findFirst()
        .or(() -> known.stream().filter(fact -> fact.to().equals(called)).findFirst());
  }

  private static boolean isOfSenders(String key) {
    return key.startsWith("aws:Source") || key.startsWith("kms:EncryptionContext");
  }

  private static void named(Inventory all, Sight sight) {
    List<String> made = made(all);
    String here =
        all.of("pulumi:providers:aws").stream()
            .map(provider -> provider.text("allowedAccountIds").replaceAll("\\D", ""))
            .filter(account -> !account.isEmpty())
            .findFirst()
            .orElse("");
    BiConsumer<ResourceView, String> check =
        (view, policy) ->
            roles(PolicyText.tree(policy))
                .forEach(
                    role ->
                        sight.require(
                            view,
                            role.isOf(here)
                                ? made.stream().anyMatch(each -> PolicyText.meet(each, role.name()))
                                : isOfARotation(view, role),
                            "names role '" + role.name() + "', which nobody makes"));
    DOORS.forEach(
        (type, how) -> all.of(type).forEach(view -> check.accept(view, view.text(how.get(0)))));
    OTHERS.forEach(
        (type, input) -> all.of(type).forEach(view -> check.accept(view, view.text(input))));
  }

  /** Roles as ARNs name them, behind {@code role/}. */
  private static List<String> made(Inventory all) {
    List<String> made = new ArrayList<>();
    all.of("iam/role:Role").forEach(role -> made.add(role.text("name")));
    all.of("iam/serviceLinkedRole:ServiceLinkedRole")
        .forEach(role -> made.add("aws-service-role/" + role.text("awsServiceName") + "/*"));
    // Identity Center makes a role of each set, with a name that it draws.
    all.of("ssoadmin/permissionSet:PermissionSet")
        .forEach(
            set ->
                made.add(
                    "aws-reserved/sso.amazonaws.com/*AWSReservedSSO_" + set.text("name") + "_*"));
    return made;
  }

  /** A role that a text names, by its account and what stands behind {@code role/}. */
  private record Named(String account, String name) {
    /**
     * Whether it is of that account; where that is not known, of which it is makes no difference.
     */
    boolean isOf(String here) {
      return here.isEmpty() || account.equals(here);
    }
  }

  /** Whether a rotation of another account may take the role, or the one here takes that. */
  private static boolean isOfARotation(ResourceView view, Named role) {
    return view.type().endsWith("iam/role:Role")
        ? role.name().matches("repave-[a-z0-9-]+-rotation")
        : view.name().endsWith("-rotation-policy");
  }

  private static List<Named> roles(com.fasterxml.jackson.databind.JsonNode tree) {
    List<Named> roles = new ArrayList<>();
    if (tree.isTextual() && tree.asText().contains(ROLE)) {
      String text = tree.asText();
      int at = text.indexOf(ROLE);
      roles.add(
          new Named(
              text.substring(text.lastIndexOf(':', at - 1) + 1, at),
              text.substring(at + ROLE.length())));
    }
    tree.forEach(each -> roles.addAll(roles(each)));
    return roles;
  }
}
