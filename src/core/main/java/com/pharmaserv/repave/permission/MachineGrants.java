package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Starting machines: those of fleets, by their groups, from templates and where there is room, and
 * the builders of images.
 */
final class MachineGrants {
  private static final List<String> RUN = List.of("ec2:RunInstances");

  private MachineGrants() {}

  static List<Grant> all() {
    return Stream.of(templates(), reservations(), starting(), building())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Grant> templates() {
    Function<Reach, List<String>> any = reach -> List.of(reach.arn("ec2", "launch-template/*"));
    return List.of(
        Grant.of("CreateTemplates", List.of("ec2:CreateLaunchTemplate"), any, Conditions::tagging),
        Grant.of("DeleteTemplates", List.of("ec2:DeleteLaunchTemplate"), any, Conditions::tagged));
  }

  private static List<Grant> reservations() {
    Function<Reach, List<String>> any =
        reach -> List.of(reach.arn("ec2", "capacity-reservation/*"));
    return List.of(
        Grant.of(
            "ProbeCapacity", List.of("ec2:CreateCapacityReservation"), any, Conditions::tagging),
        Grant.of(
            "GiveCapacityBack", List.of("ec2:CancelCapacityReservation"), any, Conditions::tagged));
  }

  /**
   * RunInstances is checked for every thing that takes part in it. The machine itself must be
   * tagged as ours, have the instance profile that goes with the tag, and take metadata only with a
   * token; what it is made of is bound by name where the hand-overs tell it. A builder takes
   * commands, so that with a fleet's role it would be a way to the fleet's data.
   */
  private static List<Grant> starting() {
    return List.of(
        run("RunBuilders", Marks.BAKE_TOOL, reach -> reach.things().builderProfiles()),
        run("RunMachines", Marks.ROLLOUT_TOOL, reach -> reach.things().fleetProfiles()),
        Grant.of(
            "RunMachinesOf",
            RUN,
            reach ->
                List.of(
                    reach.unowned("ec2", "image/*"),
                    reach.arn("ec2", "network-interface/*"),
                    reach.arn("ec2", "security-group/*"),
                    reach.unowned("ec2", "snapshot/*")),
            Conditions::inRegions),
        Grant.of("RunMachinesIn", RUN, Reach::subnets, reach -> Conditions.none()),
        Grant.of(
            "RunMachinesWithEncryptedDisks",
            RUN,
            reach -> List.of(reach.arn("ec2", "volume/*")),
            reach -> Conditions.none().with("Bool", "ec2:Encrypted", "true")),
        Grant.of(
            "RunMachinesByTemplates",
            RUN,
            reach -> List.of(reach.arn("ec2", "launch-template/*")),
            Conditions::tagged),
        Grant.of(
            "GiveMachinesTheirRoles",
            List.of("iam:PassRole"),
            reach -> reach.things().machineRoles(),
            reach ->
                Conditions.none()
                    .with("StringEquals", "iam:PassedToService", reach.service("ec2"))),
        Grant.of(
            "TagAtBirth",
            List.of("ec2:CreateTags"),
            reach ->
                List.of(
                    reach.arn("ec2", "capacity-reservation/*"),
                    reach.arn("ec2", "instance/*"),
                    reach.arn("ec2", "launch-template/*"),
                    reach.arn("ec2", "network-interface/*"),
                    reach.arn("ec2", "volume/*"),
                    reach.unowned("ec2", "image/*"),
                    reach.unowned("ec2", "snapshot/*")),
            reach ->
                Conditions.none()
                    .with(
                        "StringEquals",
                        "ec2:CreateAction",
                        List.of(
                            "CopyImage",
                            "CreateCapacityReservation",
                            "CreateImage",
                            "CreateLaunchTemplate",
                            "CreateSnapshots",
                            "RegisterImage",
                            "RunInstances",
                            "StartSnapshot"))));
  }

  private static Grant run(String sid, String mark, Function<Reach, List<String>> profiles) {
    return Grant.of(
        sid,
        RUN,
        reach ->
            profiles.apply(reach).isEmpty() ? List.of() : List.of(reach.arn("ec2", "instance/*")),
        reach ->
            Conditions.none()
                .tagging(Marks.MANAGED_BY, mark)
                .with("StringEquals", "ec2:MetadataHttpTokens", "required")
                .with("ArnLike", "ec2:InstanceProfile", profiles.apply(reach)));
  }

  /** Builders are ended and given commands, and no other machine is. */
  private static List<Grant> building() {
    return List.of(
        Grant.of(
            "EndBuilders",
            List.of("ec2:StopInstances", "ec2:TerminateInstances"),
            reach -> List.of(reach.arn("ec2", "instance/*")),
            reach -> Conditions.none().tagged(Marks.MANAGED_BY, Marks.BAKE_TOOL)),
        Grant.of(
            "RunCommandsOnBuilders",
            List.of("ssm:SendCommand"),
            reach -> List.of(reach.arn("ec2", "instance/*")),
            reach -> Conditions.none().tagged(Marks.MANAGED_BY, Marks.BAKE_TOOL)),
        Grant.of(
            "RunShellScriptsOnly",
            List.of("ssm:SendCommand"),
            reach -> List.of(reach.unowned("ssm", "document/AWS-RunShellScript")),
            reach -> Conditions.none()));
  }
}
