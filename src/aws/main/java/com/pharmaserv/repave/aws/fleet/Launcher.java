package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.port.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AlreadyExistsException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHookSpecification;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;

/**
 * Launches generations: a launch template, then a group that is attached to its slot's target group
 * from birth. Each step finds what an earlier try left, so that a launch that broke off anywhere is
 * simply asked for again.
 */
final class Launcher {
  private final Site site;
  private final Groups groups;
  private final Templates templates;
  private final Amis amis;
  private final Automations automations;

  Launcher(Site site, Groups groups, Automations automations) {
    this.site = site;
    this.groups = groups;
    this.templates = new Templates(site.clients());
    this.amis = new Amis(site.clients());
    this.automations = automations;
  }

  /** Returns the group's settings as AWS was asked to create it with, or as it stands. */
  OwnGroup launch(Fleet fleet, LaunchGeneration action, Stamp stamp, Permit permit)
      throws ProviderException {
    requireSlotIfRouted(fleet, action);
    HandOver handOver = site.handOvers().of(fleet);
    Amis.Ami ami = amis.find(action.image());
    Optional<OwnGroup> existing = existing(fleet, action);
    if (existing.isPresent()) {
      return existing.get();
    }
    if (ami.block().isPresent()) {
      throw new ProviderException(
          Failure.Kind.DENIED,
          "image %s is blocked: %s; unblock it or launch another one"
              .formatted(action.image(), ami.block().get()));
    }
    String name = Names.group(action.generation());
    SortedMap<String, String> tags = tags(fleet, action, stamp, ami);
    CreateAutoScalingGroupRequest.Builder request = request(fleet, action, handOver, tags);
    if (action.like().isPresent()) {
      takeAfter(request, action.like().get());
    }
    RequestLaunchTemplateData skeleton = templates.skeleton(handOver.skeleton());
    permit.check();
    templates.create(name, skeleton, ami.id(), forMachines(tags));
    permit.check();
    create(name, request.build());
    AutoScalingGroup raw =
        groups
            .named(name)
            .orElseThrow(
                () ->
                    new ProviderException(
                        Failure.Kind.UNKNOWN_OUTCOME,
                        "Auto Scaling group " + name + " was created and is not shown yet"));
    OwnGroup created = OwnGroup.read(raw);
    requireSame(created, action);
    return created;
  }

  private static void requireSlotIfRouted(Fleet fleet, LaunchGeneration action)
      throws ProviderException {
    if (action.slot().isPresent() != fleet.routed()) {
      throw new ProviderException(
          Failure.Kind.DENIED,
          "generation %s must have a slot exactly if its fleet has a route"
              .formatted(action.generation()));
    }
  }

  /**
   * The same generation from an earlier try; refuses if it is another one, or its slot is taken.
   */
  private Optional<OwnGroup> existing(Fleet fleet, LaunchGeneration action)
      throws ProviderException {
    Optional<OwnGroup> same = Optional.empty();
    for (AutoScalingGroup raw : groups.of(fleet.id())) {
      OwnGroup group = OwnGroup.read(raw);
      if (group.id().equals(action.generation()) && !group.leaving()) {
        requireSame(group, action);
        same = Optional.of(group);
      } else if (group.slot().isPresent() && group.slot().equals(action.slot())) {
        throw new ProviderException(
            Failure.Kind.CONFLICT,
            "slot %s of fleet %s is taken by %s%s"
                .formatted(
                    action.slot().get(),
                    fleet.id(),
                    group.id(),
                    group.leaving() ? ", which is being deleted; try again" : ""));
      }
    }
    return same;
  }

