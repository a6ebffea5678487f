package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.pojo.Pojos;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.InstanceMaintenancePolicy;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * Every member that a group can be created with, and what becomes of it when the next generation
 * takes over: nothing that people set may get lost in silence. What the API's next version adds
 * fails a test until it is decided here.
 */
final class GroupMembers {
  /** What becomes of a member. */
  sealed interface How {}

  /** This tool sets it itself, or a group does not keep it; people's changes of it are no loss. */
  private record Derived() implements How {}

  /** The next generation's group gets what the active one has. */
  private record Carried(Copying copying) implements How {}

  /** What it is set to, if that is another value than a group of this tool has from birth. */
  private record Refused(Finding finding) implements How {}

  private interface Copying {
    void copy(AutoScalingGroup from, CreateAutoScalingGroupRequest.Builder to);
  }

  private interface Finding {
    Optional<String> find(AutoScalingGroup group);
  }

  private static final How DERIVED = new Derived();

  /** Needs a call of its own; see {@link Launcher}. */
  private static final How CARRIED_APART = new Carried((from, to) -> {});

  /** Such a role would have to be passed; this one every account has. */
  private static final String OWN_ROLE = "/AWSServiceRoleForAutoScaling";

  /** What says "as if nothing were set". */
  private static final Set<String> NO_RESERVATION = Set.of("default", "none");

  private static final Map<String, How> MEMBERS =
      Map.ofEntries(
          Map.entry("AutoScalingGroupName", DERIVED),
          Map.entry("LaunchConfigurationName", refused(AutoScalingGroup::launchConfigurationName)),
          Map.entry("LaunchTemplate", new Refused(GroupMembers::otherTemplate)),
          Map.entry("MixedInstancesPolicy", refused(AutoScalingGroup::mixedInstancesPolicy)),
          // A group is made like that machine and forgets it.
          Map.entry("InstanceId", DERIVED),
          Map.entry("MinSize", DERIVED),
          Map.entry("MaxSize", DERIVED),
          Map.entry("DesiredCapacity", DERIVED),
          Map.entry("DefaultCooldown", carried((g, to) -> to.defaultCooldown(g.defaultCooldown()))),
          // Where machines go is the infrastructure's to say.
          Map.entry("AvailabilityZones", DERIVED),
          Map.entry("AvailabilityZoneIds", DERIVED),
          Map.entry("VPCZoneIdentifier", DERIVED),
          // All but the slot's target group are other ways in; see WaysIn.
          Map.entry("LoadBalancerNames", DERIVED),
          Map.entry("TargetGroupARNs", DERIVED),
          Map.entry("TrafficSources", DERIVED),
          Map.entry("HealthCheckType", carried(GroupMembers::healthCheckType)),
          Map.entry(
              "HealthCheckGracePeriod",
              carried((g, to) -> to.healthCheckGracePeriod(g.healthCheckGracePeriod()))),
          Map.entry("PlacementGroup", refused(AutoScalingGroup::placementGroup)),
          Map.entry(
              "TerminationPolicies",
              carried((g, to) -> to.terminationPolicies(g.terminationPolicies()))),
          // No machine of such a group could ever be ended.
          Map.entry(
              "NewInstancesProtectedFromScaleIn",
              new Refused(g -> on(g.newInstancesProtectedFromScaleIn()))),
          Map.entry(
              "CapacityRebalance", carried((g, to) -> to.capacityRebalance(g.capacityRebalance()))),
          Map.entry("LifecycleHookSpecificationList", CARRIED_APART),
          Map.entry("DeletionProtection", DERIVED),
          Map.entry("Tags", carried(GroupMembers::ownTags)),
          Map.entry(
              "ServiceLinkedRoleARN",
              new Refused(
                  g -> text(g.serviceLinkedRoleARN()).filter(role -> !role.endsWith(OWN_ROLE)))),
          Map.entry(
              "MaxInstanceLifetime",
              carried((g, to) -> to.maxInstanceLifetime(g.maxInstanceLifetime()))),
          Map.entry("Context", refused(AutoScalingGroup::context)),
          Map.entry(
              "DesiredCapacityType",
              new Refused(g -> text(g.desiredCapacityType()).filter(t -> !t.equals("units")))),
          Map.entry(
              "DefaultInstanceWarmup",
              carried((g, to) -> to.defaultInstanceWarmup(g.defaultInstanceWarmup()))),
          Map.entry("InstanceMaintenancePolicy", carried(GroupMembers::maintenance)),
          Map.entry(
              "AvailabilityZoneDistribution",
              carried(
                  (g, to) -> to.availabilityZoneDistribution(g.availabilityZoneDistribution()))),
          Map.entry("AvailabilityZoneImpairmentPolicy", new Refused(GroupMembers::zonalShift)),
          // Of the request alone.
          Map.entry("SkipZonalShiftValidation", DERIVED),
          // Two generations would need twice what is reserved.
          Map.entry("CapacityReservationSpecification", new Refused(GroupMembers::reservation)),
          // Machines that are retained never end by themselves.
          Map.entry("InstanceLifecyclePolicy", new Refused(GroupMembers::retention)),
          Map.entry("Operator", refused(AutoScalingGroup::operator)));

