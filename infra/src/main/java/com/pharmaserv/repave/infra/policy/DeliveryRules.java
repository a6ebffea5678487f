package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S10;
import static com.pharmaserv.repave.infra.policy.Claim.S11;
import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S7;
import static com.pharmaserv.repave.infra.policy.Claim.S9;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What AWS refuses, silently changes, or answers otherwise than it was asked. */
final class DeliveryRules {
  private static final String BUCKET = "s3/bucketV2:BucketV2";
  private static final String ENCRYPTION =
      "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
  private static final String KEY = "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId";
  private static final String EACH = ".*.";

  private final Facts facts;

  private DeliveryRules(Facts facts) {
    this.facts = facts;
  }

  static List<Rule> rules(Facts facts) {
    DeliveryRules rules = new DeliveryRules(facts);
    return List.of(
        Rule.of(
            "F03",
            "No service is sent to a bucket that it refuses: locked, or under our key.",
            List.of(S4, S7),
            "Config.1 ELB.5",
            rules::refused),
        Rule.of(
            "F04",
            "Inputs that AWS wants together are given together.",
            List.of(S7, S9, S10, S11),
            "S3.7 Backup.1",
            rules::together),
        Rule.of(
            "F05",
            "Lists that AWS answers in full are given in full, or left alone: what was made is"
                + " not changed for ever.",
            List.of(S4, S10),
            "GuardDuty.11 GuardDuty.12",
            rules::answered));
  }

  private void refused(Inventory all, Sight sight) {
    for (Facts.Refuses fact : facts.refuses()) {
      for (ResourceView view : all.of(fact.type())) {
        for (ResourceView bucket : all.used(view, fact.input(), BUCKET)) {
          sight.require(
              view,
              !fact.what().contains("lock") || !bucket.flag("objectLockEnabled"),
              fact.service() + " refuses the locked bucket '" + bucket.text("bucket") + "'");
          sight.require(
              view,
              !fact.what().contains("key")
                  || all.users(bucket, ENCRYPTION, "bucket").stream().noneMatch(e -> e.has(KEY)),
              fact.service() + " cannot use the key of bucket '" + bucket.text("bucket") + "'");
        }
      }
    }
  }

  private void together(Inventory all, Sight sight) {
    for (Facts.Together fact : facts.together()) {
      for (ResourceView view : all.of(fact.type())) {
        for (String place : places(view, fact.when())) {
          boolean matters =
              view.has(place)
                  && (fact.value().isEmpty() || view.text(place).equals(fact.value()))
                  && (fact.unless().isEmpty() || !view.has(fact.unless()));
          for (String then : fact.then()) {
            String wanted = sameElement(fact.when(), place, then);
            sight.require(
                view, !matters || view.has(wanted), "gives " + place + " without " + wanted);
          }
        }
      }
    }
  }

  /** A path with an asterisk, once for each element of the list before it. */
  private static List<String> places(ResourceView view, String path) {
    int star = path.indexOf(EACH);
    if (star < 0) {
      return List.of(path);
    }
    List<String> places = new ArrayList<>();
    for (int i = 0; i < view.list(path.substring(0, star)).size(); i++) {
      places.add(path.substring(0, star) + "." + i + "." + path.substring(star + EACH.length()));
    }
    return places;
  }

  private static String sameElement(String pattern, String place, String other) {
    int star = pattern.indexOf(EACH);
    if (star < 0) {
      return other;
    }
    String index = place.substring(star + 1, place.indexOf('.', star + 1));
    return other.replace(EACH, "." + index + ".");
  }

  private void answered(Inventory all, Sight sight) {
    for (Facts.Answers fact : facts.answers()) {
      for (ResourceView view : all.of(fact.type())) {
        boolean matters = fact.when().isEmpty() || view.text(fact.when()).equals(fact.value());
        List<String> given = new ArrayList<>();
        view.list(fact.input())
            .forEach(
                each ->
                    given.add(
                        Optional.ofNullable(((Map<?, ?>) each).get("name"))
                            .map(String::valueOf)
                            .orElse("")));
        boolean complete = !fact.members().isEmpty() && given.equals(fact.members());
        sight.require(
            view,
            !matters || complete || view.ignoreChanges().contains(fact.input()),
            "gives a part of " + fact.input() + ", and would be changed by every refresh");
      }
    }
  }
}
