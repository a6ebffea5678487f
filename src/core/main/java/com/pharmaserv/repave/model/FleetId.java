package com.pharmaserv.repave.model;

import org.jspecify.annotations.Nullable;

/** A fleet by environment and name, written {@code local-eu/hello}. */
public record FleetId(EnvironmentId environment, String name) implements Comparable<FleetId> {
  public FleetId {
    Names.require("fleet", name);
  }

  public FleetId(String environment, String name) {
    this(new EnvironmentId(environment), name);
  }

  @Override
  public int compareTo(FleetId other) {
    int byEnvironment = environment.compareTo(other.environment);
    return byEnvironment != 0 ? byEnvironment : name.compareTo(other.name);
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
