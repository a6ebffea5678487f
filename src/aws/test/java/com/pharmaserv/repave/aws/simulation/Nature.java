package com.pharmaserv.repave.aws.simulation;

import com.pharmaserv.repave.model.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/** What happens in an account by itself: machines die, zones run dry, load rises, people meddle. */
final class Nature {
  private static final int GAP_SECONDS = 150;
  private static final Duration DRY = Duration.ofMinutes(2);

  private final AwsWorld world;
  private final SplittableRandom random;

  Nature(AwsWorld world, SplittableRandom random) {
    this.world = world;
    this.random = random;
  }

  /** Lets things happen for so long; what was taken away is given back then. */
  void unleash(Duration span) {
    Duration at = Duration.ZERO;
    while (at.compareTo(span) < 0) {
      at = at.plusSeconds(1 + random.nextInt(2 * GAP_SECONDS));
      int what = random.nextInt(6);
      world.cloud.clock().after(at, () -> world.cloud.quietly(() -> happen(what)));
    }
    world.cloud.clock().after(span, () -> world.cloud.faults().calm());
  }

  private boolean happen(int what) {
    List<AwsTruth.Group> groups = AwsTruth.read(world).groups();
    if (groups.isEmpty()) {
      return false;
    }
    AwsTruth.Group any = groups.get(random.nextInt(groups.size()));
    switch (what) {
      case 0, 1 -> loseMachine(any);
      case 2 -> dryZone();
      case 3, 4 -> scaleOut(groups);
      default -> suspend(groups);
    }
    return true;
  }

  private void loseMachine(AwsTruth.Group group) {
    List<Instance> machines =
        world
            .world
            .clients()
            .scaling()
            .describeAutoScalingGroups(r -> r.autoScalingGroupNames(group.name()))
            .autoScalingGroups()
            .get(0)
            .instances();
    if (!machines.isEmpty()) {
      String id = machines.get(random.nextInt(machines.size())).instanceId();
      world.invariants.disturbed();
      world.world.clients().compute().terminateInstances(r -> r.instanceIds(id));
    }
  }

  private void dryZone() {
    String zone = world.fleet.zones().get(random.nextInt(world.fleet.zones().size()));
    world.cloud.faults().dry(zone);
    world.cloud.clock().after(DRY, () -> world.cloud.faults().plenty(zone));
  }

  /** Scaling acts on the generation that carries the traffic, within its bounds. */
  private void scaleOut(List<AwsTruth.Group> groups) {
    active(groups)
        .filter(g -> g.desired() > 0)
        .filter(g -> g.desired() < Integer.parseInt(g.settings().getOrDefault("max", "0")))
        .ifPresent(
            g -> {
              world.invariants.disturbed();
              world
                  .world
                  .clients()
                  .scaling()
                  .setDesiredCapacity(
                      r -> r.autoScalingGroupName(g.name()).desiredCapacity(g.desired() + 1));
            });
  }

  /** A person suspends a process on the active generation, which has to survive a rollback. */
  private void suspend(List<AwsTruth.Group> groups) {
    active(groups)
        .ifPresent(
            g -> {
              world
                  .world
                  .clients()
                  .scaling()
                  .suspendProcesses(
                      r ->
                          r.autoScalingGroupName(g.name())
                              .scalingProcesses("AZRebalance", "AlarmNotification"));
              world.invariants.suspended(g.name(), "[AZRebalance, AlarmNotification]");
            });
  }

  private Optional<AwsTruth.Group> active(List<AwsTruth.Group> groups) {
    AwsTruth now = AwsTruth.read(world);
    if (!world.fleet.routed()) {
      return groups.stream().findFirst();
    }
    Slot slot = now.weights().share(Slot.BLUE) >= 50 ? Slot.BLUE : Slot.GREEN;
    return now.in(slot);
  }
}
