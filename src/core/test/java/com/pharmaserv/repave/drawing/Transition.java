package com.pharmaserv.repave.drawing;

/** One arrow of the drawing. */
public record Transition(Position from, Position to) implements Comparable<Transition> {
  @Override
  public int compareTo(Transition other) {
    int byFrom = from.compareTo(other.from);
    return byFrom != 0 ? byFrom : to.compareTo(other.to);
  }

  @Override
  public String toString() {
    return from + " -> " + to;
  }
}
