package com.pharmaserv.repave.model;

/** A fleet by environment and name, written {@code local-eu/hello}. */
public record FleetId(EnvironmentId environment, String name) {
  public FleetId {
    Names.require("fleet", name);
  }

  public FleetId(String environment, String name) {
    this(new EnvironmentId(environment), name);
  }

  @Override
  public String toString() {
    return environment + "/" + name;
  }
}
