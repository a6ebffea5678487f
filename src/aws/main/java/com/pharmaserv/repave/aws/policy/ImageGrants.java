package com.pharmaserv.repave.aws.policy;

import com.pharmaserv.repave.aws.fleet.Tags;
import java.util.List;
import java.util.function.Function;

/** Making, blocking and removing images, in all regions of the environment. */
final class ImageGrants {
  private ImageGrants() {}

  static List<Grant> all() {
    Function<Scope, List<String>> images = scope -> List.of(scope.unowned("ec2", "image/*"));
    Function<Scope, List<String>> snapshots = scope -> List.of(scope.unowned("ec2", "snapshot/*"));
    return List.of(
        Grant.of(
            "MakeImages",
            List.of("ec2:CopyImage", "ec2:CreateImage"),
            images,
            scope -> Grants.inRegions(scope).tagging(Tags.MANAGED_BY, Tags.BAKE_TOOL)),
        // The snapshots of a new image are tagged once they exist.
        Grant.of(
            "MakeImagesOfSnapshots",
            List.of("ec2:CopyImage", "ec2:CreateImage"),
            snapshots,
            Grants::inRegions),
        Grant.of(
            "MakeImagesOfBuilders",
            List.of("ec2:CreateImage"),
            scope -> List.of(scope.arn("ec2", "instance/*")),
            scope -> Conditions.none().tagged(Tags.MANAGED_BY, Tags.BAKE_TOOL)),
        Grant.of(
            "CareForImages",
            List.of(
                "ec2:CreateTags",
                "ec2:DeleteTags",
                "ec2:DeregisterImage",
                "ec2:EnableImageDeprecation",
                "ec2:ModifyImageAttribute"),
            images,
            ImageGrants::baked),
        Grant.of(
            "TagSnapshotsOfImages",
            List.of("ec2:CreateTags"),
            snapshots,
            scope -> Grants.inRegions(scope).tagging(Tags.MANAGED_BY, Tags.BAKE_TOOL)),
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
            Scope::keys,
            ImageGrants::byEc2),
        Grant.of(
            "LendKeys",
            List.of("kms:CreateGrant"),
            Scope::keys,
            scope -> byEc2(scope).with("Bool", "kms:GrantIsForAWSResource", "true")));
  }

  private static Conditions baked(Scope scope) {
    return Grants.inRegions(scope).tagged(Tags.MANAGED_BY, Tags.BAKE_TOOL);
  }

  /** Keys are used by EC2 in the caller's name, never by the caller. */
  private static Conditions byEc2(Scope scope) {
    return Conditions.none()
        .with(
            "StringEquals",
            "kms:ViaService",
            scope.regions().stream().map(region -> scope.service("ec2." + region)).toList());
  }
}