  private static void requireSame(OwnGroup there, LaunchGeneration action)
      throws ProviderException {
    boolean same =
        there.image().equals(action.image())
            && there.slot().equals(action.slot())
            && there.rollout().equals(action.rollout());
    if (!same) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("generation %s exists with image %s%s of rollout %s and cannot become one"
                  + " with %s%s of rollout %s")
              .formatted(
                  action.generation(),
                  there.image(),
                  there.slot().map(s -> " in slot " + s).orElse(""),
                  there.rollout(),
                  action.image(),
                  action.slot().map(s -> " in slot " + s).orElse(""),
                  action.rollout()));
    }
  }

  private SortedMap<String, String> tags(
      Fleet fleet, LaunchGeneration action, Stamp stamp, Amis.Ami ami) throws ProviderException {
    TreeMap<String, String> tags = new TreeMap<>();
    tags.put(Tags.MANAGED_BY, Tags.ROLLOUT_TOOL);
    tags.put(Tags.ENVIRONMENT, fleet.id().environment().name());
    tags.put(Tags.FLEET, fleet.id().name());
    tags.put(Tags.GENERATION, action.generation().toString());
    tags.put(Tags.ROLLOUT, String.valueOf(action.rollout().number()));
    tags.put(Tags.EPOCH, String.valueOf(stamp.epoch()));
    tags.put(Tags.INTENT, stamp.intent().toString());
    tags.put(Tags.IMAGE, action.image().full());
    tags.put(Tags.HANDOVER, String.valueOf(site.handOvers().version(fleet)));
    ami.owner().ifPresent(owner -> tags.put(Tags.OWNER, owner));
    action.slot().ifPresent(slot -> tags.put(Tags.SLOT, slot.toString()));
    return tags;
  }

  private static SortedMap<String, String> forMachines(SortedMap<String, String> tags) {
    TreeMap<String, String> some = new TreeMap<>(tags);
    some.keySet().removeAll(Tags.OF_THE_GROUP_ALONE);
    return some;
  }

  private static CreateAutoScalingGroupRequest.Builder request(
      Fleet fleet, LaunchGeneration action, HandOver handOver, SortedMap<String, String> tags)
      throws ProviderException {
    String name = Names.group(action.generation());
    Settings settings = action.settings().allowing(action.desired());
    List<Tag> groupTags =
        tags.entrySet().stream()
            .map(
                e ->
                    Tag.builder()
                        .key(e.getKey())
                        .value(e.getValue())
                        .propagateAtLaunch(!Tags.OF_THE_GROUP_ALONE.contains(e.getKey()))
                        .build())
            .toList();
    CreateAutoScalingGroupRequest.Builder request =
        CreateAutoScalingGroupRequest.builder()
            .autoScalingGroupName(name)
            .launchTemplate(t -> t.launchTemplateName(name).version(Templates.VERSION))
            .minSize(settings.min())
            .maxSize(settings.max())
            .desiredCapacity(action.desired())
            .vpcZoneIdentifier(subnets(fleet, handOver))
            .deletionProtection(OwnGroup.protection(settings.guarded()))
            .tags(groupTags);
    if (action.slot().isPresent() && handOver.route().isPresent()) {
      // Exactly one target group: with health checks of type ELB, any attached one that calls a
      // machine unhealthy gets it replaced. The grace period is 0 unless it is given.
      request
          .targetGroupARNs(handOver.route().get().targetGroup(action.slot().get()))
          .healthCheckType("ELB")
          .healthCheckGracePeriod((int) fleet.policy().bounds().warmUp().toSeconds());
    }
    return request;
  }

  /** The subnets of exactly the fleet's zones. */
  private static String subnets(Fleet fleet, HandOver handOver) throws ProviderException {
    for (String zone : fleet.zones()) {
      if (handOver.subnets().stream().noneMatch(s -> s.zone().equals(zone))) {
        throw new ProviderException(
            Failure.Kind.DENIED,
            ("the infrastructure hands over no subnet in zone %s of fleet %s; it has" + " %s")
                .formatted(zone, fleet.id(), handOver.subnets()));
      }
    }
    return handOver.subnets().stream()
        .filter(s -> fleet.zones().contains(s.zone()))
        .map(HandOver.Subnet::id)
        .collect(Collectors.joining(","));
  }

  /** Takes over how the other generation's group treats its machines. */
  private void takeAfter(CreateAutoScalingGroupRequest.Builder request, GenerationId like)
      throws ProviderException {
    AutoScalingGroup model =
        groups
            .named(Names.group(like))
            .filter(group -> !OwnGroup.leaving(group))
            .orElseThrow(
                () ->
                    new ProviderException(
                        Failure.Kind.GONE, like + " does not exist; nothing to take after"));
    automations.requireMovable(OwnGroup.read(model));
    GroupMembers.carry(model, request);
    List<LifecycleHookSpecification> hooks =
        groups.hooks(Names.group(like)).stream().map(Launcher::specification).toList();
    if (!hooks.isEmpty()) {
      request.lifecycleHookSpecificationList(hooks);
    }
  }

  private static LifecycleHookSpecification specification(LifecycleHook hook) {
    return LifecycleHookSpecification.builder()
        .lifecycleHookName(hook.lifecycleHookName())
        .lifecycleTransition(hook.lifecycleTransition())
        .notificationTargetARN(hook.notificationTargetARN())
        .roleARN(hook.roleARN())
        .notificationMetadata(hook.notificationMetadata())
        .heartbeatTimeout(hook.heartbeatTimeout())
        .defaultResult(hook.defaultResult())
        .build();
  }

  /** Auto Scaling takes no client token: the name says that it is the same group. */
  private void create(String name, CreateAutoScalingGroupRequest request) throws ProviderException {
    Errors.act(
        "create Auto Scaling group " + name,
        () -> {
          try {
            site.clients().autoScaling().createAutoScalingGroup(request);
          } catch (AlreadyExistsException earlier) {
            // An earlier try arrived after all, or a look was stale; read back next.
            return;
          }
        });
  }
}
