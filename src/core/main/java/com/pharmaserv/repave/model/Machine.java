package com.pharmaserv.repave.model;

/** One machine as observed. */
public record Machine(String id, String zone, Lifecycle lifecycle, Health health) {
  /** In service and healthy. */
  public boolean serves() {
    return lifecycle == Lifecycle.IN_SERVICE && health == Health.HEALTHY;
  }
}
