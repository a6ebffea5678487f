package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static com.pharmaserv.repave.operation.SimPlace.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.engine.Engine;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Held;
import com.pharmaserv.repave.model.JournalEntry.OnFleet;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.operation.HoldFleet.Holding;
import com.pharmaserv.repave.operation.HoldFleet.Result;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.report.AuditText;
import com.pharmaserv.repave.report.HoldText;
import com.pharmaserv.repave.report.RollText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A person keeps a fleet as it is, and releases it, whoever drives its rollout. */
class HoldFleetTest {
  private static final Optional<Instant> NEVER = Optional.empty();

  private final SimPlace sim = SimPlace.running();

  private HoldFleet anna() {
    return new HoldFleet(sim.provider(), sim.fleet(), SimPlace.ANNA, sim.narrator());
  }

  private Optional<Instant> in(Duration span) {
    return Optional.of(sim.world().now().plus(span));
  }

  private RollFleet.Request named(ImageId image) {
    return new RollFleet.Request(sim.image(image), true, "test", false, Until.RETIRED);
  }

  private List<OnFleet> words() throws Exception {
    return sim.freshJournal().records().stream()
        .map(record -> record.entry())
        .filter(OnFleet.class::isInstance)
        .map(OnFleet.class::cast)
        .toList();
  }

  private AuditFleets.Audit audited() throws Exception {
    return new AuditFleets(finding -> {}).audit(List.of(sim.place()));
  }

  @Test
  void holdsAFleetThatWasNeverRolledAndItsJournalSaysWhoAndWhy() throws Exception {
    Optional<Instant> end = in(Duration.ofDays(7));

    Instant at = sim.world().now();

    Holding answer = anna().hold("audit of 4.2", end);

    assertThat(answer.result()).isEqualTo(Result.HELD);
    assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
    assertThat(words()).containsExactly(new Held(new Hold("anna", "audit of 4.2", at, end)));
    assertThat(sim.leases().current(sim.fleet().id())).as("given back").isEmpty();
    assertThat(HoldText.of(answer).result())
        .contains("sim-eu/app is held by anna until %s: audit of 4.2".formatted(end.get()));
  }

  @Test
  void noImageRollsThereNotEvenANamedOneUntilItIsReleased() throws Exception {
    anna().hold("audit of 4.2", NEVER);
    int records = sim.records();

    for (Rolls rolls :
        List.of(sim.roll().plan(sim.image(NEW), true, true), sim.roll().roll(named(NEW)))) {
      assertThat(rolls.outcome()).isEqualTo(Outcome.WAITING);
      assertThat(RollText.of(rolls.rolls().get(0)).problem())
          .contains(
              "sim-eu/app stays as it is: held by anna: audit of 4.2; 'repave release -e sim-eu app' lets it go");
    }
    assertThat(sim.records()).isEqualTo(records);

    assertThat(anna().release("it is over").result()).isEqualTo(Result.RELEASED);
    assertThat(sim.roll().roll(named(NEW)).outcome()).isEqualTo(Outcome.DONE);
    assertThat(sim.world().invariants().violations()).isEmpty();
  }

  @Test
  void isOverByItselfAtItsEnd() throws Exception {
    anna().hold("audit of 4.2", in(Duration.ofMinutes(5)));
    sim.world().advance(Duration.ofMinutes(4));
    assertThat(sim.roll().roll(named(NEW)).outcome()).isEqualTo(Outcome.WAITING);
    sim.world().advance(Duration.ofMinutes(1));
    assertThat(sim.roll().roll(named(NEW)).outcome()).isEqualTo(Outcome.DONE);
    assertThat(anna().release("").result()).as("nothing is left").isEqualTo(Result.FREE);
  }

