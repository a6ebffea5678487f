package com.pharmaserv.repave.model;

import org.jspecify.annotations.Nullable;

/** An environment by its name, such as {@code eu-prod}; also the name of its file. */
public record EnvironmentId(String name) implements Comparable<EnvironmentId> {
  public EnvironmentId {
    Names.require("environment", name);
  }

  @Override
  public int compareTo(EnvironmentId other) {
    return name.compareTo(other.name);
  }

  /**
   * By hand, as is {@link #hashCode}: every start compares these, and the first time that a
   * record's own way is taken costs a start noticeably.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EnvironmentId id && id.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
