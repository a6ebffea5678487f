package com.pharmaserv.repave.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which permissions a call takes. Most need the action of the same name; those that need more are
 * in a table.
 */
final class Calls {
  /**
   * What EC2 needs of a key to make and start encrypted disks in the caller's name (EC2 user guide,
   * "Required permissions" of EBS encryption).
   */
  private static final List<String> ENCRYPTED =
      List.of(
          "kms:CreateGrant",
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo");

  /**
   * What EBS direct needs of a key in the caller's name (EBS user guide, "Control access to EBS
   * direct APIs", the policy on keys).
   */
  private static final List<String> BLOCKS =
      Stream.concat(ENCRYPTED.stream(), Stream.of("kms:Encrypt", "kms:GenerateDataKey")).toList();

  /**
   * What DynamoDB needs of a table's key in the caller's name (DynamoDB developer guide, "DynamoDB
   * encryption at rest usage notes"): writes need it as reads do.
   */
  private static final String OPENED = "kms:Decrypt";

  /**
   * Calls whose actions are not just the one of their name, by the service authorization reference
   * (dependent actions) and, for groups, the Auto Scaling user guide, "API permissions".
   */
  private static final Map<String, List<String>> OTHERS =
      Map.ofEntries(
          // Checked against the caller when a group names a launch template.
          needs(
              "autoscaling:CreateAutoScalingGroup",
              "autoscaling:CreateAutoScalingGroup",
              "ec2:CreateTags",
              "ec2:RunInstances",
              "iam:CreateServiceLinkedRole",
              "iam:PassRole"),
          needs("dynamodb:GetItem", "dynamodb:GetItem", OPENED),
          needs("dynamodb:Query", "dynamodb:Query", OPENED),
          needs(
              "dynamodb:TransactWriteItems", "dynamodb:DeleteItem", "dynamodb:UpdateItem", OPENED),
          needs("dynamodb:UpdateItem", "dynamodb:UpdateItem", OPENED),
          blocks("ebs:StartSnapshot", "ebs:StartSnapshot", "ec2:CreateTags"),
          blocks("ebs:PutSnapshotBlock", "ebs:PutSnapshotBlock"),
          blocks("ebs:GetSnapshotBlock", "ebs:GetSnapshotBlock"),
          encrypted("ec2:CopyImage", "ec2:CopyImage", "ec2:CreateTags"),
          needs("ec2:CreateCapacityReservation", "ec2:CreateCapacityReservation", "ec2:CreateTags"),
          needs("ec2:CreateImage", "ec2:CreateImage", "ec2:CreateTags"),
          needs("ec2:CreateSnapshots", "ec2:CreateSnapshots", "ec2:CreateTags"),
          needs("ec2:CreateLaunchTemplate", "ec2:CreateLaunchTemplate", "ec2:CreateTags"),
          // With the snapshots of the image.
          needs("ec2:DeregisterImage", "ec2:DeleteSnapshot", "ec2:DeregisterImage"),
          needs("ec2:RegisterImage", "ec2:CreateTags", "ec2:RegisterImage"),
          encrypted("ec2:RunInstances", "ec2:CreateTags", "ec2:RunInstances", "iam:PassRole"),
          // Whoever signs a call may ask who they are; the role itself is assumed by its caller.
          needs("sts:GetCallerIdentity"),
          needs("sts:AssumeRole"));

  private Calls() {}

  private static Map.Entry<String, List<String>> needs(String call, String... actions) {
    return Map.entry(call, List.of(actions));
  }

  private static Map.Entry<String, List<String>> blocks(String call, String... actions) {
    return Map.entry(call, Stream.concat(Stream.of(actions), BLOCKS.stream()).sorted().toList());
  }

  private static Map.Entry<String, List<String>> encrypted(String call, String... actions) {
    return Map.entry(call, Stream.concat(Stream.of(actions), ENCRYPTED.stream()).sorted().toList());
  }

  /** The actions that these calls need. */
  static SortedSet<String> actions(Iterable<String> calls) {
    TreeSet<String> actions = new TreeSet<>();
    calls.forEach(call -> actions.addAll(OTHERS.getOrDefault(call, List.of(call))));
    return actions;
  }
}
