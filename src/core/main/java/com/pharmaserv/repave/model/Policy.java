package com.pharmaserv.repave.model;

import java.time.Duration;
import java.util.List;

/**
 * How a fleet may be rolled. Every wait of a rollout is bounded by one of these durations.
 *
 * @param steps candidate's share of traffic after each shift, in percent, rising, the last 100
 * @param soak how long each step but the last is watched
 * @param finalSoak how long the last step is watched before the candidate is promoted
 * @param floorPercent share of the desired machines that must be healthy and serving at all times
 * @param approval whether a person must approve before the first production traffic
 * @param gates conditions that the soaking candidate must meet
 * @param capacityProbe whether the provider is asked for the machines for a moment before a rollout
 *     begins: the only way to learn whether it has them
 * @param bounds how long each phase may take
 */
public record Policy(
    List<Integer> steps,
    Duration soak,
    Duration finalSoak,
    int floorPercent,
    boolean approval,
    List<Gate> gates,
    boolean capacityProbe,
    Bounds bounds) {
  public static final int STEPS_MAX = 20;

  /** A policy that does not ask for machines beforehand. */
  public Policy(
      List<Integer> steps,
      Duration soak,
      Duration finalSoak,
      int floorPercent,
      boolean approval,
      List<Gate> gates,
      Bounds bounds) {
    this(steps, soak, finalSoak, floorPercent, approval, gates, false, bounds);
  }

  public Policy {
    steps = List.copyOf(steps);
    gates = List.copyOf(gates);
    if (steps.isEmpty() || steps.size() > STEPS_MAX || steps.get(steps.size() - 1) != 100) {
      throw new IllegalArgumentException(
          "steps " + steps + " must be 1 to " + STEPS_MAX + " percentages that end with 100");
    }
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) <= (i == 0 ? 0 : steps.get(i - 1))) {
        throw new IllegalArgumentException("steps " + steps + " must rise from above 0 to 100");
      }
    }
    if (floorPercent < 1 || floorPercent > 100) {
      throw new IllegalArgumentException("floor " + floorPercent + "% must be from 1 to 100");
    }
    requireNotNegative("soak", soak);
    requireNotNegative("finalSoak", finalSoak);
  }

  /**
   * Bounds of every wait, each an upper limit except {@code stability}, {@code retention} and
   * {@code poll}.
   *
   * @param stability how long "all healthy" must hold without a break before it is believed
   * @param launch for all machines to be in service
   * @param warmUp for all of them to be healthy and to stay so
   * @param verify for the candidate to pass through the test route
   * @param judgment for a person to approve
   * @param shift for new weights to be read back, and for the machines a shift needs
   * @param drain for open requests to end
   * @param retire for a generation's machines to be gone
   * @param retention how long the previous generation is kept warm and fully sized
   * @param pause how long a rollout may stay paused before it goes back
   * @param poll how often the world is looked at while nothing happens
   */
  public record Bounds(
      Duration stability,
      Duration launch,
      Duration warmUp,
      Duration verify,
      Duration judgment,
      Duration shift,
      Duration drain,
      Duration retire,
      Duration retention,
      Duration pause,
      Duration poll) {
    /** Defaults that suit machines which boot in minutes. */
    public static final Bounds DEFAULT =
        new Bounds(
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofHours(8),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofSeconds(5));

    public Bounds {
      requireNotNegative("stability", stability);
      requireNotNegative("retention", retention);
      requirePositive("launch", launch);
      requirePositive("warmUp", warmUp);
      requirePositive("verify", verify);
      requirePositive("judgment", judgment);
      requirePositive("shift", shift);
      requirePositive("drain", drain);
      requirePositive("retire", retire);
      requirePositive("pause", pause);
      requirePositive("poll", poll);
      if (stability.compareTo(warmUp) >= 0) {
        throw new IllegalArgumentException(
            "stability " + stability + " must be shorter than warmUp " + warmUp);
      }
    }
  }

  /** The names of all alarms that gates watch, each once, in their order. */
  public List<String> alarms() {
    return gates.stream()
        .filter(Gate.Alarms.class::isInstance)
        .flatMap(gate -> ((Gate.Alarms) gate).names().stream())
        .distinct()
        .toList();
  }

  /** The gates that are commands. */
  public List<Gate.Command> commands() {
    return gates.stream()
        .filter(Gate.Command.class::isInstance)
        .map(Gate.Command.class::cast)
        .toList();
  }

  /** Healthy machines that a slot needs to carry {@code sharePercent} of the traffic. */
  public int needed(int desired, int sharePercent) {
    if (sharePercent == 0) {
      return 0;
    }
    long scaled = (long) desired * floorPercent * sharePercent;
    return Math.max(1, (int) ((scaled + 9_999) / 10_000));
  }

  private static void requireNotNegative(String what, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(what + " " + value + " must not be negative");
    }
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(what + " " + value + " must be above 0");
    }
  }
}
