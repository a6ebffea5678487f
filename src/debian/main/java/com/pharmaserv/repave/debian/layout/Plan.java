package com.pharmaserv.repave.debian.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a tree goes onto a disk by a layout.
 *
 * @param steps one for each place of the layout, in its order
 * @param tail entries that have no place in it, by their numbers in the tree, in its order
 */
public record Plan(List<Step> steps, List<Integer> tail) {
  public Plan {
    steps = List.copyOf(steps);
    tail = List.copyOf(tail);
  }

  /** What goes to a place. */
  public sealed interface Step {}

  /**
   * The entry that had it.
   *
   * @param entry its number in the tree
   */
  public record Stays(int entry) implements Step {}

  /**
   * Something that takes as much as what was there, and is removed when the disk is filled.
   *
   * @param entry what is put there
   */
  public record Filler(Entry entry) implements Step {}

  /** All fillers, those in a folder before the folder. */
  public List<Entry> fillers() {
    List<Entry> fillers = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Filler filler) {
        fillers.add(filler.entry());
      }
    }
    Collections.reverse(fillers);
    return fillers;
  }

  /** Blocks with content that fillers take. */
  public long fillerBlocks() {
    return fillers().stream().mapToLong(f -> f.runs().blocks()).sum();
  }
}
