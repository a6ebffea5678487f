package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The world of the exhaustive simulation: two machines, two steps, one fault. */
record SmallWorld(
    SimImage truth,
    Fleet fleet,
    Decider decider,
    UnaryOperator<Ports> wiring,
    Consumer<World> outside) {
  private static final long SEED = 1;
  private static final Duration RIVAL_AFTER = Duration.ofSeconds(12);

  static SmallWorld of(SimImage truth, boolean routed) {
    return new SmallWorld(truth, routed, new RolloutDecider(), UnaryOperator.identity());
  }

  /** With an alarm and a command among its gates. */
  static SmallWorld gated(SimImage truth) {
    Gate alarms = new Gate.Alarms(List.of("errors"));
    Gate command = new Gate.Command("./smoke.sh", Duration.ofSeconds(3));
    return new SmallWorld(
        truth,
        Scenarios.fleet(2, true, Scenarios.gated(true, alarms, command)),
        new RolloutDecider(),
        UnaryOperator.identity(),
        world -> {});
  }

  SmallWorld(SimImage truth, boolean routed, Decider decider, UnaryOperator<Ports> wiring) {
    this(
        truth,
        Scenarios.fleet(2, routed, Scenarios.policy(false, Duration.ofSeconds(5), 50, 100)),
        decider,
        wiring,
        world -> {});
  }

  /** The same with something that comes from outside, done to the world before it begins. */
  SmallWorld with(Consumer<World> incident) {
    return new SmallWorld(truth, fleet, decider, wiring, incident);
  }

  record Result(Optional<RolloutState> state, List<String> violations) {}

  Result play(Faults faults, boolean rival) {
    return play(faults, rival ? Optional.of(RIVAL_AFTER) : Optional.empty());
  }

  /** Plays with a second engine that starts that long after the first, if any. */
  Result play(Faults faults, Optional<Duration> rivalAfter) {
    World world = new World(fleet, SEED);
    outside.accept(world);
    world.image(Scenarios.OLD, SimImage.GOOD);
    world.image(Scenarios.NEW, truth);
    world.begin(Scenarios.OLD);
    Rehearsal rehearsal =
        new Rehearsal(world, faults, decider, (f, view, decision, at) -> {}, wiring);
    rivalAfter.ifPresent(after -> rehearsal.rival(world.now().plus(after)));
    Optional<RolloutState> state =
        rehearsal.play(Scenarios.NEW, Rehearsal.bound(fleet, world.now()));
    return new Result(state, world.invariants().violations());
  }
}
