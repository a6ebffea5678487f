package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Whole;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Policy.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how a fleet may be rolled. */
final class PolicyReader {
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

  private static final Whole PERCENT = new Whole(1, 100);

  static final Shape BOUNDS =
      Shape.of("bounds")
          .about(
              "Upper limits of every wait, except stability and poll. The defaults suit machines"
                  + " that boot in minutes.")
          .optional(
              "stability",
              Kinds.DURATION,
              "How long all machines must be healthy without a break before it is believed;"
                  + " shorter than warm-up.",
              Units.format(Bounds.DEFAULT.stability()))
          .optional(
              "launch",
              Kinds.DURATION,
              "For all machines of the candidate to be in service.",
              Units.format(Bounds.DEFAULT.launch()))
          .optional(
              "warm-up",
              Kinds.DURATION,
              "For all of them to be healthy and to stay so.",
              Units.format(Bounds.DEFAULT.warmUp()))
          .optional(
              "verify",
              Kinds.DURATION,
              "For the candidate to pass through the test route.",
              Units.format(Bounds.DEFAULT.verify()))
          .optional(
              "judgment",
              Kinds.DURATION,
              "For a person to approve.",
              Units.format(Bounds.DEFAULT.judgment()))
          .optional(
              "shift",
              Kinds.DURATION,
              "For new weights to be read back, and for the machines that a shift needs.",
              Units.format(Bounds.DEFAULT.shift()))
          .optional(
              "drain",
              Kinds.DURATION,
              "For open requests to end.",
              Units.format(Bounds.DEFAULT.drain()))
          .optional(
              "retire",
              Kinds.DURATION,
              "For a generation's machines to be gone.",
              Units.format(Bounds.DEFAULT.retire()))
          .optional(
              "pause",
              Kinds.DURATION,
              "How long a rollout may stay paused before it goes back.",
              Units.format(Bounds.DEFAULT.pause()))
          .optional(
              "poll",
              Kinds.DURATION,
              "How often the world is looked at while nothing happens.",
              Units.format(Bounds.DEFAULT.poll()));

  static final Shape POLICY =
      Shape.of("a policy")
          .about("How the fleet may be rolled. Every field has a cautious default.")
          .optional(
              "steps",
              Items.of(PERCENT).from(1).upTo(Policy.STEPS_MAX),
              "The candidate's share of traffic after each shift, in percent: rising, the last one"
                  + " 100.",
              DEFAULT.steps())
          .optional(
              "soak",
              Kinds.DURATION,
              "How long each step but the last is watched.",
              Units.format(DEFAULT.soak()))
          .optional(
              "final-soak",
              Kinds.DURATION,
              "How long the last step is watched before the candidate is promoted. As long as soak"
                  + " unless given.")
          .optional(
              "floor",
              Kinds.PERCENT,
              "Share of the desired machines that must be healthy and take traffic at all times; a"
                  + " whole percentage.",
              DEFAULT.floorPercent() + "%")
          .optional(
              "approval",
              Kinds.FLAG,
              "Whether a person must approve before the first production traffic.",
              DEFAULT.approval())
          .optional(
              "retention",
              Kinds.DURATION,
              "How long the previous generation is kept warm and fully sized after the promotion.",
              Units.format(Bounds.DEFAULT.retention()))
          .optional(
              "gates",
              Items.of(GateReader.GATE.as("gate")),
              "Conditions that the soaking candidate must meet; one that fails takes the traffic"
                  + " back. Those that count requests are only for fleets with a route.",
              DEFAULT.gates())
          .optional(
              "capacity-probe",
              Kinds.FLAG,
              "Whether the provider is asked for the candidate's machines for a moment before a"
                  + " rollout begins, because nothing else tells whether it has them. Costs a"
                  + " little on aws.",
              DEFAULT.capacityProbe())
          .optional("bounds", BOUNDS.as("bounds"), "How long each wait of a rollout may take.");

  private PolicyReader() {}

  static Optional<Policy> read(Item item) {
    Fields fields = Fields.open(item, POLICY);
    Duration soak = fields.read("soak", Item::duration, DEFAULT.soak());
    Duration retention = fields.read("retention", Item::duration, Bounds.DEFAULT.retention());
    List<Integer> steps = fields.read("steps", PolicyReader::steps, DEFAULT.steps());
    Duration finalSoak = fields.read("final-soak", Item::duration, soak);
    int floor = fields.read("floor", i -> i.wholePercent(1, 100), DEFAULT.floorPercent());
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
    return item.list(step -> step.integer(PERCENT))
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
