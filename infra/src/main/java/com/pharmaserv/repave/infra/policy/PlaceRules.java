package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S1;
import static com.pharmaserv.repave.infra.policy.Claim.S10;
import static com.pharmaserv.repave.infra.policy.Claim.S14;
import static com.pharmaserv.repave.infra.policy.Claim.S9;
import static java.util.stream.Collectors.joining;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pharmaserv.repave.model.Jurisdiction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Where resources are, and that they stay. */
final class PlaceRules {
  /** AWS ends the names of load balancers and target groups at 32; Pulumi adds eight. */
  private static final int SHORT_NAME_MAX = 24;

  private static final Set<String> SHORT_NAMED =
      Set.of("aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup");

  private static final Set<String> KEPT =
      Set.of(
          "aws:backup/vault:Vault",
          "aws:cloudtrail/trail:Trail",
          "aws:dynamodb/table:Table",
          "aws:kms/key:Key",
          "aws:lb/loadBalancer:LoadBalancer",
          "aws:rds/cluster:Cluster",
          "aws:rds/globalCluster:GlobalCluster",
          "aws:s3/bucketV2:BucketV2",
          "aws:ssm/parameter:Parameter");

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "R01",
              "Every resource has an explicit provider inside its jurisdiction, and names no region"
                  + " of another one.",
              List.of(S1, S14),
              "GDPR-44 Annex11-12",
              PlaceRules::inJurisdiction),
          Rule.of(
              "R02",
              "Every provider refuses other accounts, and marks what it makes.",
              List.of(S1),
              "Account.1 CKV_AWS_41",
              PlaceRules::providers),
          Rule.of(
              "R03",
              "Every URN is unique, and names that AWS ends early are short.",
              List.of(S1),
              "internal",
              PlaceRules::names),
          Rule.of(
              "R04",
              "What holds data or evidence, and what is handed over, is protected against deletion by"
                  + " Pulumi, and nothing else.",
              List.of(S9, S10),
              "21CFR11.10(c) Annex11-17",
              PlaceRules::kept));

  private PlaceRules() {}

  private static void inJurisdiction(Inventory all, Sight sight) {
    List<String> ours = all.jurisdiction().regions();
    String others =
        all.jurisdiction().others().stream().map(Jurisdiction::code).collect(joining("|"));
    Pattern foreign =
        Pattern.compile("(?<![a-z0-9])(?:" + others + ")-(?:gov-)?[a-z]{4,12}-[0-9]{1,2}(?![0-9])");
    all.aws()
        .forEach(
            view -> {
              String region = all.region(view);
              sight.require(view, !region.isEmpty(), "has no explicit provider");
              sight.require(
                  view,
                  region.isEmpty() || ours.contains(region),
                  "is in region '" + region + "' outside of " + all.jurisdiction());
              sight.require(
                  view,
                  !mentions(view.inputs(), foreign),
                  "names a region of another jurisdiction than " + all.jurisdiction());
            });
    sight.require(all.regions().size() == 2, "there are not exactly two regions: " + all.regions());
  }

  private static boolean mentions(Object tree, Pattern pattern) {
    if (tree instanceof String text) {
      return pattern.matcher(text).find();
    }
    if (tree instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(value -> mentions(value, pattern));
    }
    return tree instanceof List<?> list
        && list.stream().anyMatch(value -> mentions(value, pattern));
  }

  private static void providers(Inventory all, Sight sight) {
    List<ResourceView> providers = all.of("pulumi:providers:aws");
    sight.someOf(providers, "there is no provider");
    for (ResourceView provider : providers) {
      sight.require(
          provider, provider.has("allowedAccountIds"), "accepts any account: allowedAccountIds");
      // A provider that takes a role in another account makes nothing that could be marked.
      sight.require(
          provider,
          provider.has("assumeRole")
              || String.valueOf(provider.inputs().get("defaultTags")).contains("jurisdiction"),
          "does not mark its resources with their jurisdiction: defaultTags");
    }
  }

  private static void names(Inventory all, Sight sight) {
    Set<String> seen = new HashSet<>();
    for (ResourceView view : all.all()) {
      sight.require(view, seen.add(view.urn()), "has the URN of another resource");
      sight.require(
          view,
          !SHORT_NAMED.contains(view.type()) || view.name().length() <= SHORT_NAME_MAX,
          "has a name longer than " + SHORT_NAME_MAX + " characters");
    }
  }

  private static void kept(Inventory all, Sight sight) {
    all.aws()
        .forEach(
            view ->
                sight.require(
                    view,
                    view.protect() == KEPT.contains(view.type()),
                    view.protect() ? "is protected, but holds nothing" : "is not protected"));
  }
}
