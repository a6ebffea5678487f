package com.pharmaserv.repave.aws.simulation;

import com.pharmaserv.repave.engine.Engine;
import com.pharmaserv.repave.engine.Engine.BlindException;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Outlook;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One rollout from beginning to end by the production engine. When an engine dies another one takes
 * over; when the rollout halts, a person resumes it after a while.
 */
final class AwsRehearsal {
  /** How long it takes until somebody starts a new engine, or looks at a halted rollout. */
  private static final Duration RESTART = Duration.ofSeconds(20);

  /** More turns than any rollout takes; a rehearsal that needs more has lost its way. */
  private static final int TURNS_MAX = 1_000;

  private final AwsWorld world;
  private final List<String> story = new ArrayList<>();
  private int engines;
  private int halts;

  AwsRehearsal(AwsWorld world) {
    this.world = world;
  }

  /** The process that drove the rollout is gone. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
      super(where, null, false, false);
    }
  }

  List<String> story() {
    return List.copyOf(story);
  }

  /**
   * Rolls the image out and returns the rollout as it ended.
   *
   * @param calm when faults stop; from then on the rollout has its bound, or I6 is violated
   */
  Optional<RolloutState> play(ImageId image, Instant calm) {
    Instant bound =
        calm.plus(Outlook.bound(world.fleet).multipliedBy(2)).plus(Duration.ofMinutes(10));
    world.invariants.begins();
    boolean opened = false;
    for (int turns = 0; turns < TURNS_MAX && world.time.now().isBefore(bound); turns++) {
      try {
        Pilot pilot = take();
        Optional<RolloutState> latest = pilot.latest();
        if (!opened && latest.filter(s -> !s.ended()).isEmpty()) {
          Opening opening = pilot.open(image(image), "rehearsal", false);
          if (!(opening instanceof Opening.Opened)) {
            throw new IllegalStateException("not opened: " + opening);
          }
        }
        opened = true;
        if (pilot.latest().orElseThrow().ended()) {
          return ended(pilot.latest().get());
        }
        fly(pilot, bound);
        pilot.close();
      } catch (LeaseHeldException | BlindException | ProviderException | Crash gone) {
        story.add(world.time.now() + " " + gone);
        rest();
      } catch (JournalException | IOException died) {
        // A journal or lease that cannot be written ends the process; the next one goes on.
        story.add(world.time.now() + " " + died);
        rest();
      }
    }
    world.invariants.violated("I6", "not ended in time: " + last());
    return Optional.empty();
  }

  private void rest() {
    world.invariants.acting("");
    world.cloud.clock().advance(RESTART);
  }

  private Image image(ImageId id) throws ProviderException {
    return ports().images().find(id).orElseThrow();
  }

  private Ports ports() {
    return world.ports();
  }

  private Pilot take() throws LeaseHeldException, IOException, JournalException, ProviderException {
    engines++;
    String holder = "engine-" + engines;
    world.invariants.acting(holder);
    return Pilot.take(
        world.fleet,
        ports(),
        new RolloutDecider(),
        (fleet, view, decision, at) ->
            story.add(
                at
                    + " "
                    + decision.next().course()
                    + "/"
                    + decision.next().phase()
                    + ": "
                    + decision.why()
                    + " "
                    + decision.actions()),
        holder);
  }

  private void fly(Pilot pilot, Instant bound)
      throws JournalException, LeaseHeldException, IOException, BlindException {
    Engine engine = pilot.engine();
    for (int turns = 0; turns < TURNS_MAX && world.time.now().isBefore(bound); turns++) {
      Instant next = engine.turn();
      if (engine.state().ended()) {
        return;
      }
      if (engine.state().course() == Course.HALT) {
        world.cloud.clock().advance(RESTART);
        // A person tries again at first; what halts once more is taken back.
        Signal.Kind word = halts++ % 2 == 0 ? Signal.Kind.RESUME : Signal.Kind.ROLL_BACK;
        world.cloud.quietly(() -> posted(word));
      } else {
        world.time.advanceTo(next);
      }
    }
  }

  private boolean posted(Signal.Kind word) {
    try {
      ports().signals().post(world.fleet.id(), word, "operator", "");
      return true;
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }

  private String last() {
    return story.isEmpty() ? "nothing happened" : story.get(story.size() - 1);
  }

  private Optional<RolloutState> ended(RolloutState state) {
    world.invariants.ended(state, state.end().orElseThrow());
    if (!world.openIntents().isEmpty()) {
      world.invariants.violated("I7", "intents without an outcome: " + world.openIntents());
    }
    if (!world.cloud.unsupported().isEmpty()) {
      world.invariants.violated("double", "it lacks " + world.cloud.unsupported());
    }
    return Optional.of(state);
  }
}
