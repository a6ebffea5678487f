package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.engine.Engine;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.End;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Saying a word to a rollout, in the simulated cloud. */
class SteerRolloutTest {
  private final SimPlace sim = SimPlace.running();
  private final SteerRollout anna =
      new SteerRollout(sim.provider(), sim.fleet(), SimPlace.DISKS, SimPlace.ANNA, sim.narrator());

  @Test
  void findsNothingToSteerWhereNoRolloutIsOpen() throws Exception {
    for (Word word : Word.values()) {
      assertThat(anna.say(word, "")).isEqualTo(new Steered.NothingOpen(sim.fleet().id(), word));
      assertThat(anna.plan(word).outcome()).isEqualTo(Outcome.FAILED);
    }
  }

  @Test
  void takesTheRolloutOverWhenNobodyDrivesIt() throws Exception {
    sim.abandoned(NEW);

    Steered.Driven driven = (Steered.Driven) anna.say(Word.ABORT, "not tonight");

    assertThat(driven.now().end().map(Standing.Ended::kind)).contains(End.Kind.FAILED_CLEAN);
    assertThat(driven.outcome()).as("did what was asked").isEqualTo(Outcome.DONE);
  }

  @Test
  void leavesAPausedRolloutToWhoeverResumesIt() throws Exception {
    sim.abandoned(NEW);

    Steered paused = anna.say(Word.PAUSE, "lunch");
    assertThat(paused.outcome()).isEqualTo(Outcome.DONE);

    assertThat(anna.say(Word.PAUSE, "again")).isInstanceOf(Steered.Objected.class);
    assertThat(anna.say(Word.RESUME, "").outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void isHeardByWhoeverDrives() throws Exception {
    try (Pilot bert = sim.bert()) {
      bert.open(sim.image(NEW), "test", false);
      Engine engine = bert.engine();
      engine.turn();
      sim.world().schedule(sim.world().now().plusSeconds(2), () -> turn(engine));

      Steered.Heard heard = (Steered.Heard) anna.say(Word.PAUSE, "lunch");

      assertThat(heard.holder()).isEqualTo(SimPlace.BERT.holder());
      assertThat(heard.paused()).isTrue();
      assertThat(heard.outcome()).isEqualTo(Outcome.DONE);
    }
  }

  @Test
  void saysSoWhenWhoeverDrivesDoesNotAnswer() throws Exception {
    try (Pilot bert = sim.bert()) {
      bert.open(sim.image(NEW), "test", false);
      // It still renews its lease, and hears nothing.
      Instant began = sim.world().now();
      for (int seconds = 10; seconds <= 60; seconds += 10) {
        sim.world().schedule(began.plusSeconds(seconds), () -> renew(sim));
      }

      Steered.Unheard unheard = (Steered.Unheard) anna.say(Word.PAUSE, "lunch");

      assertThat(unheard.outcome()).isEqualTo(Outcome.HELD);
      assertThat(unheard.waited()).isEqualTo(Duration.ofSeconds(45));
      assertThat(Duration.between(began, sim.world().now()))
          .isGreaterThanOrEqualTo(unheard.waited());
    }
  }

  @Test
  void doesNotPostAWordThatCannotBeObeyed() throws Exception {
    sim.rolled(NEW, Until.PROMOTED);

    assertThat(anna.say(Word.PAUSE, "")).isInstanceOf(Steered.Objected.class);

    assertThat(sim.signals().pending(sim.fleet().id(), 0)).isEmpty();
  }

  @Test
  void postsNothingForAPlan() throws Exception {
    sim.abandoned(NEW);

    Steered plan = anna.plan(Word.ROLLBACK);

    assertThat(plan).isInstanceOf(Steered.Planned.class);
    assertThat(sim.signals().pending(sim.fleet().id(), 0)).isEmpty();
  }

  private static void turn(Engine engine) {
    try {
      engine.turn();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void renew(SimPlace sim) {
    try {
      sim.leases().renew(sim.leases().current(sim.fleet().id()).orElseThrow());
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
