package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static com.pharmaserv.repave.operation.SimPlace.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.operation.FixFleets.Fix;
import com.pharmaserv.repave.operation.FixFleets.Fixed;
import com.pharmaserv.repave.operation.FixFleets.Result;
import com.pharmaserv.repave.report.FixText;
import com.pharmaserv.repave.sim.Meddling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an audit puts right by itself, and what it leaves to a person. */
class FixFleetsTest {
  private final SimPlace sim = SimPlace.running();

  private Fixed fix(boolean plan) throws Exception {
    return new FixFleets(SimPlace.ANNA, sim.narrator(), fix -> {}).fix(List.of(sim.place()), plan);
  }

  private void put(Weights weights) {
    new Meddling.WeightsPut(weights).happen(sim.world());
  }

  private List<GenerationId> generations() {
    return sim.world().view().generations().stream().map(Generation::id).toList();
  }

  /** A generation that the journal does not know, in the slot that is idle. */
  private GenerationId orphan(Slot idle) throws Exception {
    GenerationId id = new GenerationId(sim.fleet().id(), 9);
    RolloutId rollout = new RolloutId(sim.fleet().id(), 9);
    Lease lease = sim.leases().acquire(sim.fleet().id(), "somebody");
    List<JournalRecord> records = sim.freshJournal().records();
    Stamp stamp =
        new Stamp(rollout, "somebody", lease.epoch(), records.get(records.size() - 1).asHead());
    sim.provider().fleets().fence(sim.fleet(), lease.epoch());
    sim.provider()
        .fleets()
        .launch(
            sim.fleet(),
            new Action.LaunchGeneration(
                id, Optional.of(idle), OLD, 1, Settings.of(1, 4, List.of(), true), rollout),
            stamp);
    sim.leases().release(lease);
    sim.world().advance(Duration.ofSeconds(20));
    return id;
  }

  private static List<Result> results(Fixed fixed) {
    return fixed.handled().stream().map(Fix::result).toList();
  }

