package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.function.Function;

/** Making, blocking and removing images, in all regions of the environment. */
final class ImageGrants {
  private ImageGrants() {}

  static List<Grant> all() {
    Function<Reach, List<String>> images = reach -> List.of(reach.unowned("ec2", "image/*"));
    Function<Reach, List<String>> snapshots = reach -> List.of(reach.unowned("ec2", "snapshot/*"));
    return List.of(
        Grant.of(
            "MakeImages",
            List.of("ec2:CopyImage", "ec2:CreateImage"),
            images,
            reach -> Conditions.inRegions(reach).tagging(Marks.MANAGED_BY, Marks.BAKE_TOOL)),
        // The snapshots of a new image carry our mark from birth, and get more tags once they
        // exist: a mark that could be given later would allow to remove any snapshot.
        Grant.of(
            "MakeImagesOfSnapshots",
            List.of("ec2:CopyImage", "ec2:CreateImage"),
            snapshots,
            Conditions::inRegions),
        Grant.of(
            "MakeImagesOfBuilders",
            List.of("ec2:CreateImage"),
            reach -> List.of(reach.arn("ec2", "instance/*")),
            reach -> Conditions.none().tagged(Marks.MANAGED_BY, Marks.BAKE_TOOL)),
        Grant.of(
            "CareForImages",
            List.of(
                "ec2:CreateTags",
                "ec2:DeleteTags",
                "ec2:DeregisterImage",
                "ec2:EnableImageDeprecation"),
            images,
            ImageGrants::baked),
        // A request names one attribute, and IAM knows those that are a single value (EC2 user
        // guide, "ec2:Attribute condition key"): this one leaves out with whom an image is shared.
        Grant.of(
            "RequireTokensOfImages",
            List.of("ec2:ModifyImageAttribute"),
            images,
            reach -> baked(reach).with("StringEquals", "ec2:Attribute/ImdsSupport", "v2.0")),
        Grant.of("TagSnapshotsOfImages", List.of("ec2:CreateTags"), snapshots, ImageGrants::baked),
        Grant.of(
            "RemoveSnapshotsOfImages",
            List.of("ec2:DeleteSnapshot"),
            snapshots,
            ImageGrants::baked),
        Grant.of(
            "UseKeys",
            List.of(
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo"),
            reach -> reach.things().keys(),
            ImageGrants::byEc2),
        Grant.of(
            "LendKeys",
            List.of("kms:CreateGrant"),
            reach -> reach.things().keys(),
            reach -> byEc2(reach).with("Bool", "kms:GrantIsForAWSResource", "true")));
  }

  private static Conditions baked(Reach reach) {
    return Conditions.inRegions(reach).tagged(Marks.MANAGED_BY, Marks.BAKE_TOOL);
  }

  /** Keys are used by EC2 in the caller's name, never by the caller. */
  private static Conditions byEc2(Reach reach) {
    return Conditions.none()
        .with(
            "StringEquals",
            "kms:ViaService",
            reach.regions().stream().map(region -> reach.service("ec2." + region)).toList());
  }
}
