package com.pharmaserv.repave.infra.judges.access;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Who is there in a stack, and with which policies. */
final class Estate {
  /** Who is in no stack, and asks what must not be. */
  private static final List<String> OTHERS = List.of("anybody bounded", "stranger");

  /** Roles in which AWS's own services act, and which rights of AWS's they have. */
  private static final Map<String, String> LINKED =
      Map.of(
          "autoscaling.amazonaws.com", "AutoScalingServiceRolePolicy",
          "reports.backup.amazonaws.com", "AWSServiceRolePolicyForBackupReports");

  private final Names names;
  private final Inventory inventory;
  private final UnaryOperator<String> change;
  private final Guards guards;
  private final Map<String, String> documents = new TreeMap<>();
  private final Map<String, Principal> principals = new TreeMap<>();
  private final Set<String> people;

  /**
   * @param change to each document, for what is planted
   */
  Estate(String stack, Inventory inventory, UnaryOperator<String> change) {
    this.inventory = inventory;
    this.change = change;
    names = new Names(stack, inventory);
    ResourceView boundary = names.named("boundary");
    List<String> limit = List.of(document(boundary.name(), boundary.text("policy")));
    for (ResourceView role : inventory.of("iam/role:Role")) {
      boolean bounded = role.text("permissionsBoundary").equals(names.arn(boundary));
      principals.put(
          names.word(role),
          new Principal(names.arn(role), rights(role), bounded ? limit : List.of()));
    }
    Map<String, Principal> signedIn = People.of(inventory, names, this::document, limit);
    people = signedIn.keySet();
    principals.putAll(signedIn);
    documents.put(
        "everything",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"All\",\"Effect\":\"Allow\","
            + "\"Action\":\"*\",\"Resource\":\"*\"}]}");
    List<String> all = List.of("everything");
    principals.put(
        "anybody bounded", new Principal(names.fill("{role:repave-{env}-any}"), all, limit));
    principals.put("stranger", new Principal("arn:aws:iam::999988887777:role/any", all, List.of()));
    linked();
    guards = new Guards(inventory, names, this::document);
  }

  private void linked() {
    for (ResourceView role : inventory.of("iam/serviceLinkedRole:ServiceLinkedRole")) {
      String service = role.text("awsServiceName");
      String policy = LINKED.get(service);
      if (policy != null) {
        List<String> rights = List.of(document(policy, Managed.text(policy)));
        principals.put("role of " + service, new Principal(names.arn(role), rights, List.of()));
      }
    }
  }

  private String document(String name, String text) {
    if (text.isEmpty()) {
      throw new AssertionError(name + " has no policy");
    }
    documents.put(name, change.apply(text));
    return name;
  }

  private List<String> rights(ResourceView role) {
    List<String> rights = new ArrayList<>();
    for (ResourceView own : inventory.users(role, "iam/rolePolicy:RolePolicy", "role")) {
      rights.add(document(own.name(), own.text("policy")));
    }
    for (ResourceView attached :
        inventory.users(role, "iam/rolePolicyAttachment:RolePolicyAttachment", "role")) {
      for (ResourceView policy : inventory.used(attached, "policyArn", "iam/policy:Policy")) {
        rights.add(document(policy.name(), policy.text("policy")));
      }
    }
    return rights;
  }

  /** Name of the document that a resource itself has; empty if it has none. */
  Optional<String> guardOf(String arn, String action) {
    return guards.of(arn, action);
  }

  Map<String, String> documents() {
    return documents;
  }

  /** A principal of the stack, or a service of AWS. */
  Principal principal(String who) {
    Principal found = principals.get(who);
    if (found == null && who.endsWith(".amazonaws.com")) {
      return new Principal(who, List.of(), List.of());
    }
    if (found == null) {
      throw new AssertionError("there is no '" + who + "' but " + principals.keySet());
    }
    return found;
  }

  /** Names of the roles that the program makes, and of those that people act in. */
  List<String> roles() {
    return principals.keySet().stream()
        .filter(name -> !OTHERS.contains(name) && !name.startsWith("role of "))
        .toList();
  }

  /** Names of the roles that people act in. */
  Set<String> people() {
    return people;
  }

  String account() {
    return names.account();
  }

  /** Text with the names of things in place of {@code {…}}. */
  String fill(String text) {
    return names.fill(text);
  }

  /** What every request of a principal says. */
  Map<String, Object> context(Principal principal, String action) {
    Map<String, Object> context = new HashMap<>();
    context.put("aws:SecureTransport", "true");
    context.put("aws:RequestedRegion", names.region());
    if (principal.arn().startsWith("arn:")) {
      context.put("aws:PrincipalArn", principal.arn());
      context.put("aws:PrincipalAccount", principal.arn().split(":", -1)[4]);
      context.put("aws:userid", "AROAEXAMPLE:somebody");
    } else {
      context.put("aws:SourceAccount", names.account());
    }
    if (action.startsWith("s3:")) {
      context.put("s3:TlsVersion", "1.3");
    }
    return context;
  }
}
