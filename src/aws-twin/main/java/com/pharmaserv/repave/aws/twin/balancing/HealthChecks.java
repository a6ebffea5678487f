package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.Machine;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.balancing.Target.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks targets. User guide, "Health checks for your target groups": a new target is healthy after
 * one passed check; a healthy one becomes unhealthy, and an unhealthy one healthy, after as many
 * consecutive checks as the thresholds say.
 */
final class HealthChecks {
  private HealthChecks() {}

  /** Checks the target at its group's interval for as long as this registration lasts. */
  static void start(Balancing balancing, Target target) {
    int interval = balancing.group(target.groupArn()).check().intervalSeconds();
    // Checks of different targets are not in step.
    Duration first = Duration.ofMillis(balancing.region().random().nextInt(interval * 1000) + 1L);
    balancing.region().clock().after(first, () -> check(balancing, target));
  }

  private static void check(Balancing balancing, Target registration) {
    Optional<Target> present =
        balancing
            .target(registration.groupArn(), registration.machineId())
            .filter(target -> target.registeredAt().equals(registration.registeredAt()))
            .filter(target -> target.health() != Health.DRAINING);
    if (present.isEmpty()) {
      return;
    }
    Target target = present.get();
    TwinRegion region = balancing.region();
    Optional<Machine> machine = region.machines().machine(target.machineId());
    if (machine.isEmpty() || machine.get().ended()) {
      // User guide, "Register targets": a terminated instance is deregistered by itself.
      balancing.deregister(target.groupArn(), target.machineId());
      return;
    }
    TargetGroup group = balancing.group(target.groupArn());
    balancing.put(next(balancing, group.check(), target, machine.get()));
    region
        .clock()
        .after(
            Duration.ofSeconds(group.check().intervalSeconds()),
            () -> check(balancing, registration));
  }

  private static Target next(
      Balancing balancing, TargetGroup.HealthCheck check, Target target, Machine machine) {
    Instant now = balancing.region().clock().now();
    if (machine.state().startsWith("stop")) {
      return target.turned(Health.STOPPED, now);
    }
    if (!balancing.isUsed(target, balancing.rulesNaming(target.groupArn()))) {
      return target.turned(Health.INITIAL, now);
    }
    boolean passed = passes(balancing.region(), target, machine);
    return switch (target.health()) {
      case INITIAL, STOPPED ->
          passed
              ? target.turned(Health.HEALTHY, now)
              : failed(target.turned(Health.INITIAL, now), target.run(), check, now);
      case HEALTHY ->
          passed ? target.turned(Health.HEALTHY, now) : failed(target, target.run(), check, now);
      case UNHEALTHY -> passed ? recovered(target, check, now) : target.counting(0);
      default -> target;
    };
  }

  private static Target failed(
      Target target, int before, TargetGroup.HealthCheck check, Instant now) {
    return before + 1 >= check.unhealthyThreshold()
        ? target.turned(Health.UNHEALTHY, now)
        : target.counting(before + 1);
  }

  private static Target recovered(Target target, TargetGroup.HealthCheck check, Instant now) {
    return target.run() + 1 >= check.healthyThreshold()
        ? target.turned(Health.HEALTHY, now)
        : target.counting(target.run() + 1);
  }

  private static boolean passes(TwinRegion region, Target target, Machine machine) {
    return answers(region, target, machine) && region.behaviour(machine).healthy();
  }

  /** Whether the application is up at all. */
  static boolean answers(TwinRegion region, Target target, Machine machine) {
    Instant up = target.registeredAt().plus(region.behaviour(machine).startUp());
    return machine.running()
        && region.behaviour(machine).boots()
        && !region.clock().now().isBefore(up);
  }
}
