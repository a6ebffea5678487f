package com.pharmaserv.repave.rehearsal;

import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.Nature;
import com.pharmaserv.repave.sim.RandomFaults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Plays a fleet's real policy against an image that is good or bad in one particular way. */
public final class PolicyRehearsal {
  private static final Duration BOOT_DEFAULT = Duration.ofSeconds(60);

  /** How long everything may fail, where it may. */
  private static final Duration FAULTS_LAST = Duration.ofMinutes(10);

  /** A person needs a while to look before approving. */
  private static final Duration JUDGMENT = Duration.ofMinutes(5);

  private PolicyRehearsal() {}

  /**
   * What is played.
   *
   * @param boot from launch to in service; empty for what the policy can bear
   * @param faults whether calls, machines, zones and engines fail at first
   * @param seed of everything that is random
   */
  public record Script(
      Fleet fleet, Candidate candidate, Optional<Duration> boot, boolean faults, long seed) {}

  /**
   * How it went.
   *
   * @param moments decisions at which the rollout came to another course or phase
   * @param duration by the simulated clock
   * @param calls by name
   * @param fewestServing machines that served production, at the worst time
   * @param state of the rollout, if it began
   * @param violations of what must always hold
   */
  public record Play(
      List<Moment> moments,
      Duration duration,
      SortedMap<String, Integer> calls,
      int fewestServing,
      long lostRequests,
      Optional<RolloutState> state,
      List<String> violations) {}

  /** A decision, by the time since the beginning. */
  public record Moment(Duration after, Decision decision) {}

  /** Plays it to its end. */
  public static Play play(Script script) {
    Fleet fleet = script.fleet();
    Duration boot = script.boot().orElse(bearable(fleet));
    World world = new World(fleet, script.seed());
    ImageId old = new ImageId(fleet.image(), "0".repeat(64));
    ImageId fresh = new ImageId(fleet.image(), "f".repeat(64));
    world.image(old, SimImage.GOOD);
    world.image(fresh, script.candidate().image(boot));
    world.release(fresh, fleet.channel());
    world.begin(old);
    Instant began = world.now();
    Instant calm = script.faults() ? began.plus(FAULTS_LAST) : began;
    List<Moment> moments = new ArrayList<>();
    Rehearsal rehearsal =
        new Rehearsal(
            world,
            faults(script, world, calm),
            new RolloutDecider(),
            (f, view, decision, at) -> add(moments, decision, Duration.between(began, at)),
            UnaryOperator.identity());
    if (fleet.policy().approval()) {
      world.schedule(
          began.plus(boot).plus(JUDGMENT),
          () -> rehearsal.signals().post(fleet.id(), Signal.Kind.APPROVE, "rehearsal", ""));
    }
    Optional<RolloutState> end = rehearsal.play(fresh, Rehearsal.bound(fleet, calm));
    return new Play(
        moments,
        Duration.between(began, world.now()),
        new TreeMap<>(world.calls()),
        world.worstServing(),
        world.lostRequests(),
        end,
        world.invariants().violations());
  }

  /** A good image must have the time to come up; a third of the bound leaves some for faults. */
  private static Duration bearable(Fleet fleet) {
    long third = fleet.policy().bounds().launch().toSeconds() / 3;
    return Duration.ofSeconds(Math.max(1, Math.min(BOOT_DEFAULT.toSeconds(), third)));
  }

  private static Faults faults(Script script, World world, Instant calm) {
    if (!script.faults()) {
      return Faults.NONE;
    }
    RandomFaults faults = new RandomFaults(script.seed(), 0.05, 0.01);
    Nature.unleash(world, script.seed(), Duration.ofSeconds(60), calm);
    world.schedule(calm, faults::stop);
    return faults;
  }

  private static void add(List<Moment> moments, Decision decision, Duration after) {
    RolloutState state = decision.next();
    if (!moments.isEmpty() && !state.ended()) {
      RolloutState last = moments.get(moments.size() - 1).decision().next();
      if (last.course() == state.course() && last.phase() == state.phase()) {
        return;
      }
    }
    moments.add(new Moment(after, decision));
  }
}
