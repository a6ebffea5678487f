package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fleets, policies and images for simulated and hand-made worlds. */
public final class Scenarios {
  public static final FleetId FLEET = new FleetId("sim-eu", "app");
  public static final ImageId OLD = new ImageId("app", "a".repeat(64));
  public static final ImageId NEW = new ImageId("app", "b".repeat(64));
  public static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");

  private Scenarios() {}

  public static Policy policy(boolean approval, Duration retention, Integer... steps) {
    return new Policy(
        List.of(steps),
        seconds(6),
        seconds(8),
        80,
        approval,
        List.of(new Gate.ErrorRate(2, 20), new Gate.Latency(Duration.ofMillis(500), 20)),
        bounds(retention));
  }

  /** A policy with one step before the last, and with these gates beside those on numbers. */
  public static Policy gated(boolean routed, Gate... gates) {
    Policy plain = policy(false, seconds(20), 50, 100);
    List<Gate> all = new ArrayList<>(routed ? plain.gates() : List.of());
    all.addAll(List.of(gates));
    return new Policy(
        plain.steps(), plain.soak(), plain.finalSoak(), 80, false, all, plain.bounds());
  }

  static Policy.Bounds bounds(Duration retention) {
    return new Policy.Bounds(
        seconds(3),
        seconds(90),
        seconds(60),
        seconds(30),
        seconds(60),
        seconds(40),
        seconds(20),
        seconds(60),
        retention,
        seconds(120),
        seconds(1));
  }

  public static Fleet fleet(int machines, boolean routed, Policy policy) {
    Optional<Fleet.Route> route =
        routed ? Optional.of(new Fleet.Route("app.localhost", "/")) : Optional.empty();
    Capacity capacity = new Capacity(Math.max(1, machines - 1), machines, machines + 3);
    return new Fleet(FLEET, "app", capacity, ZONES, route, policy);
  }

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
