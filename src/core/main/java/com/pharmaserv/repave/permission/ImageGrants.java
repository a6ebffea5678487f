package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.stream.Stream;

/** Making, blocking and removing images, in all regions of the environment. */
final class ImageGrants {
  private ImageGrants() {}

  static List<Grant> all() {
    return Stream.of(making(), signing(), publishing(), caring()).flatMap(List::stream).toList();
  }

  private static List<String> images(Reach reach) {
    return List.of(reach.unowned("ec2", "image/*"));
  }

  private static List<String> snapshots(Reach reach) {
    return List.of(reach.unowned("ec2", "snapshot/*"));
  }

  /** Images of builder machines, and their copies in other regions. */
  private static List<Grant> making() {
    return List.of(
        Grant.of(
            "MakeImages",
            List.of("ec2:CopyImage", "ec2:CreateImage"),
            ImageGrants::images,
            ImageGrants::born),
        // The snapshots of a new image carry our mark from birth, and get more tags once they
        // exist: a mark that could be given later would allow to remove any snapshot.
        Grant.of(
            "MakeImagesOfSnapshots",
            List.of("ec2:CopyImage", "ec2:CreateImage"),
            ImageGrants::snapshots,
            Conditions::inRegions),
        Grant.of(
            "MakeImagesOfBuilders",
            List.of("ec2:CreateImage"),
            reach -> List.of(reach.arn("ec2", "instance/*")),
            reach -> Conditions.none().tagged(Marks.MANAGED_BY, Marks.BAKE_TOOL)));
  }

  /**
   * What images are made of is signed with one key, which may be known by its alias alone. IAM
   * knows what a signature is asked for (KMS developer guide, "AWS KMS condition keys").
   */
  private static List<Grant> signing() {
    return List.of(
        Grant.of(
            "ReadTheKeyOfStatements",
            List.of("kms:GetPublicKey"),
            reach -> reach.things().signers(),
            ImageGrants::ofStatements),
        Grant.of(
            "SignStatements",
            List.of("kms:Sign"),
            reach -> reach.things().signers(),
            reach ->
                ofStatements(reach)
                    .with("StringEquals", "kms:MessageType", "DIGEST")
                    .with("StringEquals", "kms:SigningAlgorithm", "ECDSA_SHA_256")));
  }

  /**
   * Disks that are put into snapshots block by block, and read back. Only snapshots that were born
   * with our mark are written or read: EBS direct reads the plain text of any snapshot otherwise.
   */
  private static List<Grant> publishing() {
    return List.of(
        Grant.of(
            "BeginSnapshots",
            List.of("ebs:StartSnapshot"),
            ImageGrants::snapshots,
            ImageGrants::born),
        Grant.of(
            "WriteAndReadBlocks",
            List.of(
                "ebs:CompleteSnapshot",
                "ebs:GetSnapshotBlock",
                "ebs:ListSnapshotBlocks",
                "ebs:PutSnapshotBlock"),
            ImageGrants::snapshots,
            ImageGrants::baked),
        Grant.of(
            "RegisterImages", List.of("ec2:RegisterImage"), ImageGrants::images, ImageGrants::born),
        Grant.of(
            "RegisterImagesOfSnapshots",
            List.of("ec2:RegisterImage"),
            ImageGrants::snapshots,
            ImageGrants::baked));
  }

  private static List<Grant> caring() {
    return List.of(
        Grant.of(
            "CareForImages",
            List.of(
                "ec2:CreateTags",
                "ec2:DeleteTags",
                "ec2:DeregisterImage",
                "ec2:DisableImage",
                "ec2:DisableImageDeregistrationProtection",
                "ec2:EnableImage",
                "ec2:EnableImageDeprecation",
                "ec2:EnableImageDeregistrationProtection"),
            ImageGrants::images,
            ImageGrants::baked),
        // A request names one attribute, and IAM knows those that are a single value (EC2 user
        // guide, "ec2:Attribute condition key"): this one leaves out with whom an image is shared.
        Grant.of(
            "RequireTokensOfImages",
            List.of("ec2:ModifyImageAttribute"),
            ImageGrants::images,
            reach -> baked(reach).with("StringEquals", "ec2:Attribute/ImdsSupport", "v2.0")),
        Grant.of(
            "TagSnapshotsOfImages",
            List.of("ec2:CreateTags"),
            ImageGrants::snapshots,
            ImageGrants::baked),
        Grant.of(
            "RemoveSnapshotsOfImages",
            List.of("ec2:DeleteSnapshot"),
            ImageGrants::snapshots,
            ImageGrants::baked),
        Grant.of(
            "UseKeys",
            List.of(
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo"),
            reach -> reach.things().keys(),
            ImageGrants::byDisks),
        Grant.of(
            "LendKeys",
            List.of("kms:CreateGrant"),
            reach -> reach.things().keys(),
            reach -> byDisks(reach).with("Bool", "kms:GrantIsForAWSResource", "true")));
  }

  /** The request puts our mark on the new thing. */
  private static Conditions born(Reach reach) {
    return Conditions.inRegions(reach).tagging(Marks.MANAGED_BY, Marks.BAKE_TOOL);
  }

  private static Conditions baked(Reach reach) {
    return Conditions.inRegions(reach).tagged(Marks.MANAGED_BY, Marks.BAKE_TOOL);
  }

  private static Conditions ofStatements(Reach reach) {
    return Conditions.none()
        .with(
            "ForAnyValue:StringEquals",
            "kms:ResourceAliases",
            "alias/repave-%s-images".formatted(reach.environment()));
  }

  /** Keys are used by EC2 and EBS in the caller's name, never by the caller. */
  private static Conditions byDisks(Reach reach) {
    return Conditions.none()
        .with(
            "StringEquals",
            "kms:ViaService",
            reach.regions().stream()
                .flatMap(region -> Stream.of("ebs." + region, "ec2." + region))
                .map(reach::service)
                .sorted()
                .toList());
  }
}
