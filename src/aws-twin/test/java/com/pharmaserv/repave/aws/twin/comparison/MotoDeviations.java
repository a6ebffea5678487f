package com.pharmaserv.repave.aws.twin.comparison;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the double and moto are known to differ, and why: because moto is unlike AWS's
 * documentation, or because the double leaves out what nothing in this project reads.
 */
final class MotoDeviations {
  private MotoDeviations() {}

  /**
   * @param pattern of "step | side | field"
   */
  private record Deviation(Pattern pattern, String reason) {}

  private static Deviation known(String pattern, String reason) {
    return new Deviation(Pattern.compile(pattern), reason);
  }

  private static final List<Deviation> KNOWN =
      List.of(
          known(
              ".*LoadBalancers? \\| only the double \\| LoadBalancers\\[].Scheme:String",
              "moto leaves the scheme out when the call did; AWS says internet-facing"),
          known(
              ".*Listeners?.* \\| only moto \\| Listeners\\[].SslPolicy:String",
              "moto gives HTTP listeners an SSL policy; AWS only those with TLS"),
          known(
              ".*Rules?.* \\| only the double \\| Rules\\[].Conditions\\[].Values\\[]:String",
              "AWS answers host and path conditions in both forms, moto in the one of the call"),
          known(
              "DescribeAutoScalingGroups.* \\| only moto \\| .*CapacityRebalance:Boolean",
              "AWS answers it only where it was set"),
          known(
              "DescribeAutoScalingGroups.* \\| only the double \\| "
                  + ".*\\.(AvailabilityZoneDistribution|DefaultInstanceWarmup|DeletionProtection"
                  + "|InstanceMaintenancePolicy|TrafficSources)\\b.*",
              "moto loses these settings of a group"),
          known(
              "DescribeScalingActivities \\| only the double .*", "moto has no scaling activities"),
          known(
              "DescribeLifecycleHooks \\| only moto \\| .*(NotificationTargetARN|RoleARN):String",
              "moto answers empty texts for what was not given"),
          known(
              "(PutScalingPolicy|DescribePolicies) \\| only the double \\| "
                  + ".*(Alarm(ARN|Name)|PolicyARN|Enabled):.*",
              "moto makes no alarms for target tracking and leaves these fields out"),
          known(
              "DescribeScheduledActions \\| only the double \\| "
                  + ".*(ScheduledActionARN:String|Time:Instant)",
              "moto leaves these fields out"),
          known(
              "AssumeRole \\| only moto \\| PackedPolicySize:Integer",
              "AWS answers it only if the call brought policies or tags"),
          known(
              "SetDesiredCapacity of an unknown group .*",
              "moto fails with HTTP 500; AWS refuses with ValidationError"),
          known(
              "CreateAutoScalingGroup with an unknown (template|version) .*",
              "moto hands EC2's own refusal on, or accepts; AWS refuses with ValidationError"),
          known(
              "Describe(Subnets|Vpcs) \\| only moto \\| .*(Ipv6|MapPublicIp|PrivateDnsNameOptions"
                  + "|CidrBlockAssociationSet|DhcpOptionsId|InstanceTenancy).*",
              "left out of the double's networks"),
          known(
              "DescribeLaunchTemplateVersions \\| only moto \\| .*LaunchTemplateData.Tag.*",
              "moto adds the template's own tags to what it launches; AWS does not"),
          known(
              "(Run|Describe)Instances \\| only moto \\| .*(NetworkInterfaces\\[]|Placement"
                  + "\\.GroupName|Platform|PublicDnsName|PublicIpAddress|SourceDestCheck"
                  + "|SriovNetSupport|StateReason|StateTransitionReason).*",
              "left out of the double's machines"),
          known(
              "(Run|Describe)Instances \\| only the double \\| "
                  + ".*(EnaSupport|SecurityGroups\\[].Group(Id|Name)):.*",
              "moto gives a machine without a group none; AWS the VPC's default one"),
          known(
              "DescribeImages \\| only moto \\| Images\\[].(Description|Platform):String",
              "moto answers empty texts, and the platform of a Windows image"),
          known(
              "DescribeImages \\| only the double \\| Images\\[]."
                  + "(BlockDeviceMappings\\[].Ebs.Encrypted"
                  + "|EnaSupport|Hypervisor|ImageLocation|PlatformDetails|SourceImage(Id|Region)"
                  + "|UsageOperation):.*",
              "moto forgets whether disks are encrypted and where an image comes from"));

  /** Why that difference is known; empty if it is not. */
  static Optional<String> reason(String difference) {
    return KNOWN.stream()
        .filter(known -> known.pattern().matcher(difference).matches())
        .map(Deviation::reason)
        .findFirst();
  }

  /** Known deviations that do not show any more: they must go. */
  static List<String> unused(List<String> differences) {
    return KNOWN.stream()
        .filter(known -> differences.stream().noneMatch(d -> known.pattern().matcher(d).matches()))
        .map(known -> known.pattern().pattern())
        .toList();
  }
}
