package com.pharmaserv.repave.model;

/** An environment by its name, such as {@code eu-prod}; also the name of its file. */
public record EnvironmentId(String name) implements Comparable<EnvironmentId> {
  public EnvironmentId {
    Names.require("environment", name);
  }

  @Override
  public int compareTo(EnvironmentId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
