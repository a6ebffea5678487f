package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.debian.boot.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the live check saw, as far as it is the image's and not the day's: no times.
 *
 * @param state of the whole machine, in systemd's word
 * @param failed units
 * @param listening each {@code tcp 8443} or {@code udp 123 loopback}
 * @param checks status of each of the recipe's checks, by its number
 */
public record Observed(
    String state,
    SortedSet<String> failed,
    SortedSet<String> listening,
    SortedMap<Integer, Integer> checks) {
  private static final String FORMAT = "repave-findings-1";

  private static final int LINES_MAX = 100_000;

  private static final Pattern STATE = Pattern.compile("state (\\S{1,40})");
  private static final Pattern FAILED = Pattern.compile("failed (\\S{1,255})");
  private static final Pattern LISTENS =
      Pattern.compile("listens ((?:tcp|udp) \\d{1,5}(?: loopback)?)");
  private static final Pattern CHECK = Pattern.compile("check (\\d{1,6}) (-?\\d{1,6})");

  public Observed {
    failed = new TreeSet<>(failed);
    listening = new TreeSet<>(listening);
    checks = new TreeMap<>(checks);
  }

  public static Observed of(Findings findings) {
    SortedMap<Integer, Integer> checks = new TreeMap<>();
    findings.checks().forEach((number, check) -> checks.put(number, check.status()));
    return new Observed(
        findings.state(), new TreeSet<>(findings.failed()), findings.listening(), checks);
  }

  /** As text, a line for each; the same findings always give the same. */
  public String text() {
    List<String> lines = new ArrayList<>(List.of(FORMAT, "state " + state));
    failed.forEach(unit -> lines.add("failed " + unit));
    listening.forEach(socket -> lines.add("listens " + socket));
    checks.forEach((number, status) -> lines.add("check %s %s".formatted(number, status)));
    return String.join("\n", lines) + "\n";
  }

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException with the line that is wrong
   */
  public static Observed read(String text) {
    List<String> lines = text.lines().limit(LINES_MAX).toList();
    if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
      throw new IllegalArgumentException(
          "line 1: no findings, which begin with '%s'".formatted(FORMAT));
    }
    Optional<String> state = Optional.empty();
    SortedSet<String> failed = new TreeSet<>();
    SortedSet<String> listening = new TreeSet<>();
    SortedMap<Integer, Integer> checks = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      Matcher one;
      if ((one = STATE.matcher(lines.get(i))).matches()) {
        state = Optional.of(one.group(1));
      } else if ((one = FAILED.matcher(lines.get(i))).matches()) {
        failed.add(one.group(1));
      } else if ((one = LISTENS.matcher(lines.get(i))).matches()) {
        listening.add(one.group(1));
      } else if ((one = CHECK.matcher(lines.get(i))).matches()) {
        checks.put(Integer.valueOf(one.group(1)), Integer.valueOf(one.group(2)));
      } else {
        throw new IllegalArgumentException(
            "line %s: must be state, failed, listens or check".formatted(i + 1));
      }
    }
    Observed observed = new Observed(state.orElse(""), failed, listening, checks);
    if (!observed.text().equals(text)) {
      throw new IllegalArgumentException("its lines are not each once and in their order");
    }
    return observed;
  }
}
