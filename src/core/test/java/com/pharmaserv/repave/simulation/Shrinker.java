package com.pharmaserv.repave.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a small part of a list that still fails: leaves out halves, quarters and so on down to
 * single elements, and goes on from each smaller list that fails (delta debugging's "ddmin",
 * greedy).
 */
final class Shrinker<T> {
  private final Trial<T> trial;
  private final int triesMax;
  private int tries;

  /** Tries a list. */
  interface Trial<T> {
    /** The list if it fails, perhaps changed so that it does; empty if it does not fail. */
    Optional<List<T>> failing(List<T> list);
  }

  /**
   * A shrinker.
   *
   * @param triesMax how often something may be tried, so that a failing build still ends
   */
  Shrinker(Trial<T> trial, int triesMax) {
    this.trial = trial;
    this.triesMax = triesMax;
  }

  /** The smallest list found; the given one if no smaller one fails. */
  List<T> shrink(List<T> failing) {
    List<T> smallest = failing;
    int size = Math.max(1, smallest.size() / 2);
    boolean shrunk = true;
    while (!smallest.isEmpty() && (shrunk || size > 1) && tries < triesMax) {
      size = shrunk ? size : Math.max(1, size / 2);
      List<T> pass = without(smallest, size);
      shrunk = pass.size() < smallest.size();
      smallest = pass;
    }
    return smallest;
  }

  /** Leaves out one piece after another, where the rest still fails. */
  private List<T> without(List<T> failing, int size) {
    List<T> kept = failing;
    int from = 0;
    while (from < kept.size() && tries < triesMax) {
      List<T> rest = new ArrayList<>(kept.subList(0, from));
      rest.addAll(kept.subList(Math.min(kept.size(), from + size), kept.size()));
      tries++;
      Optional<List<T>> fails = trial.failing(rest);
      if (fails.isPresent()) {
        kept = fails.get();
      } else {
        from += size;
      }
    }
    return kept;
  }
}
