package com.pharmaserv.repave.model;

/** A fleet by environment and name, written {@code local-eu/hello}. */
public record FleetId(String environment, String name) {
  public FleetId {
    Names.require("environment", environment);
    Names.require("fleet", name);
  }

  @Override
  public String toString() {
    return environment + "/" + name;
  }
}
