package com.pharmaserv.repave.infra.judges.access;

import com.pharmaserv.repave.infra.dryrun.Physical;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is there in a stack, with which policies, and what there is, by its ARN. */
final class Estate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}$]+)}");
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

  /**
   * Somebody who asks.
   *
   * @param identity names of the documents that say what they may
   * @param boundary names of the documents that say what they may at most
   */
  record Principal(String arn, List<String> identity, List<String> boundary) {}

  private final Inventory inventory;
  private final String environment;
  private final String account;
  private final String region;
  private final String paired;
  private final Map<String, String> documents = new TreeMap<>();
  private final Map<String, Principal> principals = new TreeMap<>();

  /** By a part of a resource's ARN, the name of its own policy's document. */
  private final Map<String, String> guards = new LinkedHashMap<>();

  Estate(String stack, Inventory inventory, UnaryOperator<String> change) {
    this.inventory = inventory;
    environment = stack;
    ResourceView table = inventory.of("dynamodb/table:Table").get(0);
    region = inventory.region(table);
    paired =
        inventory.regions().stream().filter(each -> !each.equals(region)).findFirst().orElseThrow();
    ResourceView boundary = named("boundary");
    account = boundaryAccount();
    String limit = document(boundary.name(), boundary.text("policy"), change);
    for (ResourceView role : inventory.of("iam/role:Role")) {
      principals.put(
          word(role),
          new Principal(
              arn(role),
              rights(role, change),
              role.text("permissionsBoundary").equals(arn(boundary)) ? List.of(limit) : List.of()));
    }
    ResourceView operator = named("people-operator-rights");
    principals.put(
        "operator",
        new Principal(
            fill(
                "arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/{region}/AWSReservedSSO_"
                    + "{env}-operator_0123456789abcdef"),
            List.of(document(operator.name(), operator.text("inlinePolicy"), change)),
            inventory
                    .of("ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment")
                    .stream()
                    .anyMatch(each -> each.name().endsWith("-operator-boundary"))
                ? List.of(limit)
                : List.of()));
    String all =
        document(
            "everything",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"All\",\"Effect\":\"Allow\","
                + "\"Action\":\"*\",\"Resource\":\"*\"}]}",
            UnaryOperator.identity());
    principals.put(
        "anybody bounded",
        new Principal(fill("{role:repave-{env}-any}"), List.of(all), List.of(limit)));
    principals.put(
        "stranger", new Principal("arn:aws:iam::999988887777:role/any", List.of(all), List.of()));
    guard(change);
  }

  private String boundaryAccount() {
    return named("rollout-role").text("permissionsBoundary").split(":", -1)[4];
  }

  private String document(String name, String text, UnaryOperator<String> change) {
    if (text.isEmpty()) {
      throw new AssertionError(name + " has no policy");
    }
    documents.put(name, change.apply(text));
    return name;
  }

  private List<String> rights(ResourceView role, UnaryOperator<String> change) {
    List<String> rights = new ArrayList<>();
    for (ResourceView own : inventory.users(role, "iam/rolePolicy:RolePolicy", "role")) {
      rights.add(document(own.name(), own.text("policy"), change));
    }
    for (ResourceView attached :
        inventory.users(role, "iam/rolePolicyAttachment:RolePolicyAttachment", "role")) {
      for (ResourceView policy : inventory.used(attached, "policyArn", "iam/policy:Policy")) {
        rights.add(document(policy.name(), policy.text("policy"), change));
      }
    }
    return rights;
  }

  private void guard(UnaryOperator<String> change) {
    inventory
        .aws()
        .filter(view -> POLICIES.containsKey(view.type()))
        .forEach(
            view -> {
              String name =
                  document(
                      view.name() + "'s own",
                      view.text(POLICIES.getOrDefault(view.type(), "policy")),
                      change);
              guards.put(guarded(view), name);
            });
  }

  private String guarded(ResourceView view) {
    String where = inventory.region(view);
    return switch (view.type()) {
      case "aws:kms/key:Key", "aws:iam/role:Role" -> arn(view);
      case "aws:cloudwatch/logResourcePolicy:LogResourcePolicy" ->
          "arn:aws:logs:" + where + ":" + account + ":log-group:/aws/events/";
      default -> {
        String owner =
            OWNERS.stream()
                .map(view::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow();
        yield switch (view.kind()) {
          case "BucketPolicy" -> "arn:aws:s3:::" + owner;
          case "VaultPolicy" -> "arn:aws:backup:" + where + ":" + account + ":";
          case "LogDestinationPolicy" ->
              "arn:aws:logs:" + where + ":" + account + ":destination:" + owner;
          default -> owner;
        };
      }
    };
  }

  /**
   * Name of the document that a resource itself has; empty if it has none. A role's says who takes
   * it, and nothing about who changes it.
   */
  Optional<String> guardOf(String arn, String action) {
    if (arn.startsWith("arn:aws:iam:") && !action.startsWith("sts:")) {
      return Optional.empty();
    }
    return guards.entrySet().stream()
        .filter(each -> arn.startsWith(each.getKey()))
        .max(Comparator.comparingInt(each -> each.getKey().length()))
        .map(Map.Entry::getValue);
  }

  Map<String, String> documents() {
    return documents;
  }

  /** A principal of the stack, or a service of AWS. */
  Principal principal(String who) {
    if (who.endsWith(".amazonaws.com")) {
      return new Principal(who, List.of(), List.of());
    }
    Principal found = principals.get(who);
    if (found == null) {
      throw new AssertionError("there is no '" + who + "' but " + principals.keySet());
    }
    return found;
  }

  /** Names of the roles that the program makes, and the operators'. */
  List<String> roles() {
    return principals.keySet().stream()
        .filter(name -> !name.equals("stranger") && !name.equals("anybody bounded"))
        .toList();
  }

  String account() {
    return account;
  }

  /** What every request of a principal says. */
  Map<String, Object> context(Principal principal, String action) {
    Map<String, Object> context = new HashMap<>();
    context.put("aws:SecureTransport", "true");
    context.put("aws:RequestedRegion", region);
    if (principal.arn().startsWith("arn:")) {
      context.put("aws:PrincipalArn", principal.arn());
      context.put("aws:PrincipalAccount", principal.arn().split(":", -1)[4]);
      context.put("aws:userid", "AROAEXAMPLE:somebody");
    } else {
      context.put("aws:SourceAccount", account);
    }
    if (action.startsWith("s3:")) {
      context.put("s3:TlsVersion", "1.3");
    }
    return context;
  }

  /** Text with the names of things in place of {@code {…}}. */
  String fill(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher.group(1))));
    }
    matcher.appendTail(filled);
    String once = filled.toString();
    return once.equals(text) ? once : fill(once);
  }

  private String value(String word) {
    return switch (word) {
      case "env" -> environment;
      case "account" -> account;
      case "region" -> region;
      case "paired" -> paired;
      default -> {
        if (word.startsWith("role:")) {
          yield "arn:aws:iam::" + account + ":role/" + word.substring(5);
        }
        if (word.startsWith("id:")) {
          yield physical(named(word.substring(3))).id();
        }
        yield arn(named(word));
      }
    };
  }

  /** The resource of a logical name, without its region if that is the primary one. */
  private ResourceView named(String name) {
    List<String> names = List.of(name, region + "-" + name, name.replace("paired/", paired + "-"));
    return inventory
        .aws()
        .filter(view -> names.contains(view.name()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is called '" + name + "'"));
  }

  private String word(ResourceView role) {
    String name = role.name();
    String bare = name.startsWith(region + "-") ? name.substring(region.length() + 1) : name;
    return bare.replace(paired + "-", "paired/").replaceAll("-role$", "");
  }

  String arn(ResourceView view) {
    return String.valueOf(physical(view).outputs().get("arn"));
  }

  private Physical physical(ResourceView view) {
    Map<String, Object> inputs = new HashMap<>(view.inputs());
    return Physical.of(
        new Physical.Order(view.type(), view.name(), inputs, account, inventory.region(view)), "");
  }
}
