package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Machines that are kept apart, in the order of the infrastructure's own reaction: cut off by the
 * group without rules first, since that needs nothing else; then marked, so that it is known
 * whatever fails next; then taken out of its Auto Scaling group, and with that out of the target
 * group, without fewer machines being wanted; then copied, disk by disk. Each step looks first, so
 * that asking again goes on where it stands.
 *
 * <p>A machine's memory cannot be taken from outside.
 */
final class Quarantines {
  private static final int PAGE = 100;

  /** Ten thousand machines in quarantine are a mistake. */
  private static final int PAGES_MAX = 100;

  /** Of machines that can still be looked into. */
  private static final List<String> THERE = List.of("pending", "running", "stopping", "stopped");

  private final Site site;
  private final Groups groups;

  Quarantines(Site site, Groups groups) {
    this.site = site;
    this.groups = groups;
  }

  void quarantine(Fleet fleet, Quarantine action, Permit permit) throws ProviderException {
    String cell = cell(fleet);
    Instance machine = machine(action);
    boolean marked = QuarantineTags.marked(machine);
    Optional<AutoScalingGroup> group = group(action);
    if (group.isEmpty() && !marked) {
      throw gone(action);
    }
    boolean apart =
        machine.securityGroups().size() == 1
            && machine.securityGroups().get(0).groupId().equals(cell);
    if (!apart) {
      permit.check();
      cutOff(action.machine(), cell);
    }
    if (!marked) {
      permit.check();
      mark(action);
    }
    if (group.isPresent()) {
      permit.check();
      takeOut(action.machine(), group.get().autoScalingGroupName());
    }
    if (copies(action.machine()) == 0) {
      permit.check();
      copy(fleet, action);
    }
  }

  private String cell(Fleet fleet) throws ProviderException {
    return site.handOvers()
        .of(fleet)
        .quarantine()
        .orElseThrow(
            () ->
                new ProviderException(
                    Failure.Kind.DENIED,
                    ("the hand-over of %s names no security group for quarantine; run 'pulumi up'"
                            + " with the infra/ of this version")
                        .formatted(fleet.id())));
  }

  /** The machine, if it was launched for that generation and has not ended. */
  private Instance machine(Quarantine action) throws ProviderException {
    List<Instance> found = new ArrayList<>();
    Errors.read(
            "read machine " + action.machine(),
            () -> site.clients().ec2().describeInstances(r -> r.instanceIds(action.machine())))
        .reservations()
        .forEach(reservation -> found.addAll(reservation.instances()));
    return found.stream()
        .filter(i -> i.state().name() != InstanceStateName.TERMINATED)
        .filter(i -> QuarantineTags.generation(i).equals(Optional.of(action.generation())))
        .findFirst()
        .orElseThrow(() -> gone(action));
  }

  private static ProviderException gone(Quarantine action) {
    return new ProviderException(
        Failure.Kind.GONE,
        "generation %s has no machine %s".formatted(action.generation(), action.machine()));
  }

  /** The group, as long as the machine is in it; one that does not let go of it is a conflict. */
  private Optional<AutoScalingGroup> group(Quarantine action) throws ProviderException {
    Optional<AutoScalingGroup> group = groups.named(Names.group(action.generation()));
    Optional<String> state =
        group.stream()
            .flatMap(g -> g.instances().stream())
            .filter(i -> i.instanceId().equals(action.machine()))
            .map(i -> i.lifecycleStateAsString())
            .findFirst();
    if (state.isEmpty() || state.get().startsWith("Detach")) {
      return Optional.empty();
    }
    if (GenerationReader.lifecycle(state.get()) != Lifecycle.IN_SERVICE) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "machine %s of %s is in state %s, and a group lets go of machines in service alone"
              .formatted(action.machine(), action.generation(), state.get()));
    }
    return group;
  }

  private void cutOff(String machine, String cell) throws ProviderException {
    Errors.act(
        "cut off machine %s by security group %s".formatted(machine, cell),
        () ->
            site.clients().ec2().modifyInstanceAttribute(r -> r.instanceId(machine).groups(cell)));
  }

  private void mark(Quarantine action) throws ProviderException {
    Errors.act(
        "mark machine %s".formatted(action.machine()),
        () ->
            site.clients()
                .ec2()
                .createTags(
                    r ->
                        r.resources(action.machine())
                            .tags(
                                QuarantineTags.of(
                                    action.by(), action.reason(), site.time().now()))));
  }

  private void takeOut(String machine, String group) throws ProviderException {
    Errors.act(
        "take machine %s out of %s".formatted(machine, group),
        () ->
            site.clients()
                .autoScaling()
                .detachInstances(
                    r ->
                        r.autoScalingGroupName(group)
                            .instanceIds(machine)
                            .shouldDecrementDesiredCapacity(false)));
  }

  private int copies(String machine) throws ProviderException {
    Filter ofMachine = Filter.builder().name("tag:" + QuarantineTags.MARK).values(machine).build();
    return Errors.read(
            "read the snapshots of machine " + machine,
            () ->
                site.clients().ec2().describeSnapshots(r -> r.ownerIds("self").filters(ofMachine)))
        .snapshots()
        .size();
  }

  private void copy(Fleet fleet, Quarantine action) throws ProviderException {
    TagSpecification tags =
        TagSpecification.builder()
            .resourceType(ResourceType.SNAPSHOT)
            .tags(QuarantineTags.ofCopy(fleet.id(), action.machine()))
            .build();
    Errors.act(
        "copy the disks of machine " + action.machine(),
        () ->
            site.clients()
                .ec2()
                .createSnapshots(
                    r ->
                        r.instanceSpecification(i -> i.instanceId(action.machine()))
                            .description("Evidence of machine " + action.machine())
                            .tagSpecifications(tags)));
  }

  /** By machine; also those that the infrastructure's own reaction took out. */
  List<Quarantined> all(EnvironmentId environment) throws ProviderException {
    List<Quarantined> found = new ArrayList<>();
    List<Filter> filters =
        List.of(
            Filter.builder().name("tag-key").values(QuarantineTags.MARK).build(),
            Filter.builder().name("tag:" + Tags.ENVIRONMENT).values(environment.name()).build(),
            Filter.builder().name("instance-state-name").values(THERE).build());
    Pages.<String>walk(
        "the machines in quarantine of " + environment,
        Pages.atMost(
            PAGES_MAX,
            "more than %s machines are in quarantine; end those that nobody looks into"
                .formatted(PAGES_MAX * PAGE)),
        token -> {
          DescribeInstancesResponse answer =
              site.clients()
                  .ec2()
                  .describeInstances(
                      r -> r.filters(filters).maxResults(PAGE).nextToken(token.orElse(null)));
          answer.reservations().stream()
              .flatMap(reservation -> reservation.instances().stream())
              .flatMap(instance -> QuarantineTags.read(instance).stream())
              .forEach(found::add);
          return Pages.next(answer.nextToken());
        });
    found.sort(Comparator.comparing(Quarantined::machine));
    return found;
  }
}
