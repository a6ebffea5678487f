package com.pharmaserv.repave.infra.judges.access;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** The policies that resources have themselves. */
final class Guards {
  private static final Map<String, String> POLICIES =
      Map.of(
          "aws:kms/key:Key", "policy",
          "aws:s3/bucketPolicy:BucketPolicy", "policy",
          "aws:sns/topicPolicy:TopicPolicy", "policy",
          "aws:backup/vaultPolicy:VaultPolicy", "policy",
          "aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "policyDocument",
          "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy", "accessPolicy",
          "aws:iam/role:Role", "assumeRolePolicy");
  private static final List<String> OWNERS =
      List.of("bucket", "arn", "backupVaultName", "destinationName");

  private final Inventory inventory;
  private final Names names;

  /** By a part of a resource's ARN, the name of its own policy's document. */
  private final Map<String, String> documents = new LinkedHashMap<>();

  /**
   * @param document keeps a document under a name, and gives the name
   */
  Guards(Inventory inventory, Names names, BinaryOperator<String> document) {
    this.inventory = inventory;
    this.names = names;
    inventory
        .aws()
        .filter(view -> POLICIES.containsKey(view.type()))
        .forEach(
            view ->
                documents.put(
                    guarded(view),
                    document.apply(
                        view.name() + "'s own",
                        view.text(POLICIES.getOrDefault(view.type(), "policy")))));
  }

  private String guarded(ResourceView view) {
    String here = inventory.region(view) + ":" + names.account();
    return switch (view.type()) {
      case "aws:kms/key:Key", "aws:iam/role:Role" -> names.arn(view);
      case "aws:cloudwatch/logResourcePolicy:LogResourcePolicy" ->
          "arn:aws:logs:" + here + ":log-group:/aws/events/";
      default -> {
        String owner =
            OWNERS.stream()
                .map(view::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow();
        yield switch (view.kind()) {
          case "BucketPolicy" -> "arn:aws:s3:::" + owner;
          case "VaultPolicy" -> "arn:aws:backup:" + here + ":";
          case "LogDestinationPolicy" -> "arn:aws:logs:" + here + ":destination:" + owner;
          default -> owner;
        };
      }
    };
  }

  /**
   * Name of the document that a resource itself has; empty if it has none. A role's says who takes
   * it, and nothing about who changes it.
   */
  Optional<String> of(String arn, String action) {
    if (arn.startsWith("arn:aws:iam:") && !action.startsWith("sts:")) {
      return Optional.empty();
    }
    return documents.entrySet().stream()
        .filter(each -> arn.startsWith(each.getKey()))
        .max(Comparator.comparingInt(each -> each.getKey().length()))
        .map(Map.Entry::getValue);
  }
}
