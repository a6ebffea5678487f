package com.pharmaserv.repave.model;

import org.jspecify.annotations.Nullable;

/** A fleet by environment and name, written {@code local-eu/hello}. */
public record FleetId(EnvironmentId environment, String name) implements Comparable<FleetId> {
  /**
   * What no fleet may be called: the rotation of an environment keeps its journal and its lease
   * under this name.
   */
  public static final String ROTATION = "rotation";

  public FleetId {
    Names.require("fleet", name);
  }

  /** Under which the environment's rotation keeps its journal and its lease. */
  public static FleetId ofRotation(EnvironmentId environment) {
    return new FleetId(environment, ROTATION);
  }

  public FleetId(String environment, String name) {
    this(new EnvironmentId(environment), name);
  }

  @Override
  public int compareTo(FleetId other) {
    int byEnvironment = environment.compareTo(other.environment);
    return byEnvironment != 0 ? byEnvironment : name.compareTo(other.name);
  }

  /** Whether this is no fleet, but an environment's rotation. */
  public boolean isRotation() {
    return name.equals(ROTATION);
  }

  /** By hand, as in {@link EnvironmentId}, and for its reason. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FleetId that
        && environment.equals(that.environment)
        && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * environment.hashCode() + name.hashCode();
  }

  @Override
  public String toString() {
    return environment + "/" + name;
  }
}
