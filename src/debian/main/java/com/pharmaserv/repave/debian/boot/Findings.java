package com.pharmaserv.repave.debian.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a started disk said of itself.
 *
 * @param state as {@code systemctl is-system-running} says
 * @param failed units
 * @param listening each {@code tcp 8443} or {@code udp 123}, with the address unless it is all
 * @param checks how each of the recipe's checks ended, by its number
 * @param complete whether it came to the end
 * @param healthy how long the machine took to be healthy
 */
public record Findings(
    String state,
    List<String> failed,
    SortedSet<String> listening,
    Map<Integer, Check> checks,
    boolean complete,
    Accelerator accelerator,
    Duration healthy) {
  /** How a check ended, with the end of its output. */
  public record Check(int status, String output) {}

  /** Reads them line by line. */
  static final class Reader {
    private String state = "unknown";
    private final List<String> failed = new ArrayList<>();
    private final NavigableSet<String> listening = new TreeSet<>();
    private final Map<Integer, Check> checks = new TreeMap<>();
    private boolean ready;
    private boolean complete;

    void line(String line) {
      String[] words = line.strip().split(" ", -1);
      switch (words[0]) {
        case "@ready" -> ready = true;
        case "@state" -> state = word(words, 1);
        case "@failed" -> failed.add(word(words, 1));
        case "@listens" -> Sockets.read(word(words, 1), word(words, 2)).ifPresent(listening::add);
        case "@check" -> check(words);
        case "@done" -> complete = true;
        default -> {
          // Anything else on the line is noise of the boot.
        }
      }
    }

    /** Waits to be told that it may look. */
    boolean ready() {
      return ready;
    }

    boolean complete() {
      return complete;
    }

    Findings findings(Accelerator accelerator, Duration healthy) {
      return new Findings(state, failed, listening, checks, complete, accelerator, healthy);
    }

    private void check(String[] words) {
      Optional<Integer> number = number(word(words, 1));
      Optional<Integer> status = number(word(words, 2));
      if (number.isPresent() && status.isPresent()) {
        checks.put(number.get(), new Check(status.get(), Sockets.text(word(words, 3))));
      }
    }

    private static String word(String[] words, int at) {
      return at < words.length ? words[at] : "";
    }

    private static Optional<Integer> number(String word) {
      return word.matches("[0-9]{1,6}") ? Optional.of(Integer.valueOf(word)) : Optional.empty();
    }
  }
}
