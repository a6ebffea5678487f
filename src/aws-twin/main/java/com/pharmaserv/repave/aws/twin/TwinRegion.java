package com.pharmaserv.repave.aws.twin;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One region of the account: its parts, one per service, and how its images behave. */
public final class TwinRegion {
  private final TwinCloud cloud;
  private final String name;
  private final Map<Class<?>, Object> parts = new HashMap<>();
  private final Map<String, ImageBehaviour> behaviours = new TreeMap<>();
  private final Random random;

  TwinRegion(TwinCloud cloud, String name, long seed) {
    this.cloud = cloud;
    this.name = name;
    this.random = new Random(seed);
  }

  public TwinCloud cloud() {
    return cloud;
  }

  public String name() {
    return name;
  }

  public TwinClock clock() {
    return cloud.clock();
  }

  public Faults faults() {
    return cloud.faults();
  }

  /** Ids that come from the seed. */
  public Ids ids() {
    return cloud.ids();
  }

  /** Chance for durations; not for faults, so that faults do not move everything else. */
  public Random random() {
    return random;
  }

  /** A duration by chance, both bounds included. */
  public Duration between(Duration least, Duration most) {
    long span = most.minus(least).toMillis();
    return least.plusMillis(random.nextLong(span + 1));
  }

  /** {@code arn:aws:SERVICE:REGION:ACCOUNT:rest}. */
  public String arn(String service, String rest) {
    return "arn:aws:" + service + ":" + name + ":" + TwinCloud.ACCOUNT + ":" + rest;
  }

  /** The state of one service in this region, made when it is first asked for. */
  public <T> T part(Class<T> type) {
    return cloud.guarded(
        () -> {
          Object part = parts.get(type);
          if (part == null) {
            part = cloud.makerOf(type).apply(this);
            parts.put(type, part);
          }
          return type.cast(part);
        });
  }

  /** What other services need of EC2. */
  public Machines machines() {
    return part(Machines.class);
  }

  /** How machines of that image behave; {@link ImageBehaviour#GOOD} unless said otherwise. */
  public ImageBehaviour behaviour(String imageId) {
    return behaviours.getOrDefault(imageId, ImageBehaviour.GOOD);
  }

  /** How that machine behaves: as was said for it, else as its image does. */
  public ImageBehaviour behaviour(Machine machine) {
    return behaviours.getOrDefault(machine.id(), behaviour(machine.imageId()));
  }

  /**
   * Changes it from now on, also for machines that run already.
   *
   * @param imageOrMachine an image's id, or that of a single machine
   */
  public void behave(String imageOrMachine, ImageBehaviour behaviour) {
    cloud.guarded(() -> behaviours.put(imageOrMachine, behaviour));
  }
}
