package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Machines.Template;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads groups, their machines and their activities. */
final class DescribeCalls {
  private static final String MIXED = "MixedInstancesPolicy.";

  Answer groups(Request request) {
    Scaling scaling = ScalingService.of(request);
    List<String> names = request.params().texts("AutoScalingGroupNames");
    List<Params> filters = request.params().items("Filters");
    List<Group> found =
        scaling.groups().all(request.asOf()).stream()
            .filter(group -> names.isEmpty() || names.contains(group.name()))
            .filter(group -> filters.stream().allMatch(filter -> matches(group, filter)))
            .toList();
    Page<Group> page = ScalingService.page(request, found);
    boolean withMachines = request.params().flag("IncludeInstances").orElse(true);
    return Answer.xml(
        xml ->
            xml.list(
                    "AutoScalingGroups",
                    page.items(),
                    (item, group) -> {
                      write(item, group, request);
                      item.list(
                          "Instances",
                          withMachines
                              ? scaling.membersOf(group.name(), request.asOf())
                              : List.of(),
                          DescribeCalls::write);
                    })
                .text("NextToken", page.next()));
  }

  /** Auto Scaling API reference, Filter: tag-key, tag-value and tag:KEY. */
  private static boolean matches(Group group, Params filter) {
    String name = filter.required("Name");
    List<String> values = filter.texts("Values");
    if (name.startsWith("tag:")) {
      Group.Tag tag = group.tags().get(name.substring("tag:".length()));
      return tag != null && values.contains(tag.value());
    }
    return switch (name) {
      case "tag-key" -> group.tags().keySet().stream().anyMatch(values::contains);
      case "tag-value" ->
          group.tags().values().stream().anyMatch(tag -> values.contains(tag.value()));
      default ->
          throw new TwinException("ValidationError", "Filter type '" + name + "' is not correct");
    };
  }

  private static void write(Xml xml, Group group, Request request) {
    List<String> zones =
        group.subnets().stream()
            .flatMap(id -> request.region().machines().subnet(id).stream())
            .map(subnet -> subnet.zone())
            .distinct()
            .sorted()
            .toList();
    xml.text("AutoScalingGroupName", group.name())
        .text("AutoScalingGroupARN", group.arn())
        .text("MinSize", group.min())
        .text("MaxSize", group.max())
        .text("DesiredCapacity", group.desired())
        .text("DefaultCooldown", group.settings().cooldownSeconds())
        .texts("AvailabilityZones", zones)
        .text("HealthCheckType", group.settings().healthCheckType())
        .text("HealthCheckGracePeriod", group.settings().graceSeconds())
        .instant("CreatedTime", group.createdAt())
        .list(
            "SuspendedProcesses",
            new TreeMap<>(group.suspended()).entrySet(),
            (item, process) ->
                item.text("ProcessName", process.getKey().text())
                    .text("SuspensionReason", process.getValue()))
        .text("VPCZoneIdentifier", String.join(",", group.subnets()))
        .text("NewInstancesProtectedFromScaleIn", group.settings().protectsNew())
        .text("DeletionProtection", group.settings().protection().text())
        .text("DefaultInstanceWarmup", group.settings().warmupSeconds())
        .list(
            "Tags",
            new TreeMap<>(group.tags()).values(),
            (item, tag) -> TagCalls.write(item, group.name(), tag));
    // Auto Scaling API reference, AutoScalingGroup: the one or the other.
    if (group.settings().other().keySet().stream().noneMatch(k -> k.startsWith(MIXED))) {
      xml.node(
          "LaunchTemplate",
          node ->
              node.text("LaunchTemplateId", group.template().id())
                  .text("LaunchTemplateName", group.template().name())
                  .text("Version", group.template().version()));
    }
    SourceCalls.write(xml, group);
    writeKept(xml, group);
    if (group.deleting()) {
      xml.text("Status", "Delete in progress");
    }
  }

  private static void writeKept(Xml xml, Group group) {
    Map<String, String> kept = new TreeMap<>(group.settings().other());
    if (kept.keySet().stream().noneMatch(key -> key.startsWith("TerminationPolicies."))) {
      kept.put("TerminationPolicies.member.1", "Default");
    }
    kept.putIfAbsent("ServiceLinkedRoleARN", Roles.SERVICE_LINKED);
    kept.putIfAbsent(
        "AvailabilityZoneDistribution.CapacityDistributionStrategy", "balanced-best-effort");
    xml.fields(Params.of(kept));
  }

  private static void write(Xml xml, Member member) {
    xml.text("InstanceId", member.machineId())
        .text("InstanceType", member.template().type())
        .text("AvailabilityZone", member.zone())
        .text("LifecycleState", member.state().text())
        .text("HealthStatus", member.healthy() ? "Healthy" : "Unhealthy")
        .node("LaunchTemplate", node -> write(node, member.template()))
        .text("ProtectedFromScaleIn", member.isProtected());
  }

  private static void write(Xml xml, Template template) {
    xml.text("LaunchTemplateId", template.id())
        .text("LaunchTemplateName", template.name())
        .text("Version", template.version());
  }

  Answer machines(Request request) {
    List<String> ids = request.params().texts("InstanceIds");
    List<Member> found =
        ScalingService.of(request).allMembers(request.asOf()).stream()
            .filter(member -> ids.isEmpty() || ids.contains(member.machineId()))
            .toList();
    Page<Member> page = ScalingService.page(request, found);
    return Answer.xml(
        xml ->
            xml.list(
                    "AutoScalingInstances",
                    page.items(),
                    (item, member) -> {
                      item.text("AutoScalingGroupName", member.group());
                      write(item, member);
                    })
                .text("NextToken", page.next()));
  }

  Answer activities(Request request) {
    Scaling scaling = ScalingService.of(request);
    String group = request.params().required("AutoScalingGroupName");
    if (!scaling.groups().has(group)) {
      throw new TwinException(
          "ValidationError", "AutoScalingGroup name not found - no such group: " + group);
    }
    List<String> ids = request.params().texts("ActivityIds");
    List<Activity> found =
        scaling.activitiesOf(group).stream()
            .filter(activity -> ids.isEmpty() || ids.contains(activity.id()))
            .toList();
    Page<Activity> page = ScalingService.page(request, found);
    return Answer.xml(
        xml ->
            xml.list("Activities", page.items(), DescribeCalls::write)
                .text("NextToken", page.next()));
  }

  /** User guide, quotas: 500 groups per region, 200 launch configurations. */
  Answer limits(Request request) {
    int groups = ScalingService.of(request).groups().all(request.asOf()).size();
    return Answer.xml(
        xml ->
            xml.text("MaxNumberOfAutoScalingGroups", 500)
                .text("MaxNumberOfLaunchConfigurations", 200)
                .text("NumberOfAutoScalingGroups", groups)
                .text("NumberOfLaunchConfigurations", 0));
  }

  static void write(Xml xml, Activity activity) {
    xml.text("ActivityId", activity.id())
        .text("AutoScalingGroupName", activity.group())
        .text("Description", activity.description())
        .text("Cause", activity.cause())
        .instant("StartTime", activity.startedAt())
        .text("EndTime", activity.endedAt())
        .text("StatusCode", activity.status())
        .text("StatusMessage", activity.message())
        .text("Progress", activity.open() ? 30 : 100)
        .text("Details", "{}");
  }
}
