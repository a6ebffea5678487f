package com.pharmaserv.repave.debian.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which blocks of an entry hold something. mke2fs makes a hole of every block of zeros, and what it
 * puts where follows from this alone.
 *
 * @param counts of blocks, alternately with content and empty, beginning with content; the last one
 *     has content, since holes at the end take nothing
 */
public record Runs(List<Integer> counts) {
  /** The bytes of a block of the file system. */
  public static final int BLOCK = 4_096;

  /** Nothing but an inode. */
  public static final Runs NONE = new Runs(List.of());

  public Runs {
    counts = List.copyOf(counts);
    if (!counts.isEmpty() && counts.size() % 2 == 0) {
      throw new IllegalArgumentException("blocks '%s' end with a hole".formatted(text(counts)));
    }
    for (int i = 0; i < counts.size(); i++) {
      // Only before a hole at the very beginning there may be nothing.
      if (counts.get(i) < (i == 0 && counts.size() > 1 ? 0 : 1)) {
        throw new IllegalArgumentException(
            "blocks '%s' have a run of %s".formatted(text(counts), counts.get(i)));
      }
    }
  }

  /** That many blocks without a hole. */
  public static Runs of(int blocks) {
    return blocks == 0 ? NONE : new Runs(List.of(blocks));
  }

  /** How many blocks hold something. */
  public long blocks() {
    long sum = 0;
    for (int i = 0; i < counts.size(); i += 2) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** For example 12, or 3.2.7 for a hole of two blocks behind the third; 0 for none. */
  String text() {
    return counts.isEmpty() ? "0" : text(counts);
  }

  static Runs parse(String text) {
    if (text.equals("0")) {
      return NONE;
    }
    Runs runs;
    try {
      runs = new Runs(Arrays.stream(text.split("\\.", -1)).map(Integer::valueOf).toList());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("blocks '%s' are not numbers".formatted(text), e);
    }
    if (!runs.text().equals(text)) {
      throw new IllegalArgumentException("blocks '%s' are written otherwise".formatted(text));
    }
    return runs;
  }

  private static String text(List<Integer> counts) {
    return counts.stream().map(String::valueOf).collect(Collectors.joining("."));
  }

  /** Takes a file block by block. */
  static final class Counter {
    private final List<Integer> counts = new ArrayList<>();
    private int same;

    void block(boolean content) {
      boolean now = counts.size() % 2 == 0;
      if (content == now) {
        same++;
      } else {
        counts.add(same);
        same = 1;
      }
    }

    Runs runs() {
      if (counts.size() % 2 == 0 && same > 0) {
        counts.add(same);
      } else if (counts.equals(List.of(0))) {
        // Nothing but a hole.
        counts.clear();
      }
      same = 0;
      return new Runs(counts);
    }
  }
}
