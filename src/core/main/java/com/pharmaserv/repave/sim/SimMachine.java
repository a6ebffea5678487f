package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A simulated machine: when it boots, when it is healthy, and whether it misbehaves. */
final class SimMachine {
  private static final Duration FLAP = Duration.ofSeconds(3);

  final String id;
  final String zone;
  final boolean healthyImage;
  final Instant inServiceAt;
  final Instant healthyAt;
  boolean flapping;
  boolean protectedFromEnding;
  Optional<Instant> endsAt = Optional.empty();

  SimMachine(String id, String zone, boolean healthyImage, Instant inServiceAt, Instant healthyAt) {
    this.id = id;
    this.zone = zone;
    this.healthyImage = healthyImage;
    this.inServiceAt = inServiceAt;
    this.healthyAt = healthyAt;
  }

  /** Nothing more happens to it by itself. */
  void calm() {
    flapping = false;
    protectedFromEnding = false;
  }

  boolean leaving() {
    return endsAt.isPresent();
  }

  Lifecycle lifecycle(Instant now) {
    if (leaving()) {
      return Lifecycle.TERMINATING;
    }
    return now.isBefore(inServiceAt) ? Lifecycle.PENDING : Lifecycle.IN_SERVICE;
  }

  Health health(Instant now) {
    if (leaving()) {
      return Health.DRAINING;
    }
    if (now.isBefore(healthyAt)) {
      return Health.INITIAL;
    }
    if (!healthyImage) {
      return Health.UNHEALTHY;
    }
    boolean down = Duration.between(healthyAt, now).toMillis() / FLAP.toMillis() % 2 == 1;
    return flapping && down ? Health.UNHEALTHY : Health.HEALTHY;
  }

  boolean serves(Instant now) {
    return lifecycle(now) == Lifecycle.IN_SERVICE && health(now) == Health.HEALTHY;
  }

  /** Would serve, were it not for a fault that the engine may not have seen yet. */
  boolean wouldServe(Instant now) {
    return !leaving() && healthyImage && !now.isBefore(healthyAt);
  }

  Machine view(Instant now) {
    return new Machine(id, zone, lifecycle(now), health(now));
  }
}
