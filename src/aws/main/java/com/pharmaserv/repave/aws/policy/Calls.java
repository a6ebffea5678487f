package com.pharmaserv.repave.aws.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What this tool calls, recorded by its tests in {@code calls.txt}, and which permissions that
 * takes. Most calls need the action of the same name; those that need more are in a table.
 */
final class Calls {
  private static final String FILE = "calls.txt";

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
   * Calls whose actions are not just the one of their name, by the service authorization reference
   * (dependent actions) and, for groups, the Auto Scaling user guide, "API permissions".
   */
  private static final Map<String, List<String>> OTHERS =
      Map.of(
          // Checked against the caller when a group names a launch template.
          "autoscaling:CreateAutoScalingGroup",
          List.of(
              "autoscaling:CreateAutoScalingGroup",
              "ec2:CreateTags",
              "ec2:RunInstances",
              "iam:CreateServiceLinkedRole",
              "iam:PassRole"),
          "dynamodb:TransactWriteItems",
          List.of("dynamodb:DeleteItem", "dynamodb:UpdateItem"),
          "ec2:CopyImage",
          joined(List.of("ec2:CopyImage", "ec2:CreateTags"), ENCRYPTED),
          "ec2:CreateCapacityReservation",
          List.of("ec2:CreateCapacityReservation", "ec2:CreateTags"),
          "ec2:CreateImage",
          List.of("ec2:CreateImage", "ec2:CreateTags"),
          "ec2:CreateLaunchTemplate",
          List.of("ec2:CreateLaunchTemplate", "ec2:CreateTags"),
          // With the snapshots of the image.
          "ec2:DeregisterImage",
          List.of("ec2:DeleteSnapshot", "ec2:DeregisterImage"),
          "ec2:RunInstances",
          joined(List.of("ec2:CreateTags", "ec2:RunInstances", "iam:PassRole"), ENCRYPTED),
          // Whoever signs a call may ask who they are; the role itself is assumed by its caller.
          "sts:GetCallerIdentity",
          List.of(),
          "sts:AssumeRole",
          List.of());

  private Calls() {}

  private static List<String> joined(List<String> some, List<String> others) {
    TreeSet<String> all = new TreeSet<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  /** The recorded calls, {@code service:Operation}. */
  static SortedSet<String> recorded() {
    try (InputStream file = Calls.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the tool's jar; build it again");
      }
      return new TreeSet<>(
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " could not be read from the tool's jar", e);
    }
  }

  /** The actions that these calls need. */
  static SortedSet<String> actions(Iterable<String> calls) {
    TreeSet<String> actions = new TreeSet<>();
    calls.forEach(call -> actions.addAll(OTHERS.getOrDefault(call, List.of(call))));
    return actions;
  }
}