  @Test
  void statusAndAuditNameItAndNobodyIsToldToRoll() throws Exception {
    sim.roll().roll(new RollFleet.Request(sim.image(OLD), true, "t", true, Until.RETIRED));
    assertThat(audited().findings())
        .extracting(finding -> finding.why().code())
        .containsExactly(ReasonCode.RUNS_OLD_IMAGE);

    Hold hold = anna().hold("audit of 4.2", NEVER).hold().orElseThrow();

    assertThat(ShowFleets.show(List.of(sim.place())).fleets().get(0).hold()).contains(hold);
    assertThat(audited().findings()).isEmpty();
    assertThat(AuditText.rest(audited()))
        .containsExactly(
            "sim-eu/app is held by anna: audit of 4.2 ('repave release -e sim-eu app' lets it go)",
            "nothing out of place");
    sim.provider().images().block(OLD, "CVE-2026-1", "anna");
    assertThat(audited().findings()).as("what is dangerous is said all the same").isNotEmpty();
  }

  @Test
  void aLaterHoldTakesThePlaceOfAnEarlierOne() throws Exception {
    Hold first = anna().hold("audit of 4.2", NEVER).hold().orElseThrow();
    Holding second =
        new HoldFleet(sim.provider(), sim.fleet(), SimPlace.BERT, sim.narrator())
            .hold("closing", in(Duration.ofDays(1)));
    assertThat(second.replaced()).contains(first);
    assertThat(HoldText.of(second).result().orElseThrow())
        .endsWith(": closing; instead of held by anna: audit of 4.2");
    assertThat(sim.freshJournal().hold()).isEqualTo(second.hold());
  }

  @Test
  void releasesImagesThatARollbackKeptFromTheFleet() throws Exception {
    sim.abandoned(NEW);
    new SteerRollout(sim.provider(), sim.fleet(), SimPlace.DISKS, SimPlace.ANNA, sim.narrator())
        .say(Word.ABORT, "orders time out");
    assertThat(sim.roll().plan(sim.image(NEW), false, false).outcome()).isEqualTo(Outcome.WAITING);

    assertThat(anna().planRelease("").letGo()).containsExactly(NEW);
    assertThat(sim.roll().plan(sim.image(NEW), false, false).outcome())
        .as("a plan changes nothing")
        .isEqualTo(Outcome.WAITING);
    Holding released = anna().release("it was the database");
    assertThat(released.letGo()).containsExactly(NEW);
    assertThat(HoldText.of(released).result())
        .contains(
            "sim-eu/app is released by anna (it was the database); may roll there again: app@bbbbbbbbbbbb");
    assertThat(sim.roll().plan(sim.image(NEW), false, false).outcome()).isEqualTo(Outcome.DONE);
    assertThat(anna().release("").result()).isEqualTo(Result.FREE);
  }

  @Test
  void aPlanChangesNothing() throws Exception {
    Holding plan = anna().planHold("audit of 4.2", NEVER);
    assertThat(plan.plan()).isTrue();
    assertThat(HoldText.of(plan).result())
        .contains("sim-eu/app would be held by anna: audit of 4.2");
    assertThat(HoldText.of(anna().planRelease("")).result())
        .contains("sim-eu/app is not held, and no rollback keeps an image from it");
    assertThat(anna().release("").outcome()).isEqualTo(Outcome.DONE);
    assertThat(sim.records()).isZero();
  }

  @Test
  void whoeverDrivesTheRolloutWritesItDownAndGoesOn() throws Exception {
    Pilot bert = sim.bert();
    bert.open(sim.image(NEW), "test", false);
    Engine engine = bert.engine();
    engine.turn();
    sim.world().schedule(sim.world().now().plusSeconds(1), () -> turn(engine));

    Holding answer = anna().hold("audit of 4.2", NEVER);

    assertThat(answer.result()).isEqualTo(Result.HELD);
    assertThat(HoldText.of(answer).result().orElseThrow())
        .endsWith("; app-r0002 is open and goes on, 'repave abort -e sim-eu app' stops it");
    assertThat(words())
        .as("exactly what was answered")
        .containsExactly(new Held(answer.hold().orElseThrow()));
    bert.fly(state -> state.ended());
    bert.close();
    assertThat(sim.latest().orElseThrow().active().orElseThrow().image()).isEqualTo(NEW);
    assertThat(sim.roll().roll(named(OLD)).outcome()).isEqualTo(Outcome.WAITING);
    assertThat(sim.world().invariants().violations()).isEmpty();
  }

