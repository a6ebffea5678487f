package com.pharmaserv.repave.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All facts a decision may use.
 *
 * @param candidate what the balancer counted for the candidate since the soak began
 * @param active the same for the generation that was active at the start
 * @param probe one look through the test route
 * @param alarms the policy's alarms; empty if they were not asked for or could not be read
 * @param checks how the commands stand that are due
 * @param blocked whether the candidate's image is blocked
 * @param signals what people asked that has not been heard yet, in order
 * @param unwatched how long nobody looked before this look, beyond what was meant; zero as a rule
 * @param tried the actions of this process's previous turn; empty right after a restart
 */
public record Observation(
    FleetView fleet,
    Optional<Measurement> candidate,
    Optional<Measurement> active,
    Optional<Probe> probe,
    Optional<List<Alarm>> alarms,
    Map<Gate.Command, Check> checks,
    boolean blocked,
    List<Signal> signals,
    Duration unwatched,
    List<Tried> tried) {
  public Observation {
    alarms = alarms.map(List::copyOf);
    checks = Map.copyOf(checks);
    signals = List.copyOf(signals);
    tried = List.copyOf(tried);
  }

  /** An action and how it failed, if it did. */
  public record Tried(Action action, Optional<Failure> failure) {}

  /** The same without what was counted or run since the soak began. */
  public Observation unmeasured() {
    return new Observation(
        fleet,
        Optional.empty(),
        Optional.empty(),
        probe,
        alarms,
        Map.of(),
        blocked,
        signals,
        unwatched,
        tried);
  }

  /** Whether exactly this action has just been carried out by this process. */
  public boolean done(Action action) {
    return tried.stream().anyMatch(t -> t.action().equals(action) && t.failure().isEmpty());
  }

  /** How the previous turn's actions failed, if one did. */
  public Optional<Failure> failure() {
    return tried.stream().flatMap(t -> t.failure().stream()).findFirst();
  }
}
