package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.config.Kind.Whole;
import com.pharmaserv.repave.model.Gate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the conditions that a soaking candidate must meet. */
final class GateReader {
  /** How long a command may take where nothing is said. */
  static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Most requests a gate may wait for. */
  private static final Whole REQUESTS = new Whole(1, 1_000_000);

  /** CloudWatch API reference, PutMetricAlarm: at most 255 characters. */
  private static final Text ALARM =
      Text.of("[!-~]([ -~]{0,253}[!-~])?", "an alarm's name, at most 255 printable characters");

  static final Shape ERROR_RATE =
      Shape.of("an error-rate gate")
          .required(
              "max",
              "1%",
              Kinds.PERCENT,
              "Highest share that is still good, from 0% to below 100%.")
          .required(
              "requests",
              "50",
              REQUESTS.as("requests"),
              "Fewest requests that make the share mean anything.");

  static final Shape LATENCY =
      Shape.of("a latency gate")
          .required(
              "p99", "500ms", Kinds.DURATION, "Longest time for the quickest 99% of the answers.")
          .required(
              "requests",
              "50",
              REQUESTS.as("requests"),
              "Fewest requests that make the percentile mean anything.");

  static final Shape COMMAND =
      Shape.of("a command gate")
          .required("run", "./smoke.sh", Kinds.PROSE, "What the shell runs.")
          .optional(
              "timeout",
              Kinds.DURATION,
              "After which it is killed and has failed.",
              Units.format(TIMEOUT));

  static final Shape GATE =
      Shape.of("a gate")
          .about("One condition that the soaking candidate must meet.")
          .under(new Shape.Rule.One())
          .optional(
              "error-rate",
              ERROR_RATE.mapping(),
              "Share of requests that may fail: server errors (5xx), and requests without an"
                  + " answer.")
          .optional("latency", LATENCY.mapping(), "How long answers may take, to the last byte.")
          .optional(
              "alarms",
              Items.of(ALARM).from(1).upTo(Gate.Alarms.NAMES_MAX).unique(),
              "Names of the provider's alarms (on aws: CloudWatch, in the environment's region)."
                  + " One that fires keeps a rollout from beginning, or takes the traffic back;"
                  + " one without data is not a good sign while traffic flows.")
          .optional(
              "command",
              COMMAND.mapping(),
              "A command that must succeed once in every soak, near its end. It is run by a shell"
                  + " in the project's folder, with REPAVE_FLEET, REPAVE_GENERATION, REPAVE_IMAGE,"
                  + " REPAVE_PERCENT, REPAVE_PROBE and more in its environment variables; after a"
                  + " crash of the tool it is run again.");

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
    return item.integer(REQUESTS);
  }

  private static Optional<Gate> alarms(Item item, Set<String> seen) {
    Optional<List<String>> names =
        item.list(
            each -> {
              Optional<String> name = each.matching(ALARM);
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