  @Test
  void writesItDownOnceWhereTheDriverHasGone() throws Exception {
    Pilot bert = sim.bert();
    bert.open(sim.image(NEW), "test", false);
    bert.engine().turn();

    // Its lease ends, and nobody has heard the word.
    assertThat(anna().hold("audit of 4.2", NEVER).result()).isEqualTo(Result.HELD);

    sim.world().advance(Duration.ofMinutes(2));
    try (Pilot carl = sim.bert()) {
      carl.fly(state -> state.phase() == Phase.RETAIN);
    }
    assertThat(words()).hasSize(1);
    assertThat(sim.world().invariants().violations()).isEmpty();
  }

  @Test
  void saysThatTheDriverHasNotAnswered() throws Exception {
    Pilot bert = sim.bert();
    bert.open(sim.image(NEW), "test", false);
    for (int second = 5; second < 60; second += 5) {
      sim.world().schedule(sim.world().now().plusSeconds(second), () -> renewed(bert));
    }

    Holding answer = anna().hold("audit of 4.2", NEVER);

    assertThat(answer.result()).isEqualTo(Result.UNHEARD);
    assertThat(answer.outcome()).isEqualTo(Outcome.HELD);
    assertThat(answer.why().code()).isEqualTo(ReasonCode.NOT_HEARD);
    assertThat(words()).isEmpty();
  }

  @Test
  void disturbsNobodyWhoHasTheFleetWithoutARollout() throws Exception {
    Pilot bert = sim.bert();
    assertThatThrownBy(() -> anna().hold("audit of 4.2", NEVER))
        .isInstanceOf(LeaseHeldException.class);
    assertThat(sim.signals().pending(sim.fleet().id(), 0)).isEmpty();
    bert.close();
  }

  @Test
  void aRolloutThatIsOpenKeepsItsWayBackWhenTheNextIsRefused() throws Exception {
    sim.rolled(NEW, Until.PROMOTED);
    anna().hold("audit of 4.2", NEVER);

    assertThat(sim.roll().roll(named(OLD)).outcome()).isEqualTo(Outcome.WAITING);

    assertThat(sim.latest().orElseThrow().phase()).isEqualTo(Phase.RETAIN);
  }

  @Test
  void aRollThatHasLookedAlreadyHeedsAHoldThatComesBeforeItsLease() throws Exception {
    AtomicBoolean held = new AtomicBoolean();
    Provider late =
        sim.provider()
            .around(
                ports -> {
                  if (held.compareAndSet(false, true)) {
                    hold();
                  }
                  return ports;
                });
    RollFleet roll =
        new RollFleet(
            sim.place(late),
            sim.fleet(),
            SimPlace.PAPERS,
            SimPlace.BERT,
            sim.narrator(),
            result -> {});

    assertThat(roll.roll(named(NEW)).outcome()).isEqualTo(Outcome.WAITING);

    assertThat(held).isTrue();
    assertThat(sim.latest()).as("nothing began").isEmpty();
  }

  private void hold() {
    try {
      anna().hold("audit of 4.2", NEVER);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void aHeldFleetIsNotTakenDown() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    anna().hold("evidence", NEVER);
    TearDownFleets down = new TearDownFleets(SimPlace.BERT, sim.narrator(), fall -> {});
    assertThat(down.tearDown(sim.provider(), List.of(sim.fleet()), "over").falls())
        .singleElement()
        .satisfies(
            fall -> {
              assertThat(fall.result()).isEqualTo(TearDownFleets.Result.REFUSED);
              assertThat(fall.why().code()).isEqualTo(ReasonCode.FLEET_HELD);
            });
  }

  private void renewed(Pilot pilot) {
    try {
      pilot.latest();
      sim.leases().renew(sim.leases().current(sim.fleet().id()).orElseThrow());
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void turn(Engine engine) {
    try {
      engine.turn();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
