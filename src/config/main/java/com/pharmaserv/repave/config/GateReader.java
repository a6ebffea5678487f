package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Gate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the conditions that a soaking candidate must meet. */
final class GateReader {
  static final Shape GATE =
      Shape.of("a gate").optional("error-rate", "latency", "alarms", "command");

  static final Shape ERROR_RATE =
      Shape.of("an error-rate gate").required("max", "1%").required("requests", "50");

  static final Shape LATENCY =
      Shape.of("a latency gate").required("p99", "500ms").required("requests", "50");

  static final Shape COMMAND =
      Shape.of("a command gate").required("run", "./smoke.sh").optional("timeout");

  /** How long a command may take where nothing is said. */
  static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Most requests a gate may wait for. */
  private static final int REQUESTS_MAX = 1_000_000;

  /** CloudWatch API reference, PutMetricAlarm: at most 255 characters. */
  private static final Pattern ALARM = Pattern.compile("[!-~](?:[ -~]{0,253}[!-~])?");

  private GateReader() {}

  /** All gates of a policy; each command and each alarm is named once. */
  static Optional<List<Gate>> read(Item item) {
    Set<String> commands = new HashSet<>();
    Set<String> alarms = new HashSet<>();
    return item.list(each -> gate(each, commands, alarms));
  }

  private static Optional<Gate> gate(Item item, Set<String> commands, Set<String> alarms) {
    Fields fields = Fields.open(item, GATE);
    if (fields.present().size() > 1) {
      item.problem("holds more than one gate", "write each gate as its own list item");
      return Optional.empty();
    }
    if (item.node() instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
      item.problem("names no gate", "write " + String.join(" or ", GATE.names()));
      return Optional.empty();
    }
    return fields
        .item("error-rate")
        .flatMap(GateReader::errorRate)
        .or(() -> fields.item("latency").flatMap(GateReader::latency))
        .or(() -> fields.item("alarms").flatMap(i -> alarms(i, alarms)))
        .or(() -> fields.item("command").flatMap(i -> command(i, commands)));
  }

  private static Optional<Gate> errorRate(Item item) {
    Fields fields = Fields.open(item, ERROR_RATE);
    BigDecimal max = fields.read("max", i -> i.percent(0, 100), BigDecimal.ONE);
    int requests = fields.read("requests", GateReader::requests, 1);
    return item.build(() -> new Gate.ErrorRate(max.doubleValue(), requests));
  }

  private static Optional<Gate> latency(Item item) {
    Fields fields = Fields.open(item, LATENCY);
    Duration p99 = fields.read("p99", Item::durationAboveZero, Duration.ofSeconds(1));
    int requests = fields.read("requests", GateReader::requests, 1);
    return item.build(() -> new Gate.Latency(p99, requests));
  }

  private static Optional<Integer> requests(Item item) {
    return item.integer(1, REQUESTS_MAX);
  }

  private static Optional<Gate> alarms(Item item, Set<String> seen) {
    Optional<List<String>> names =
        item.list(
            each -> {
              Optional<String> name =
                  each.matching(ALARM, "an alarm's name, at most 255 printable characters");
              if (name.isPresent() && !seen.add(name.get())) {
                each.problem(each.quoted() + " is given twice", "name each alarm once");
              }
              return name;
            });
    return names.flatMap(all -> item.build(() -> new Gate.Alarms(all)));
  }

  private static Optional<Gate> command(Item item, Set<String> seen) {
    Fields fields = Fields.open(item, COMMAND);
    Optional<Item> run = fields.item("run");
    Optional<String> shell = run.flatMap(Item::script);
    Duration timeout = fields.read("timeout", Item::durationAboveZero, TIMEOUT);
    if (shell.isPresent() && !seen.add(shell.get())) {
      run.get().problem(run.get().quoted() + " is given twice", "write each command once");
    }
    return shell.flatMap(text -> item.build(() -> new Gate.Command(text, timeout)));
  }
}