  @Test
  void findsNothingToDoWhereAllIsWell() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    int records = sim.records();
    Fixed fixed = fix(false);
    assertThat(fixed.handled()).isEmpty();
    assertThat(fixed.outcome()).isEqualTo(Outcome.DONE);
    assertThat(FixText.rest(fixed)).containsExactly("nothing out of place");
    assertThat(sim.records()).isEqualTo(records);
  }

  @Test
  void givesTrafficBackAndRemovesWhatNoRolloutKnows() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    GenerationId orphan = orphan(Slot.BLUE);
    put(Weights.NONE);

    // Launched by somebody, it has no intent of ours; nothing else may come on top.
    List<String> strange = sim.world().invariants().violations();

    Fixed plan = fix(true);
    assertThat(results(plan)).containsExactly(Result.WOULD_FIX, Result.WOULD_FIX);
    assertThat(plan.outcome()).as("something was found").isEqualTo(Outcome.FAILED);
    assertThat(sim.world().weights()).isEqualTo(Weights.NONE);
    assertThat(generations()).contains(orphan);

    Fixed fixed = fix(false);
    assertThat(fixed.handled())
        .extracting(Fix::remedy)
        .containsExactly(Remedy.SWEEP, Remedy.REPAIR);
    assertThat(results(fixed)).containsExactly(Result.FIXED, Result.FIXED);
    assertThat(fixed.outcome()).isEqualTo(Outcome.DONE);
    assertThat(sim.world().weights()).isEqualTo(new Weights(0, 100));
    assertThat(generations()).doesNotContain(orphan);
    assertThat(fix(false).handled()).isEmpty();
    assertThat(sim.world().invariants().violations()).isEqualTo(strange);
  }

  @Test
  void planChangesNothing() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    orphan(Slot.BLUE);
    put(Weights.NONE);
    int records = sim.records();
    fix(true);
    assertThat(sim.records()).isEqualTo(records);
    assertThat(sim.leases().current(sim.fleet().id())).isEmpty();
  }

  @Test
  void leavesToAPersonWhereSomebodyLedTrafficToMachinesThatAnswer() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    orphan(Slot.BLUE);
    put(new Weights(50, 50));

    Fixed fixed = fix(false);

    assertThat(fixed.handled())
        .allSatisfy(fix -> assertThat(fix.remedy()).isEqualTo(Remedy.GIVE_BACK))
        .isNotEmpty();
    assertThat(results(fixed)).containsOnly(Result.LEFT);
    assertThat(sim.world().weights()).isEqualTo(new Weights(50, 50));
    assertThat(FixText.lines(fixed.handled().get(0)))
        .contains(
            "  to do: repave repair -e sim-eu app",
            "         (all traffic goes to the generation that the journal calls active)");
  }

  @Test
  void rollsNothingAndSaysWhatWould() throws Exception {
    sim.roll().roll(new RollFleet.Request(sim.image(OLD), true, "t", true, Until.RETIRED));
    int records = sim.records();

    Fixed fixed = fix(false);

    assertThat(fixed.handled())
        .singleElement()
        .satisfies(
            fix -> {
              assertThat(fix.why().code()).isEqualTo(ReasonCode.RUNS_OLD_IMAGE);
              assertThat(fix.result()).isEqualTo(Result.LEFT);
              assertThat(FixText.lines(fix)).contains("  to do: repave roll -e sim-eu app");
            });
    assertThat(fixed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(sim.records()).isEqualTo(records);
  }

  @Test
  void goesOnWithNoRolloutThatWasLeftAndSweepsNothingBesideIt() throws Exception {
    sim.abandoned(NEW);
    sim.world().advance(Duration.ofMinutes(1));
    int records = sim.records();

    Fixed fixed = fix(false);

    assertThat(fixed.handled())
        .filteredOn(fix -> fix.why().code() == ReasonCode.ROLLOUT_UNATTENDED)
        .singleElement()
        .satisfies(
            fix -> assertThat(FixText.lines(fix)).contains("  to do: repave resume -e sim-eu app"));
    assertThat(sim.records()).isEqualTo(records);
    assertThat(sim.latest().orElseThrow().ended()).isFalse();
  }

  @Test
  void sweepsNothingWhileARolloutIsOpen() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    sim.abandoned(OLD);
    GenerationId orphan = orphan(Slot.BLUE);
    int records = sim.records();
    for (boolean plan : List.of(true, false)) {
      assertThat(fix(plan).handled())
          .filteredOn(fix -> fix.remedy() == Remedy.SWEEP)
          .singleElement()
          .satisfies(
              fix -> {
                assertThat(fix.result()).isEqualTo(Result.LEFT);
                assertThat(fix.because().orElseThrow().code()).isEqualTo(ReasonCode.ROLLOUT_OPEN);
              });
    }
    assertThat(generations()).contains(orphan);
    assertThat(sim.records()).isEqualTo(records);
  }

  @Test
  void leavesAFleetAloneThatSomebodyHas() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    GenerationId orphan = orphan(Slot.BLUE);
    put(Weights.NONE);
    try (Pilot bert = sim.bert()) {
      int records = sim.records();
      for (boolean plan : List.of(true, false)) {
        Fixed fixed = fix(plan);
        assertThat(results(fixed)).containsOnly(Result.LEFT);
        assertThat(fixed.handled())
            .allSatisfy(
                fix ->
                    assertThat(fix.because().orElseThrow().code())
                        .isEqualTo(ReasonCode.FLEET_TAKEN));
        assertThat(FixText.lines(fixed.handled().get(0)))
            .anyMatch(line -> line.startsWith("  not done: bert@build-8 pid 1234 has the fleet"));
      }
      assertThat(bert.latest()).isPresent();
      assertThat(sim.records()).isEqualTo(records);
    }
    assertThat(generations()).contains(orphan);
    assertThat(sim.world().weights()).isEqualTo(Weights.NONE);
  }

  @Test
  void repairsAndSweepsAHeldFleetWhichStaysOnItsImage() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    new HoldFleet(sim.provider(), sim.fleet(), SimPlace.ANNA, sim.narrator())
        .hold("audit of 4.2", Optional.empty());
    put(Weights.NONE);
    Fixed fixed = fix(false);
    assertThat(results(fixed)).containsExactly(Result.FIXED);
    assertThat(FixText.rest(fixed))
        .containsExactly(
            "sim-eu/app is held by anna: audit of 4.2 ('repave release -e sim-eu app' lets it go)");
  }
}
