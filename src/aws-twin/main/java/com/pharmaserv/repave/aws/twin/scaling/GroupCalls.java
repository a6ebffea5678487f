package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Machines.Template;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.scaling.Group.Settings;
import com.pharmaserv.repave.aws.twin.scaling.Group.Tag;
import com.pharmaserv.repave.aws.twin.scaling.Group.TemplateRef;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Creates, changes and deletes groups. */
final class GroupCalls {
  private static final int NAME_LENGTH_MAX = 255;
  private static final Duration DELETION_MIN = Duration.ofSeconds(3);
  private static final Duration DELETION_MAX = Duration.ofSeconds(15);

  /** Settings that are kept and answered, but change nothing. */
  private static final Set<String> KEPT =
      Set.of(
          "InstanceMaintenancePolicy",
          "TerminationPolicies",
          "CapacityRebalance",
          "MaxInstanceLifetime",
          "CapacityReservationSpecification",
          "AvailabilityZoneDistribution",
          "AvailabilityZoneImpairmentPolicy",
          "Context",
          "DesiredCapacityType",
          "InstanceLifecyclePolicy",
          "MixedInstancesPolicy",
          "Operator",
          "PlacementGroup",
          "ServiceLinkedRoleARN");

  private static final Set<String> UNDERSTOOD =
      Set.of(
          "Action",
          "Version",
          "AutoScalingGroupName",
          "LaunchTemplate",
          "MinSize",
          "MaxSize",
          "DesiredCapacity",
          "DefaultCooldown",
          "VPCZoneIdentifier",
          "TargetGroupARNs",
          "LoadBalancerNames",
          "TrafficSources",
          "HealthCheckType",
          "HealthCheckGracePeriod",
          "DefaultInstanceWarmup",
          "NewInstancesProtectedFromScaleIn",
          "DeletionProtection",
          "LifecycleHookSpecificationList",
          "Tags");

  private static final Settings PLAIN =
      new Settings("EC2", 0, 300, Optional.empty(), false, Protection.NONE, Map.of());

  Answer create(Request request) {
    Scaling scaling = ScalingService.of(request);
    Params params = request.params();
    refuseUnknown(params);
    String name = params.required("AutoScalingGroupName");
    if (name.length() > NAME_LENGTH_MAX || name.contains(":")) {
      throw new TwinException("ValidationError", "Invalid group name '" + name + "'");
    }
    // Auto Scaling API reference, CreateAutoScalingGroup: AlreadyExists; also while it is deleted.
    if (scaling.groups().has(name)) {
      throw new TwinException(
          "AlreadyExists",
          "AutoScalingGroup by this name already exists - A group with the name "
              + name
              + " already exists");
    }
    int min = number(params, "MinSize");
    int max = number(params, "MaxSize");
    int desired = params.number("DesiredCapacity").orElse(min);
    bounds(min, max, desired);
    List<String> groups = SourceCalls.targetGroups(params);
    SourceCalls.requireGroups(request, groups);
    Group group =
        new Group(
            name,
            request
                .region()
                .arn(
                    "autoscaling",
                    "autoScalingGroup:"
                        + request.region().ids().uuid()
                        + ":autoScalingGroupName/"
                        + name),
            template(request),
            min,
            max,
            desired,
            subnets(request),
            groups,
            SourceCalls.others(params),
            settings(params, PLAIN),
            Map.of(),
            Map.of(),
            request.now(),
            false);
    for (Params tag : params.items("Tags")) {
      group = group.tagged(tag(tag));
    }
    scaling.groups().put(name, group);
    for (Params hook : params.items("LifecycleHookSpecificationList")) {
      Hook parsed = Hook.parse(name, hook);
      scaling.hooks().put(Scaling.key(name, parsed.name()), parsed);
    }
    scaling.soon(name);
    return Answer.empty();
  }

  static Tag tag(Params tag) {
    return new Tag(
        tag.required("Key"),
        tag.text("Value").orElse(""),
        tag.flag("PropagateAtLaunch").orElse(false));
  }

  /** A parameter that the double would ignore must not pass in silence. */
  private static void refuseUnknown(Params params) {
    for (String key : params.all().keySet()) {
      String head = key.replaceFirst("\\..*$", "");
      if (!UNDERSTOOD.contains(head) && !KEPT.contains(head)) {
        throw new AssertionError("the double's groups do not have the setting " + key);
      }
    }
  }

  private static int number(Params params, String name) {
    return params
        .number(name)
        .orElseThrow(() -> new TwinException("ValidationError", name + " is required"));
  }

  private static void bounds(int min, int max, int desired) {
    if (min < 0 || min > max) {
      throw new TwinException(
          "ValidationError", "Max bound, " + max + ", must be greater than min bound, " + min);
    }
    if (desired < min || desired > max) {
      throw new TwinException(
          "ValidationError",
          "Desired capacity:"
              + desired
              + " must be between the specified min size:"
              + min
              + " and max size:"
              + max);
    }
  }

