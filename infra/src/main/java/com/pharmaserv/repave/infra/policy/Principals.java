package com.pharmaserv.repave.infra.policy;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each principal of the stack may do. */
final class Principals {
  private Principals() {}

  /** The statements of roles and permission sets, without boundaries, which grant nothing. */
  static Map<ResourceView, List<PolicyText.Entry>> of(Inventory all) {
    Map<ResourceView, List<PolicyText.Entry>> entries = new LinkedHashMap<>();
    for (ResourceView policy : all.of("iam/rolePolicy:RolePolicy")) {
      all.used(policy, "role", "iam/role:Role")
          .forEach(role -> add(entries, role, policy.text("policy")));
    }
    for (ResourceView attachment : all.of("iam/rolePolicyAttachment:RolePolicyAttachment")) {
      for (ResourceView role : all.used(attachment, "role", "iam/role:Role")) {
        all.used(attachment, "policyArn", "iam/policy:Policy")
            .forEach(policy -> add(entries, role, policy.text("policy")));
      }
    }
    String inline = "ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy";
    for (ResourceView policy : all.of(inline)) {
      all.used(policy, "permissionSetArn", "ssoadmin/permissionSet:PermissionSet")
          .forEach(set -> add(entries, set, policy.text("inlinePolicy")));
    }
    return entries;
  }

  private static void add(
      Map<ResourceView, List<PolicyText.Entry>> entries, ResourceView who, String policy) {
    entries.computeIfAbsent(who, each -> new ArrayList<>()).addAll(PolicyText.entries(policy));
  }
}
