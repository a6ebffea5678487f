package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Policy.Bounds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how a fleet may be rolled. */
final class PolicyReader {
  static final Shape POLICY =
      Shape.of("a policy")
          .optional("steps", "soak", "final-soak", "floor", "approval", "retention")
          .optional("gates", "capacity-probe", "bounds");

  static final Shape BOUNDS =
      Shape.of("bounds")
          .optional("stability", "launch", "warm-up", "verify", "judgment")
          .optional("shift", "drain", "retire", "pause", "poll");

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
    List<Gate> gates = fields.read("gates", GateReader::read, DEFAULT.gates());
    boolean probe = fields.read("capacity-probe", Item::flag, DEFAULT.capacityProbe());
    Bounds bounds =
        fields.item("bounds").isPresent()
            ? fields.read("bounds", i -> bounds(i, retention), Bounds.DEFAULT)
            : kept(Bounds.DEFAULT, retention);
    return item.build(
        () -> new Policy(steps, soak, finalSoak, floor, approval, gates, probe, bounds));
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
