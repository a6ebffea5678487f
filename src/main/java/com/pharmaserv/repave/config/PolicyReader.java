package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Policy.Bounds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads how a fleet may be rolled. */
final class PolicyReader {
  static final Shape POLICY =
      Shape.of("a policy")
          .optional("steps", "soak", "final-soak", "floor", "approval", "retention")
          .optional("gates", "bounds");

  static final Shape BOUNDS =
      Shape.of("bounds")
          .optional("stability", "launch", "warm-up", "verify", "judgment")
          .optional("shift", "drain", "retire", "pause", "poll");

  static final Shape GATE = Shape.of("a gate").optional("error-rate", "latency");

  static final Shape ERROR_RATE =
      Shape.of("an error-rate gate").required("max", "1%").required("requests", "50");

  static final Shape LATENCY =
      Shape.of("a latency gate").required("p99", "500ms").required("requests", "50");

  /** Most requests a gate may wait for. */
  static final int REQUESTS_MAX = 1_000_000;

  /** What holds where an environment says nothing: cautious, for machines that boot in minutes. */
  static final Policy DEFAULT =
      new Policy(
          List.of(10, 50, 100),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          80,
          false,
          List.of(),
          Bounds.DEFAULT);

  private PolicyReader() {}

  static Optional<Policy> read(Item item) {
    Fields fields = Fields.open(item, POLICY);
    Duration soak = fields.read("soak", Item::duration, DEFAULT.soak());
    Duration retention = fields.read("retention", Item::duration, Bounds.DEFAULT.retention());
    List<Integer> steps = fields.read("steps", PolicyReader::steps, DEFAULT.steps());
    Duration finalSoak = fields.read("final-soak", Item::duration, soak);
    int floor = fields.read("floor", PolicyReader::floor, DEFAULT.floorPercent());
    boolean approval = fields.read("approval", Item::flag, DEFAULT.approval());
    List<Gate> gates = fields.read("gates", i -> i.list(PolicyReader::gate), DEFAULT.gates());
    Bounds bounds =
        fields.item("bounds").isPresent()
            ? fields.read("bounds", i -> bounds(i, retention), Bounds.DEFAULT)
            : kept(Bounds.DEFAULT, retention);
    return item.build(() -> new Policy(steps, soak, finalSoak, floor, approval, gates, bounds));
  }

  /** The model knows the rule for steps; building a policy around them asks it at their line. */
  private static Optional<List<Integer>> steps(Item item) {
    return item.list(step -> step.integer(1, 100))
        .flatMap(
            steps ->
                item.build(
                    () ->
                        new Policy(
                            steps,
                            DEFAULT.soak(),
                            DEFAULT.finalSoak(),
                            DEFAULT.floorPercent(),
                            false,
                            List.of(),
                            Bounds.DEFAULT)))
        .map(Policy::steps);
  }

  private static Optional<Integer> floor(Item item) {
    Optional<BigDecimal> percent = item.percent(1, 100);
    if (percent.isPresent() && percent.get().stripTrailingZeros().scale() > 0) {
      item.problem(item.quoted() + " must be a whole percentage", "");
      return Optional.empty();
    }
    return percent.map(BigDecimal::intValue);
  }

  private static Optional<Gate> gate(Item item) {
    Fields fields = Fields.open(item, GATE);
    if (fields.present().size() > 1) {
      item.problem("holds more than one gate", "write each gate as its own list item");
      return Optional.empty();
    }
    if (item.node() instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
      item.problem("names no gate", "write " + String.join(" or ", GATE.names()));
      return Optional.empty();
    }
    Optional<Gate> errorRate = fields.item("error-rate").flatMap(PolicyReader::errorRate);
    return errorRate.or(() -> fields.item("latency").flatMap(PolicyReader::latency));
  }

  private static Optional<Gate> errorRate(Item item) {
    Fields fields = Fields.open(item, ERROR_RATE);
    BigDecimal max = fields.read("max", i -> i.percent(0, 100), BigDecimal.ONE);
    int requests = fields.read("requests", PolicyReader::requests, 1);
    return item.build(() -> new Gate.ErrorRate(max.doubleValue(), requests));
  }

  private static Optional<Gate> latency(Item item) {
    Fields fields = Fields.open(item, LATENCY);
    Duration p99 = fields.read("p99", Item::durationAboveZero, Duration.ofSeconds(1));
    int requests = fields.read("requests", PolicyReader::requests, 1);
    return item.build(() -> new Gate.Latency(p99, requests));
  }

  private static Optional<Integer> requests(Item item) {
    return item.integer(1, REQUESTS_MAX);
  }

  private static Optional<Bounds> bounds(Item item, Duration retention) {
    Fields fields = Fields.open(item, BOUNDS);
    Bounds usual = Bounds.DEFAULT;
    Duration stability = fields.read("stability", Item::duration, usual.stability());
    Duration launch = fields.read("launch", Item::durationAboveZero, usual.launch());
    Duration warmUp = fields.read("warm-up", Item::durationAboveZero, usual.warmUp());
    Duration verify = fields.read("verify", Item::durationAboveZero, usual.verify());
    Duration judgment = fields.read("judgment", Item::durationAboveZero, usual.judgment());
    Duration shift = fields.read("shift", Item::durationAboveZero, usual.shift());
    Duration drain = fields.read("drain", Item::durationAboveZero, usual.drain());
    Duration retire = fields.read("retire", Item::durationAboveZero, usual.retire());
    Duration pause = fields.read("pause", Item::durationAboveZero, usual.pause());
    Duration poll = fields.read("poll", Item::durationAboveZero, usual.poll());
    if (stability.compareTo(warmUp) >= 0) {
      // At the field that was written: of the two, either may be a default.
      fields
          .item("stability")
          .or(() -> fields.item("warm-up"))
          .ifPresent(
              at ->
                  item.problemAt(
                      at.node(),
                      item.path()
                          + ": stability "
                          + Units.format(stability)
                          + " must be shorter than warm-up "
                          + Units.format(warmUp),
                      "shorten stability or lengthen warm-up"));
      return Optional.empty();
    }
    return item.build(
        () ->
            new Bounds(
                stability, launch, warmUp, verify, judgment, shift, drain, retire, retention, pause,
                poll));
  }

  private static Bounds kept(Bounds bounds, Duration retention) {
    return new Bounds(
        bounds.stability(),
        bounds.launch(),
        bounds.warmUp(),
        bounds.verify(),
        bounds.judgment(),
        bounds.shift(),
        bounds.drain(),
        bounds.retire(),
        retention,
        bounds.pause(),
        bounds.poll());
  }
}
