package com.pharmaserv.repave.model;

/** Where a generation takes traffic. Every routed fleet has exactly these two, permanently. */
public enum Slot {
  BLUE,
  GREEN;

  public Slot other() {
    return this == BLUE ? GREEN : BLUE;
  }

  @Override
  public String toString() {
    return this == BLUE ? "blue" : "green";
  }
}
