package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S13;
import static com.pharmaserv.repave.infra.policy.Claim.S3;
import static com.pharmaserv.repave.infra.policy.Claim.S5;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Rights that hold what they seem to hold. */
final class GrantRules {
  private static final String TAG = "ResourceTag/";
  private static final String ANYTHING = "*";

  private final Facts facts;

  private GrantRules(Facts facts) {
    this.facts = facts;
  }

  static List<Rule> rules(Facts facts) {
    GrantRules rules = new GrantRules(facts);
    return List.of(
        Rule.of(
            "F10",
            "A tag that grants something is set by nobody but who makes the thing.",
            List.of(S3, S5, S13),
            "internal",
            rules::tags),
        Rule.of(
            "F11",
            "Actions that IAM knows no resource for are granted on everything, or not at all.",
            List.of(S5),
            "internal",
            rules::unlimited),
        Rule.of(
            "F12",
            "A condition that binds only if it is everywhere is in every statement about its"
                + " action.",
            List.of(S5),
            "SSM.4",
            rules::everywhere));
  }

  /**
   * A tag that a statement demands of things.
   *
   * @param service of the things
   * @param kind of the things, such as {@code instance}
   * @param key of the tag
   */
  private record Guard(String service, String kind, String key) {
    boolean isAbout(String otherService, String otherKind) {
      return service.equals(otherService)
          && (kind.equals(otherKind) || kind.equals(ANYTHING) || otherKind.equals(ANYTHING));
    }
  }

  private void tags(Inventory all, Sight sight) {
    Map<ResourceView, List<PolicyText.Entry>> principals = Principals.of(all);
    List<Guard> guards = new ArrayList<>();
    principals
        .values()
        .forEach(
            entries ->
                entries.stream()
                    .filter(PolicyText.Entry::allows)
                    .forEach(entry -> guards.addAll(guards(entry))));
    principals.forEach(
        (principal, entries) -> {
          for (PolicyText.Entry entry : entries) {
            for (Facts.Tagging fact : facts.tagging()) {
              if (entry.allowsAny(List.of(fact.action()))) {
                tagging(sight, principal, entry, fact, guards);
              }
            }
          }
        });
  }

  private static List<Guard> guards(PolicyText.Entry entry) {
    List<Guard> guards = new ArrayList<>();
    for (String key : entry.keys()) {
      if (key.contains(TAG)) {
        String tag = key.substring(key.indexOf(TAG) + TAG.length());
        entry.resources().forEach(arn -> guards.add(new Guard(service(arn), kind(arn), tag)));
      }
    }
    return guards;
  }

  private static void tagging(
      Sight sight,
      ResourceView principal,
      PolicyText.Entry entry,
      Facts.Tagging fact,
      List<Guard> guards) {
    boolean born = !fact.born().isEmpty() && entry.keys().contains(fact.born());
    List<String> only = entry.values("aws:TagKeys");
    Set<String> open = new TreeSet<>();
    for (String arn : entry.resources()) {
      guards.stream()
          .filter(guard -> guard.isAbout(fact.service(), kind(arn)))
          .map(Guard::key)
          .filter(key -> only.isEmpty() || only.contains(key))
          .filter(key -> entry.keys().stream().noneMatch(own -> own.endsWith(TAG + key)))
          .forEach(open::add);
    }
    sight.require(
        principal,
        born || open.isEmpty(),
        "may give " + entry.resources() + " the tags " + open + ", which grant something");
  }

  private static String service(String arn) {
    return arn.equals(ANYTHING) ? ANYTHING : arn.split(":", -1)[2];
  }

  /** What kind of thing an ARN names: the word before its first slash. */
  private static String kind(String arn) {
    String[] parts = arn.split(":", -1);
    String last = parts.length > 5 ? parts[5] : ANYTHING;
    return last.contains("/") ? last.substring(0, last.indexOf('/')) : last;
  }

  private void unlimited(Inventory all, Sight sight) {
    Principals.of(all)
        .forEach(
            (principal, entries) -> {
              for (PolicyText.Entry entry : entries) {
                for (Facts.Unlimited fact : facts.unlimited()) {
                  sight.require(
                      principal,
                      !entry.allowsAny(fact.actions()) || entry.resources().contains(ANYTHING),
                      "limits to "
                          + entry.resources()
                          + " what IAM knows no resource for: "
                          + entry.actions());
                }
              }
            });
  }

  private void everywhere(Inventory all, Sight sight) {
    Principals.of(all)
        .forEach(
            (principal, entries) -> {
              for (Facts.Everywhere fact : facts.everywhere()) {
                entries.stream()
                    .filter(entry -> entry.allowsAny(List.of(fact.action())))
                    .forEach(
                        entry ->
                            sight.require(
                                principal,
                                entry.keys().contains(fact.key()),
                                "allows " + fact.action() + " without " + fact.key()));
              }
            });
  }
}