  private static TemplateRef template(Request request) {
    Params params = request.params();
    String idOrName =
        params
            .text("LaunchTemplate.LaunchTemplateId")
            .or(() -> params.text("LaunchTemplate.LaunchTemplateName"))
            .orElseThrow(
                () ->
                    new TwinException(
                        "ValidationError",
                        "Valid requests must contain either LaunchTemplate,"
                            + " LaunchConfigurationName, InstanceId or MixedInstancesPolicy"
                            + " parameter."));
    String version = params.text("LaunchTemplate.Version").orElse("$Default");
    String trouble = "You must use a valid fully-formed launch template. ";
    Template template =
        request
            .region()
            .machines()
            .template(idOrName, version)
            .orElseThrow(
                () ->
                    new TwinException(
                        "ValidationError",
                        trouble
                            + "The specified launch template, "
                            + idOrName
                            + ", version "
                            + version
                            + ", does not exist."));
    String image =
        template
            .imageId()
            .orElseThrow(
                () ->
                    new TwinException(
                        "ValidationError", trouble + "The request must contain the ImageId"));
    if (!request.region().machines().imageUsable(image)) {
      throw new TwinException(
          "ValidationError", trouble + "The image id '[" + image + "]' does not exist");
    }
    return new TemplateRef(template.id(), template.name(), version);
  }

  private static List<String> subnets(Request request) {
    List<String> ids =
        Arrays.stream(request.params().required("VPCZoneIdentifier").split(",", -1))
            .map(String::strip)
            .toList();
    for (String id : ids) {
      if (request.region().machines().subnet(id).isEmpty()) {
        throw new TwinException("ValidationError", "The subnet ID '" + id + "' does not exist");
      }
    }
    return ids;
  }

  private static Settings settings(Params params, Settings before) {
    String type = params.text("HealthCheckType").orElse(before.healthCheckType());
    if (!type.matches("(EC2|ELB|EBS|VPC_LATTICE)(,(EC2|ELB|EBS|VPC_LATTICE))*")) {
      throw new TwinException("ValidationError", "Invalid health check type '" + type + "'");
    }
    Map<String, String> kept = new TreeMap<>(before.other());
    Set<String> replaced = new HashSet<>();
    for (String key : params.all().keySet()) {
      String head = key.replaceFirst("\\..*$", "");
      if (KEPT.contains(head) && replaced.add(head)) {
        kept.keySet().removeIf(old -> old.replaceFirst("\\..*$", "").equals(head));
      }
    }
    params
        .all()
        .forEach(
            (key, value) -> {
              if (KEPT.contains(key.replaceFirst("\\..*$", ""))) {
                kept.put(key, value);
              }
            });
    return new Settings(
        type,
        params.number("HealthCheckGracePeriod").orElse(before.graceSeconds()),
        params.number("DefaultCooldown").orElse(before.cooldownSeconds()),
        params.number("DefaultInstanceWarmup").or(before::warmupSeconds),
        params.flag("NewInstancesProtectedFromScaleIn").orElse(before.protectsNew()),
        params.text("DeletionProtection").map(Protection::parse).orElse(before.protection()),
        kept);
  }

  /**
   * Auto Scaling API reference, UpdateAutoScalingGroup: without a desired capacity, a MinSize above
   * the size lifts it to MinSize, and a MaxSize below the size cuts it to MaxSize.
   */
  Answer update(Request request) {
    Scaling scaling = ScalingService.of(request);
    Params params = request.params();
    refuseUnknown(params);
    Group group = scaling.group(params.required("AutoScalingGroupName"));
    int min = params.number("MinSize").orElse(group.min());
    int max = params.number("MaxSize").orElse(group.max());
    int kept = Math.min(Math.max(group.desired(), min), Math.max(min, max));
    int desired = params.number("DesiredCapacity").orElse(kept);
    bounds(min, max, desired);
    Group changed =
        group
            .with(
                params.has("LaunchTemplate") ? template(request) : group.template(),
                params.has("VPCZoneIdentifier") ? subnets(request) : group.subnets(),
                settings(params, group.settings()))
            .sized(min, max, desired);
    scaling.groups().put(group.name(), changed);
    scaling.soon(group.name());
    return Answer.empty();
  }

  /**
   * Auto Scaling API reference, DeleteAutoScalingGroup. Protection is looked at before anything
   * else and answered with a ValidationError (user guide, "How deletion protection works"); its
   * wording is not documented.
   */
  Answer delete(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    boolean force = request.params().flag("ForceDelete").orElse(false);
    Protection protection = group.settings().protection();
    if (protection.blocks(force)) {
      throw new TwinException(
          "ValidationError",
          "AutoScalingGroup %s is protected from deletion: %s"
              .formatted(group.name(), protection.text()));
    }
    if (!force && !scaling.membersOf(group.name(), request.now()).isEmpty()) {
      throw new TwinException(
          "ResourceInUse",
          "You cannot delete an AutoScalingGroup while there are instances still in the group.");
    }
    if (!force && scaling.activitiesOf(group.name()).stream().anyMatch(Activity::open)) {
      throw new TwinException(
          "ScalingActivityInProgress",
          "You cannot delete an AutoScalingGroup while there are scaling activities in progress"
              + " for that group.");
    }
    if (force) {
      scaling.reconciler().ender().force(group);
    }
    scaling.groups().put(group.name(), group.beingDeleted());
    Duration deletion = request.region().between(DELETION_MIN, DELETION_MAX);
    request.region().clock().after(deletion, () -> scaling.vanish(group.name()));
    return Answer.empty();
  }
}
