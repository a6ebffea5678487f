package com.pharmaserv.repave.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects what is wrong with one file. */
final class Problems {
  /** Most problems shown at once: nobody reads more before repairing the first ones. */
  static final int SHOWN_MAX = 50;

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(int line, int column, String message, String remedy) {
    found.add(new Problem(file, line, column, message, remedy));
  }

  /** A problem of the file as a whole. */
  void add(String message, String remedy) {
    add(0, 0, message, remedy);
  }

  void add(Mark at, String message, String remedy) {
    add(at.getLine() + 1, at.getColumn() + 1, message, remedy);
  }

  /** Whether there are more than are shown: then nothing that costs time is worth saying. */
  boolean enough() {
    return found.size() > SHOWN_MAX;
  }

  boolean any() {
    return !found.isEmpty();
  }

  void throwIfAny() throws ConfigException {
    if (found.isEmpty()) {
      return;
    }
    // The sort is stable: problems at one place stay in the order they were found.
    List<Problem> shown =
        new ArrayList<>(found.stream().sorted(BY_PLACE).limit(SHOWN_MAX).toList());
    int more = found.size() - shown.size();
    if (more > 0) {
      shown.add(
          new Problem(file, 0, 0, more + " more problems are not shown", "repair these first"));
    }
    throw new ConfigException(shown);
  }
}
