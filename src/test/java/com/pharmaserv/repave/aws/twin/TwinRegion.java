package com.pharmaserv.repave.aws.twin;

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

  /** Changes it from now on, also for machines that run already. */
  public void behave(String imageId, ImageBehaviour behaviour) {
    cloud.guarded(() -> behaviours.put(imageId, behaviour));
  }
}