  private GroupMembers() {}

  /** The names of all members that are decided. */
  static Set<String> names() {
    return MEMBERS.keySet();
  }

  /** Gives the next generation's group what it is to have from the active one. */
  static void carry(AutoScalingGroup from, CreateAutoScalingGroupRequest.Builder to) {
    for (How how : MEMBERS.values()) {
      if (how instanceof Carried carried) {
        carried.copying().copy(from, to);
      }
    }
  }

  /** What was set on the group and cannot be carried over, by name and value. */
  static List<String> lost(AutoScalingGroup group) {
    List<String> lost = new ArrayList<>();
    new TreeMap<>(MEMBERS)
        .forEach(
            (name, how) -> {
              if (how instanceof Refused refused) {
                refused.finding().find(group).ifPresent(value -> lost.add(name + " " + value));
              }
            });
    // Not a member of the creation, and lost all the same.
    Optional.ofNullable(group.warmPoolConfiguration())
        .ifPresent(pool -> lost.add("warm pool " + Pojos.json(pool)));
    return lost.stream().map(what -> what + " of " + group.autoScalingGroupName()).toList();
  }

  private static How carried(Copying copying) {
    return new Carried(copying);
  }

  private static How refused(Function<AutoScalingGroup, @Nullable Object> value) {
    return new Refused(group -> text(value.apply(group)));
  }

  private static Optional<String> text(@Nullable Object value) {
    String text =
        value instanceof SdkPojo pojo ? Pojos.json(pojo) : value == null ? "" : value.toString();
    return Optional.of(text).filter(t -> !t.isEmpty());
  }

  private static Optional<String> on(@Nullable Boolean flag) {
    return Boolean.TRUE.equals(flag) ? Optional.of("true") : Optional.empty();
  }

  /** The next generation's template is made of the infrastructure's, not of this one. */
  private static Optional<String> otherTemplate(AutoScalingGroup group) {
    LaunchTemplateSpecification template = group.launchTemplate();
    boolean own =
        template == null
            || (group.autoScalingGroupName().equals(template.launchTemplateName())
                && Templates.VERSION.equals(template.version()));
    return own
        ? Optional.empty()
        : Optional.of(template.launchTemplateName() + " version " + template.version());
  }

  /** Between groups that both have a target group, or both have none. */
  private static void healthCheckType(
      AutoScalingGroup from, CreateAutoScalingGroupRequest.Builder to) {
    if (from.targetGroupARNs().isEmpty() == to.build().targetGroupARNs().isEmpty()) {
      to.healthCheckType(from.healthCheckType());
    }
  }

  /** People's own tags; this tool's say what a generation is, and AWS's it sets itself. */
  private static void ownTags(AutoScalingGroup from, CreateAutoScalingGroupRequest.Builder to) {
    List<Tag> tags = new ArrayList<>(to.build().tags());
    Set<String> taken = tags.stream().map(Tag::key).collect(Collectors.toSet());
    for (TagDescription tag : from.tags()) {
      boolean own = !tag.key().startsWith(Tags.PREFIX) && !tag.key().startsWith("aws:");
      if (own && taken.add(tag.key())) {
        tags.add(
            Tag.builder()
                .key(tag.key())
                .value(tag.value())
                .propagateAtLaunch(tag.propagateAtLaunch())
                .build());
      }
    }
    to.tags(tags);
  }

  /** Unset values are shown as -1 (Auto Scaling API reference, InstanceMaintenancePolicy). */
  private static void maintenance(AutoScalingGroup from, CreateAutoScalingGroupRequest.Builder to) {
    InstanceMaintenancePolicy policy = from.instanceMaintenancePolicy();
    if (policy != null
        && policy.minHealthyPercentage() != null
        && policy.minHealthyPercentage() >= 0) {
      to.instanceMaintenancePolicy(policy);
    }
  }

  /** While a zone is shifted away, a group that takes part cannot be made without a say-so. */
  private static Optional<String> zonalShift(AutoScalingGroup group) {
    var policy = group.availabilityZoneImpairmentPolicy();
    return policy != null && Boolean.TRUE.equals(policy.zonalShiftEnabled())
        ? text(policy)
        : Optional.empty();
  }

  private static Optional<String> reservation(AutoScalingGroup group) {
    var reservation = group.capacityReservationSpecification();
    return reservation == null
            || NO_RESERVATION.contains(
                String.valueOf(reservation.capacityReservationPreferenceAsString()))
        ? Optional.empty()
        : text(reservation);
  }

  private static Optional<String> retention(AutoScalingGroup group) {
    var policy = group.instanceLifecyclePolicy();
    boolean retains =
        policy != null
            && policy.retentionTriggers() != null
            && "retain".equals(policy.retentionTriggers().terminateHookAbandonAsString());
    return retains ? text(policy) : Optional.empty();
  }
}
