package com.pharmaserv.repave.aws.twin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What goes wrong: seeded, all off at first. Set it up before the calls, from one thread. */
public final class Faults {
  /** EC2 is "eventually consistent"; seconds are what its guide tells callers to start from. */
  private static final int STALE_MILLIS_MAX = 3_000;

  private final Random random;
  private final TwinClock clock;
  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
  private final List<Scripted> scripted = new ArrayList<>();
  private final Set<String> dryZones = new TreeSet<>();
  private final Map<String, Integer> room = new TreeMap<>();
  private double failedLaunches;
  private boolean realBuckets;

  Faults(long seed, TwinClock clock) {
    this.random = new Random(seed);
    this.clock = clock;
  }

  /** A fault for the call of that operation after the next {@code skip} ones. */
  private static final class Scripted {
    private final String operation;
    private final Fault fault;
    private int skip;

    Scripted(String operation, int skip, Fault fault) {
      this.operation = operation;
      this.fault = fault;
      this.skip = skip;
    }
  }

  /**
   * Lets a share of all calls suffer that.
   *
   * @param share from 0 to 1
   */
  public Faults rate(Fault fault, double share) {
    if (share < 0 || share > 1) {
      throw new IllegalArgumentException(fault + ": share " + share + ", from 0 to 1");
    }
    rates.put(fault, share);
    return this;
  }

  /** Lets exactly the next call of that operation suffer that. */
  public Faults next(String operation, Fault fault) {
    return later(operation, 0, fault);
  }

  /** The same, after the next {@code skip} calls of that operation. */
  public Faults later(String operation, int skip, Fault fault) {
    scripted.add(new Scripted(operation, skip, fault));
    return this;
  }

  /** No machine can be launched in that zone any more: {@code InsufficientInstanceCapacity}. */
  public Faults dry(String zone) {
    dryZones.add(zone);
    return this;
  }

  /** That many machines more can be launched in that zone. */
  public Faults room(String zone, int machines) {
    dryZones.remove(zone);
    room.put(zone, machines);
    return this;
  }

  /** The zone has capacity again, without a bound. */
  public Faults plenty(String zone) {
    dryZones.remove(zone);
    room.remove(zone);
    return this;
  }

  /** Lets a share of all launches fail with an internal error. */
  public Faults failLaunches(double share) {
    failedLaunches = share;
    return this;
  }

  /** Throttles by the services' documented token buckets. */
  public Faults realBuckets(boolean on) {
    realBuckets = on;
    return this;
  }

  /** Somebody else changes something after that time. */
  public Faults somebodyElse(Duration after, Runnable edit) {
    clock.after(after, edit);
    return this;
  }

  /** From now on nothing fails by chance or script any more; dry zones stay dry. */
  public Faults calm() {
    rates.clear();
    scripted.clear();
    failedLaunches = 0;
    return this;
  }

  boolean bucketsAreReal() {
    return realBuckets;
  }

  /** Asked by compute before a machine starts; takes the room that the machine needs. */
  public boolean takeRoom(String zone) {
    return takeRoom(zone, 1);
  }

  /** Takes room for all of those machines, or for none. */
  public boolean takeRoom(String zone, int machines) {
    if (dryZones.contains(zone)) {
      return false;
    }
    Integer left = room.get(zone);
    if (left != null && left >= machines) {
      room.put(zone, left - machines);
    }
    return left == null || left >= machines;
  }

  /** Gives back room that was taken and not used. */
  public void giveRoom(String zone, int machines) {
    room.computeIfPresent(zone, (name, left) -> left + machines);
  }

  /** Asked by compute before a machine starts. */
  public boolean failsLaunch() {
    return failedLaunches > 0 && random.nextDouble() < failedLaunches;
  }

  /** The fault of this call, if any; asked once per call. */
  Optional<Fault> befalls(String operation, boolean mutating) {
    for (Iterator<Scripted> i = scripted.iterator(); i.hasNext(); ) {
      Scripted next = i.next();
      if (next.operation.equals(operation)) {
        if (next.skip == 0) {
          i.remove();
          return Optional.of(next.fault);
        }
        next.skip--;
      }
    }
    for (Map.Entry<Fault, Double> rate : rates.entrySet()) {
      boolean fits = rate.getKey() != Fault.STALE_READ || !mutating;
      if (fits && random.nextDouble() < rate.getValue()) {
        return Optional.of(rate.getKey());
      }
    }
    return Optional.empty();
  }

  /** The instant that a stale read answers for. */
  Instant staleInstant() {
    return clock.now().minusMillis(1L + random.nextInt(STALE_MILLIS_MAX));
  }
}
