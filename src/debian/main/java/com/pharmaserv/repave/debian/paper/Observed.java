package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.debian.boot.Findings;
import java.util.ArrayList;
import java.util.List;
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

  private static final Pattern LINE =
      Pattern.compile(
          "state (?<state>\\S{1,40})|failed (?<failed>\\S{1,255})"
              + "|listens (?<listens>(?:tcp|udp) \\d{1,5}(?: loopback)?)"
              + "|check (?<check>\\d{1,6}) (?<status>-?\\d{1,6})");

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
    String state = "";
    SortedSet<String> failed = new TreeSet<>();
    SortedSet<String> listening = new TreeSet<>();
    SortedMap<Integer, Integer> checks = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      Matcher line = LINE.matcher(lines.get(i));
      if (!line.matches()) {
        throw new IllegalArgumentException(
            "line %s: must be state, failed, listens or check".formatted(i + 1));
      }
      if (line.group("state") != null) {
        state = line.group("state");
      } else if (line.group("failed") != null) {
        failed.add(line.group("failed"));
      } else if (line.group("listens") != null) {
        listening.add(line.group("listens"));
      } else {
        checks.put(Integer.valueOf(line.group("check")), Integer.valueOf(line.group("status")));
      }
    }
    Observed observed = new Observed(state, failed, listening, checks);
    if (!observed.text().equals(text)) {
      throw new IllegalArgumentException("its lines are not each once and in their order");
    }
    return observed;
  }
}
