package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Watcher;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Nature;
import com.pharmaserv.repave.sim.RandomFaults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * A large world in which everything follows from one seed: fleet, image, faults, people, nature.
 */
final class RandomWorld {
  private static final Integer[][] STEPS = {{100}, {50, 100}, {5, 25, 100}, {10, 20, 40, 80, 100}};

  private final long seed;
  private final Decider decider;
  private final UnaryOperator<Ports> wiring;
  private final List<String> story = new ArrayList<>();

  RandomWorld(long seed) {
    this(seed, new RolloutDecider(), UnaryOperator.identity());
  }

  RandomWorld(long seed, Decider decider, UnaryOperator<Ports> wiring) {
    this.seed = seed;
    this.decider = decider;
    this.wiring = wiring;
  }

  record Result(
      long seed, Optional<RolloutState> state, List<String> violations, List<String> story) {
    boolean clean() {
      return violations.isEmpty() && state.map(RolloutState::ended).orElse(false);
    }

    String explain() {
      return "seed "
          + seed
          + ": "
          + violations
          + "\n  rerun: mvn -B -Pquick -pl src/core test"
          + " -Dtest=RandomSimulationTest#replaysOneSeed -Drepave.seed="
          + seed;
    }
  }

  Result play() {
    SplittableRandom random = new SplittableRandom(seed);
    Fleet fleet = fleet(random);
    World world = new World(fleet, random.nextLong());
    world.image(Scenarios.OLD, SimImage.GOOD);
    world.image(Scenarios.NEW, truth(random));
    boolean first = random.nextInt(12) == 0;
    if (!first) {
      world.begin(Scenarios.OLD);
    }
    Instant calm = world.now().plusSeconds(60 + random.nextInt(240));
    RandomFaults faults =
        new RandomFaults(random.nextLong(), random.nextDouble() * 0.12, random.nextDouble() * 0.04);
    world.schedule(calm, faults::stop);
    Rehearsal rehearsal = new Rehearsal(world, faults, decider, telling(), wiring);
    Nature nature =
        random.nextInt(4) == 0
            ? Nature.unleash(world, 0, Duration.ofHours(9), world.now().plusSeconds(1))
            : Nature.unleash(
                world, random.nextLong(), Duration.ofSeconds(8 + random.nextInt(60)), calm);
    people(random, world, rehearsal, fleet.policy().approval(), calm);
    if (random.nextInt(3) == 0) {
      rehearsal.rival(world.now().plusSeconds(random.nextInt(100)));
    }
    Optional<RolloutState> state = rehearsal.play(Scenarios.NEW, Rehearsal.bound(fleet, calm));
    story.addAll(nature.log());
    return new Result(seed, state, world.invariants().violations(), List.copyOf(story));
  }

  private Watcher telling() {
    return (fleet, view, decision, at) ->
        story.add(
            Duration.between(World.START, at)
                + " "
                + decision.next().course()
                + "/"
                + decision.next().phase()
                + ": "
                + decision.why()
                + " "
                + decision.actions());
  }

  private static Fleet fleet(SplittableRandom random) {
    Integer[] steps = STEPS[random.nextInt(STEPS.length)];
    boolean approval = random.nextInt(5) == 0;
    Duration retention = Duration.ofSeconds(random.nextInt(40));
    boolean routed = random.nextInt(6) != 0;
    Policy plain = Scenarios.policy(approval, retention, steps);
    List<Gate> gates = new ArrayList<>(plain.gates());
    if (random.nextInt(3) == 0) {
      gates.add(new Gate.Alarms(List.of("errors", "queue age")));
    }
    if (random.nextInt(3) == 0) {
      gates.add(new Gate.Command("./smoke.sh", Duration.ofSeconds(1 + random.nextInt(10))));
    }
    Policy policy =
        new Policy(
            plain.steps(),
            plain.soak(),
            plain.finalSoak(),
            plain.floorPercent(),
            approval,
            gates,
            plain.bounds());
    return Scenarios.fleet(1 + random.nextInt(6), routed, policy);
  }

  private static SimImage truth(SplittableRandom random) {
    SimImage good = SimImage.GOOD;
    Duration boot = Duration.ofSeconds(2 + random.nextInt(12));
    return switch (random.nextInt(12)) {
      case 0 -> new SimImage(boot, good.warmUp(), false, true, 0, good.p99());
      case 1 -> new SimImage(boot, good.warmUp(), true, false, 0, good.p99());
      case 2 -> new SimImage(boot, good.warmUp(), true, true, 30, good.p99());
      case 3 -> new SimImage(boot, good.warmUp(), true, true, 0, Duration.ofSeconds(2));
      case 4 -> new SimImage(Duration.ofHours(1), good.warmUp(), true, true, 0, good.p99());
      case 5 -> new SimImage(boot, good.warmUp(), true, true, 0, good.p99()).alarmed();
      case 6 -> new SimImage(boot, good.warmUp(), true, true, 0, good.p99()).failing();
      default -> new SimImage(boot, good.warmUp(), true, true, 0, good.p99());
    };
  }

  /** Operators ask for things at random times; approvals come late or never. */
  private static void people(
      SplittableRandom random, World world, Rehearsal rehearsal, boolean approval, Instant calm) {
    int span = (int) Duration.between(world.now(), calm).toSeconds();
    if (approval && random.nextInt(4) != 0) {
      Signal.Kind word = random.nextInt(5) == 0 ? Signal.Kind.REJECT : Signal.Kind.APPROVE;
      post(world, rehearsal, word, 20 + random.nextInt(30));
    }
    if (random.nextInt(3) == 0) {
      int asked = 1 + random.nextInt(3);
      Signal.Kind[] kinds = Signal.Kind.values();
      for (int i = 0; i < asked; i++) {
        post(world, rehearsal, kinds[random.nextInt(kinds.length)], random.nextInt(span));
      }
    }
  }

  private static void post(World world, Rehearsal rehearsal, Signal.Kind kind, int after) {
    world.schedule(
        world.now().plusSeconds(after),
        () -> rehearsal.signals().post(world.fleet().id(), kind, "somebody", ""));
  }
}
