package com.pharmaserv.repave.story;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a story's gauges show: good and steady figures, unless the script says otherwise. */
final class Readings {
  private static final Duration COMMAND_TAKES = Duration.ofSeconds(2);

  private final Map<String, Alarm> alarms = new TreeMap<>();
  private final Map<String, Instant> started = new HashMap<>();
  boolean readable = true;
  Optional<Probe> probe = Optional.of(new Probe(true, "200"));

  /** Requests in a second over both slots. */
  int traffic = 100;

  /** Whether the candidate gets its share of them. */
  boolean arriving = true;

  int errorPercent;
  Duration p99 = Duration.ofMillis(20);

  /** Whether the active generation does as badly as the candidate. */
  boolean alike;

  /** How commands end; empty if they run for ever. */
  Optional<Check.State> verdict = Optional.of(Check.State.PASSED);

  String detail = "";

  void alarm(String name, Alarm.State state, String reason) {
    alarms.put(name, new Alarm(name, state, reason));
  }

  List<Alarm> alarms(List<String> names) {
    return names.stream()
        .map(name -> alarms.getOrDefault(name, new Alarm(name, Alarm.State.QUIET, "")))
        .toList();
  }

  Optional<List<Alarm>> readable(List<String> names) {
    return names.isEmpty() || !readable ? Optional.empty() : Optional.of(alarms(names));
  }

  Optional<Probe> probed() {
    return readable ? probe : Optional.empty();
  }

  /** Requests of a generation with that share of the traffic. */
  Optional<Measurement> measured(Instant since, Instant now, int share, boolean candidate) {
    long requests = traffic * Duration.between(since, now).toSeconds() * share / 100;
    long counted = candidate && !arriving ? 0 : requests;
    boolean bad = candidate || alike;
    long failures = bad ? counted * errorPercent / 100 : 0;
    Duration slowest = bad ? p99 : Duration.ofMillis(20);
    return readable
        ? Optional.of(new Measurement(since, now, counted, failures, slowest.dividedBy(2), slowest))
        : Optional.empty();
  }

  /** How the commands stand that are due, each started with the first look in a soak. */
  Map<Gate.Command, Check> checks(List<Gate.Command> due, String soak, Instant now) {
    Map<Gate.Command, Check> checks = new HashMap<>();
    for (Gate.Command command : due) {
      Instant since = started.computeIfAbsent(soak + command.shell(), key -> now);
      boolean running = verdict.isEmpty() || now.isBefore(since.plus(COMMAND_TAKES));
      checks.put(command, new Check(running ? Check.State.RUNNING : verdict.get(), since, detail));
    }
    return checks;
  }

  /** With the process that ran them, commands are forgotten. */
  void crashed() {
    started.clear();
  }
}
