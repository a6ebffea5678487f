package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.Machine;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.balancing.Forward.Weighted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The users' requests: they follow the rules' weights, and are counted. */
public final class Traffic {
  private static final Duration TICK = Duration.ofSeconds(5);

  /** The share of requests that take {@link #SLOW} times as long as the others: p99 shows them. */
  private static final double SLOW_SHARE = 0.03;

  private static final int SLOW = 4;

  private final TwinRegion region;
  private final Balancing balancing;
  private final Routing routing;
  private final Map<String, Double> perSecond = new TreeMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Meter meter = new Meter();
  private boolean running;
  private long answered;

  public Traffic(TwinRegion region) {
    this.region = region;
    this.balancing = region.part(Balancing.class);
    this.routing = region.part(Routing.class);
  }

  /**
   * Requests that users saw fail.
   *
   * @param status 500 by a target, 502 without an answer of it, 503 without a target
   */
  public record Failure(Instant at, String ruleArn, String groupArn, int status, long count) {}

  /** Lets that many requests per second arrive at the rule from now on; 0 ends it. */
  public void through(String ruleArn, double requestsPerSecond) {
    region
        .cloud()
        .guarded(
            () -> {
              perSecond.put(ruleArn, requestsPerSecond);
              if (!running) {
                running = true;
                region.clock().after(TICK, this::tick);
              }
              return running;
            });
  }

  public Meter meter() {
    return meter;
  }

  /** All failures so far, in order. */
  public List<Failure> failures() {
    return region.cloud().guarded(() -> List.copyOf(failures));
  }

  /** How many requests were answered well. */
  public long answered() {
    return answered;
  }

  private void tick() {
    double seconds = TICK.toSeconds();
    perSecond.forEach(
        (arn, rate) -> balancing.rules().get(arn).ifPresent(rule -> spread(rule, rate * seconds)));
    region.clock().after(TICK, this::tick);
  }

  private void spread(Rule rule, double requests) {
    for (Forward action : rule.actions()) {
      int total = action.groups().stream().mapToInt(Weighted::weight).sum();
      if (total == 0) {
        fail(rule, "", 503, whole(requests));
      }
      for (Weighted group : action.groups()) {
        if (group.weight() > 0) {
          arrive(rule, group.groupArn(), whole(requests * group.weight() / total));
        }
      }
    }
  }

  private void arrive(Rule rule, String groupArn, long requests) {
    List<Target> targets = routing.usable(groupArn);
    if (targets.isEmpty()) {
      fail(rule, groupArn, 503, requests);
      return;
    }
    long left = requests;
    for (int i = 0; i < targets.size(); i++) {
      long share = left / (targets.size() - i);
      left -= share;
      atTarget(rule, targets.get(i), share);
    }
  }

  private void atTarget(Rule rule, Target target, long requests) {
    Meter.Minute minute = meter.at(target.groupArn(), region.clock().now());
    Optional<Machine> machine = region.machines().machine(target.machineId());
    if (machine.isEmpty() || !HealthChecks.answers(region, target, machine.get())) {
      minute.add(requests, 0, requests);
      fail(rule, target.groupArn(), 502, requests);
      return;
    }
    ImageBehaviour behaviour = region.behaviour(machine.get());
    long errors = behaviour.healthy() ? whole(requests * behaviour.errors()) : requests;
    long refused = Math.min(requests - errors, whole(requests * behaviour.refused()));
    minute.add(requests, errors, refused);
    long slow = whole((requests - refused) * SLOW_SHARE);
    minute.took(behaviour.latency().toMillis() * SLOW, slow);
    minute.took(behaviour.latency().toMillis(), requests - refused - slow);
    fail(rule, target.groupArn(), 500, errors);
    fail(rule, target.groupArn(), 502, refused);
    answered += requests - errors - refused;
  }

  private void fail(Rule rule, String groupArn, int status, long count) {
    if (count > 0) {
      failures.add(new Failure(region.clock().now(), rule.arn(), groupArn, status, count));
    }
  }

  /** An expected number as a whole one: the fraction is the chance of one more. */
  private long whole(double expected) {
    long floor = (long) expected;
    return floor + (region.random().nextDouble() < expected - floor ? 1 : 0);
  }
}
