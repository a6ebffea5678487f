package com.pharmaserv.repave.journal;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.Nature;
import com.pharmaserv.repave.sim.RandomFaults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Worlds whose journals were written before version 2 of the format. */
final class OldWorlds {
  record Word(int second, Signal.Kind kind) {}

  record Course(Fleet fleet, SimImage truth, boolean first, long seed, List<Word> words) {
    Rehearsal play() {
      World world = new World(fleet, seed);
      world.image(Scenarios.OLD, SimImage.GOOD);
      world.image(Scenarios.NEW, truth);
      if (!first) {
        world.begin(Scenarios.OLD);
      }
      Faults faults = seed == 0 ? Faults.NONE : new RandomFaults(seed, 0.06, 0.02);
      if (seed != 0) {
        world.schedule(world.now().plusSeconds(120), ((RandomFaults) faults)::stop);
        Nature.unleash(world, seed, Duration.ofSeconds(15), world.now().plusSeconds(120));
      }
      Rehearsal rehearsal =
          new Rehearsal(
              world, faults, new RolloutDecider(), (f, v, d, at) -> {}, UnaryOperator.identity());
      for (Word word : words) {
        world.schedule(
            world.now().plusSeconds(word.second()),
            () -> rehearsal.signals().post(fleet.id(), word.kind(), "anna", "ticket 12"));
      }
      rehearsal.play(
          Scenarios.NEW, Rehearsal.bound(fleet, world.now().plusSeconds(seed == 0 ? 0 : 120)));
      return rehearsal;
    }
  }

  private OldWorlds() {}

  static Course named(String name) {
    return Objects.requireNonNull(all().get(name), "no world is called " + name);
  }

  static Map<String, Course> all() {
    SimImage good = SimImage.GOOD;
    SimImage errors = new SimImage(good.boot(), good.warmUp(), true, true, 30, good.p99());
    SimImage sick = new SimImage(good.boot(), good.warmUp(), false, true, 0, good.p99());
    Duration keep = Duration.ofSeconds(20);
    Fleet routed = Scenarios.fleet(2, true, Scenarios.policy(false, keep, 50, 100));
    Fleet asking = Scenarios.fleet(2, true, Scenarios.policy(true, keep, 50, 100));
    Fleet worker = Scenarios.fleet(2, false, Scenarios.policy(false, keep, 100));
    Fleet gated =
        Scenarios.fleet(
            2,
            true,
            Scenarios.gated(
                true,
                new Gate.Alarms(List.of("errors")),
                new Gate.Command("./smoke.sh", Duration.ofSeconds(3))));
    Map<String, Course> all = new LinkedHashMap<>();
    all.put("good", new Course(routed, good, false, 0, List.of()));
    all.put("errors", new Course(routed, errors, false, 0, List.of()));
    all.put("sick", new Course(routed, sick, false, 0, List.of()));
    all.put("worker", new Course(worker, good, false, 0, List.of()));
    all.put("worker-sick", new Course(worker, sick, false, 0, List.of()));
    all.put("first", new Course(routed, good, true, 0, List.of()));
    all.put("first-errors", new Course(routed, errors, true, 0, List.of()));
    all.put("gated", new Course(gated, good, false, 0, List.of()));
    all.put("gated-failing", new Course(gated, good.failing(), false, 0, List.of()));
    all.put(
        "approved",
        new Course(
            asking,
            good,
            false,
            0,
            List.of(
                new Word(5, Signal.Kind.PAUSE),
                new Word(25, Signal.Kind.APPROVE),
                new Word(31, Signal.Kind.RESUME))));
    all.put(
        "rejected", new Course(asking, good, false, 0, List.of(new Word(20, Signal.Kind.REJECT))));
    all.put("aborted", new Course(routed, good, false, 0, List.of(new Word(4, Signal.Kind.ABORT))));
    all.put(
        "taken-back",
        new Course(routed, good, false, 0, List.of(new Word(40, Signal.Kind.ROLL_BACK))));
    all.put(
        "released",
        new Course(
            routed,
            good,
            false,
            0,
            List.of(
                new Word(18, Signal.Kind.PAUSE),
                new Word(24, Signal.Kind.RESUME),
                new Word(44, Signal.Kind.RELEASE))));
    for (long seed = 1; seed <= 40; seed++) {
      all.put(
          "seed-" + seed,
          new Course(
              seed % 4 == 0 ? worker : seed % 3 == 0 ? gated : routed,
              seed % 5 == 0 ? errors : good,
              false,
              seed,
              List.of()));
    }
    return all;
  }
}
