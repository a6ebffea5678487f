package com.pharmaserv.repave.aws.policy;

import com.pharmaserv.repave.aws.fleet.Tags;
import java.util.ArrayList;
import java.util.List;

/** Starting machines: those of fleets, by their groups, and the builders of images. */
final class MachineGrants {
  private static final List<String> RUN = List.of("ec2:RunInstances");

  private MachineGrants() {}

  static List<Grant> all() {
    List<Grant> all = new ArrayList<>(starting());
    all.addAll(building());
    return all;
  }

  /**
   * RunInstances is checked for every thing that takes part in it. The machine itself must be
   * tagged as ours and take metadata only with a token; what it is made of is bound by name where
   * the hand-overs tell it.
   */
  private static List<Grant> starting() {
    return List.of(
        Grant.of(
            "RunMachines",
            RUN,
            scope -> List.of(scope.arn("ec2", "instance/*")),
            scope ->
                Conditions.none()
                    .with(
                        "StringEquals",
                        "aws:RequestTag/" + Tags.MANAGED_BY,
                        List.of(Tags.BAKE_TOOL, Tags.ROLLOUT_TOOL))
                    .with("StringEquals", "ec2:MetadataHttpTokens", "required")),
        Grant.of(
            "RunMachinesOf",
            RUN,
            scope ->
                List.of(
                    scope.unowned("ec2", "image/*"),
                    scope.arn("ec2", "network-interface/*"),
                    scope.arn("ec2", "security-group/*"),
                    scope.unowned("ec2", "snapshot/*")),
            Grants::inRegions),
        Grant.of("RunMachinesIn", RUN, Scope::subnets, scope -> Conditions.none()),
        Grant.of(
            "RunMachinesWithEncryptedDisks",
            RUN,
            scope -> List.of(scope.arn("ec2", "volume/*")),
            scope -> Conditions.none().with("Bool", "ec2:Encrypted", "true")),
        Grant.of(
            "RunMachinesByTemplates",
            RUN,
            scope -> List.of(scope.arn("ec2", "launch-template/*")),
            Grants::tagged),
        Grant.of(
            "GiveMachinesTheirRoles",
            List.of("iam:PassRole"),
            Scope::roles,
            scope ->
                Conditions.none()
                    .with("StringEquals", "iam:PassedToService", scope.service("ec2"))),
        Grant.of(
            "TagAtBirth",
            List.of("ec2:CreateTags"),
            scope -> List.of(scope.arn("ec2", "*/*"), scope.unowned("ec2", "image/*")),
            scope ->
                Conditions.none()
                    .with(
                        "StringEquals",
                        "ec2:CreateAction",
                        List.of(
                            "CopyImage",
                            "CreateCapacityReservation",
                            "CreateImage",
                            "CreateLaunchTemplate",
                            "RunInstances"))));
  }

  /** Builders are ended and given commands, and no other machine is. */
  private static List<Grant> building() {
    return List.of(
        Grant.of(
            "EndBuilders",
            List.of("ec2:StopInstances", "ec2:TerminateInstances"),
            scope -> List.of(scope.arn("ec2", "instance/*")),
            scope -> Conditions.none().tagged(Tags.MANAGED_BY, Tags.BAKE_TOOL)),
        Grant.of(
            "RunCommandsOnBuilders",
            List.of("ssm:SendCommand"),
            scope -> List.of(scope.arn("ec2", "instance/*")),
            scope -> Conditions.none().tagged(Tags.MANAGED_BY, Tags.BAKE_TOOL)),
        Grant.of(
            "RunShellScriptsOnly",
            List.of("ssm:SendCommand"),
            scope -> List.of(scope.unowned("ssm", "document/AWS-RunShellScript")),
            scope -> Conditions.none()));
  }
}
