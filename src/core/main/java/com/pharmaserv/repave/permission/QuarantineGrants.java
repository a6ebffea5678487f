package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.function.Function;

/**
 * Keeping machines of fleets apart; without the group that cuts them off, none of it is allowed.
 */
final class QuarantineGrants {
  private static final List<String> ATTRIBUTE = List.of("ec2:ModifyInstanceAttribute");
  private static final List<String> COPY = List.of("ec2:CreateSnapshots");

  private QuarantineGrants() {}

  static List<Grant> all() {
    Function<Reach, List<String>> machines = where(reach -> reach.arn("ec2", "instance/*"));
    return List.of(
        Grant.of("CutMachinesOff", ATTRIBUTE, machines, QuarantineGrants::ofGroups),
        Grant.of("CutMachinesOffBy", ATTRIBUTE, Reach::quarantines, reach -> Conditions.none()),
        Grant.of(
            "MarkMachines",
            List.of("ec2:CreateTags"),
            machines,
            reach ->
                Conditions.tagged(reach)
                    .with(
                        "ForAllValues:StringEquals",
                        "aws:TagKeys",
                        List.of(Marks.QUARANTINE, Marks.QUARANTINE_AT, Marks.QUARANTINE_BY))),
        Grant.of(
            "TakeMachinesOut",
            List.of("autoscaling:DetachInstances"),
            where(
                reach ->
                    reach.arn(
                        "autoscaling",
                        "autoScalingGroup:*:autoScalingGroupName/repave-"
                            + reach.environment()
                            + "-*")),
            Conditions::tagged),
        Grant.of("CopyDisksOfMachines", COPY, machines, Conditions::tagged),
        Grant.of(
            "CopyDisks",
            COPY,
            where(reach -> reach.arn("ec2", "volume/*")),
            reach -> Conditions.none()),
        Grant.of(
            "CopiesOfDisks",
            COPY,
            where(reach -> reach.unowned("ec2", "snapshot/*")),
            reach -> Conditions.none().tagging(Marks.ENVIRONMENT, reach.environment())));
  }

  private static Function<Reach, List<String>> where(Function<Reach, String> resource) {
    return reach -> reach.quarantines().isEmpty() ? List.of() : List.of(resource.apply(reach));
  }

  private static Conditions ofGroups(Reach reach) {
    Conditions conditions =
        Conditions.tagged(reach)
            .with(
                "StringEqualsIgnoreCaseIfExists",
                "ec2:Attribute",
                List.of("GroupId", "Groups", "GroupSet"));
    MachineAttributes.SINGLE.forEach(
        other -> conditions.with("Null", "ec2:Attribute/" + other, "true"));
    return conditions;
  }
}
