package com.pharmaserv.repave.infra.judges.access;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Who signs in through IAM Identity Center: each permission set is a role in the account. */
final class People {
  private People() {}

  /**
   * By what tables call them.
   *
   * @param document keeps a document under a name, and gives the name
   * @param boundary names of the documents that bound who is bounded
   */
  static Map<String, Principal> of(
      Inventory inventory, Names names, BinaryOperator<String> document, List<String> boundary) {
    Map<String, Principal> people = new TreeMap<>();
    for (ResourceView set : inventory.of("ssoadmin/permissionSet:PermissionSet")) {
      List<String> rights = new ArrayList<>();
      for (ResourceView own :
          users(inventory, set, "permissionSetInlinePolicy:PermissionSetInlinePolicy")) {
        rights.add(document.apply(own.name(), own.text("inlinePolicy")));
      }
      for (ResourceView given :
          users(inventory, set, "managedPolicyAttachment:ManagedPolicyAttachment")) {
        String arn = given.text("managedPolicyArn");
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        rights.add(document.apply(name, Managed.text(name)));
      }
      boolean bounded =
          !users(inventory, set, "permissionsBoundaryAttachment:PermissionsBoundaryAttachment")
              .isEmpty();
      people.put(
          set.text("name").replace(names.environment() + "-", ""),
          new Principal(
              names.fill(
                  "arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/{region}/"
                      + "AWSReservedSSO_"
                      + set.text("name")
                      + "_0123456789abcdef"),
              rights,
              bounded ? boundary : List.of()));
    }
    return people;
  }

  private static List<ResourceView> users(Inventory inventory, ResourceView set, String type) {
    return inventory.users(set, "ssoadmin/" + type, "permissionSetArn");
  }
}
