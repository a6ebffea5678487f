package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S3;
import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S7;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whoever may use what is encrypted may use its key. */
final class KeyRules {
  private static final Pattern INPUT = Pattern.compile("\\{(\\w+)}");
  private static final String KEY = "kms/key:Key";

  private final Facts facts;

  private KeyRules(Facts facts) {
    this.facts = facts;
  }

  static List<Rule> rules(Facts facts) {
    KeyRules rules = new KeyRules(facts);
    return List.of(
        Rule.of(
            "F08",
            "Who may use something encrypted may use its key: roles, people and the rollout"
                + " tool.",
            List.of(S3, S4, S5, S7),
            "internal",
            rules::principals),
        Rule.of(
            "F09",
            "A service that may write to a topic or a bucket may use its key.",
            List.of(S4, S7),
            "internal",
            KeyRules::services));
  }

  private void principals(Inventory all, Sight sight) {
    Principals.of(all)
        .forEach(
            (principal, entries) -> {
              for (Facts.Opens fact : facts.opens()) {
                for (ResourceView thing : all.of(fact.type())) {
                  opens(sight, principal, entries, fact, thing);
                }
              }
            });
  }

  private static void opens(
      Sight sight,
      ResourceView principal,
      List<PolicyText.Entry> entries,
      Facts.Opens fact,
      ResourceView thing) {
    String key = key(thing, fact.key());
    String arn = arn(thing, fact.arn());
    if (key.isEmpty()
        || entries.stream().noneMatch(e -> e.allowsAny(fact.actions()) && e.isOn(arn))) {
      return;
    }
    for (String right : fact.rights()) {
      sight.require(
          principal,
          entries.stream().anyMatch(e -> e.allowsAny(List.of(right)) && e.isOn(key)),
          "uses " + thing.name() + " but lacks " + right + " on its key");
    }
    for (String action : fact.also()) {
      sight.require(
          principal,
          entries.stream().anyMatch(e -> e.allowsAny(List.of(action))),
          "uses " + thing.name() + " but lacks " + action);
    }
  }

  /** The ARN of a key, from an input or from inside an input that is JSON. */
  private static String key(ResourceView thing, String path) {
    int inside = path.indexOf('#');
    return inside < 0
        ? thing.text(path)
        : PolicyText.tree(thing.text(path.substring(0, inside)))
            .at("/" + path.substring(inside + 1).replace('.', '/'))
            .asText();
  }

  private static String arn(ResourceView thing, String pattern) {
    Matcher matcher = INPUT.matcher(pattern);
    return matcher.replaceAll(found -> Matcher.quoteReplacement(thing.text(found.group(1))));
  }

  private static void services(Inventory all, Sight sight) {
    for (ResourceView policy : all.of("sns/topicPolicy:TopicPolicy")) {
      for (ResourceView topic : all.used(policy, "arn", "sns/topic:Topic")) {
        admitted(sight, policy, "sns:Publish", all.used(topic, "kmsMasterKeyId", KEY));
      }
    }
    String encryption =
        "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
    for (ResourceView policy : all.of("s3/bucketPolicy:BucketPolicy")) {
      for (ResourceView bucket : all.used(policy, "bucket", "s3/bucketV2:BucketV2")) {
        for (ResourceView how : all.users(bucket, encryption, "bucket")) {
          admitted(sight, policy, "s3:PutObject", all.used(how, "rules", KEY));
        }
      }
    }
  }

  private static void admitted(
      Sight sight, ResourceView policy, String action, List<ResourceView> keys) {
    for (ResourceView key : keys) {
      List<PolicyText.Entry> rights = PolicyText.entries(key.text("policy"));
      for (PolicyText.Entry entry : PolicyText.entries(policy.text("policy"))) {
        if (entry.allowsAny(List.of(action))) {
          for (String service : entry.services()) {
            sight.require(
                policy,
                rights.stream()
                    .anyMatch(
                        right ->
                            right.services().contains(service)
                                && right.allowsAny(List.of("kms:GenerateDataKey"))),
                "lets in " + service + ", which " + key.name() + " does not");
          }
        }
      }
    }
  }
}
