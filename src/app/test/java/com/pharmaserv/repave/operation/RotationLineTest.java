package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.RotationEnded;
import com.pharmaserv.repave.model.JournalEntry.RotationOpened;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.model.RotationPlan.Change;
import com.pharmaserv.repave.model.RotationRest;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.rotation.Rotation;
import com.pharmaserv.repave.rotation.Step;
import com.pharmaserv.repave.sim.SimImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A rotation shares its work with others, and reads fleets at rest no more often than it has to.
 */
class RotationLineTest {
  private final SimPlace sim = SimPlace.running();
  private final FleetId fleet = sim.fleet().id();
  private final AtomicInteger reads = new AtomicInteger();
  private Optional<RotationPlan> plan = Optional.empty();

  private RotationLine line() throws Exception {
    return line(SimPlace.ANNA, SimPlace.NEW);
  }

  private RotationLine line(Operator operator, ImageId baked) throws Exception {
    Provider all = sim.provider();
    Provider counting =
        new Provider(
            all.name(),
            all.fleets(),
            all.traffic(),
            all.gauges(),
            all.images(),
            all.stock(),
            all.baker(),
            all.bakesOn(),
            all.disks(),
            all.headroom(),
            all.checks(),
            id -> {
              reads.addAndGet(id.isRotation() ? 0 : 1);
              return all.journals().of(id);
            },
            all.leases(),
            all.signals(),
            all.time(),
            all.around());
    return new RotationLine(
        sim.place(counting),
        Optional.empty(),
        Map.of(sim.fleet().image(), baked),
        (from, to) -> List.of(),
        new RotateFleets.Request(
            "a test", Until.RETIRED, Optional.empty(), Optional.empty(), Duration.ZERO, plan),
        operator);
  }

  @Test
  void readsAFleetAtRestAgainOnlyAfterAWhile() throws Exception {
    RotationLine line = line();
    for (int i = 0; i < 10; i++) {
      assertThat(line.look(Set.of(), Set.of(), Map.of()).take()).containsExactly(fleet);
    }
    assertThat(reads).hasValue(1);

    sim.provider().time().sleepUntil(sim.provider().time().now().plus(Duration.ofMinutes(10)));
    line.look(Set.of(), Set.of(), Map.of());
    assertThat(reads).hasValue(2);
  }

  @Test
  void readsAFleetThatHasLandedAtOnce() throws Exception {
    RotationLine line = line();
    assertThat(line.look(Set.of(fleet), Set.of(), Map.of()).steps().get(fleet))
        .isInstanceOf(Step.Rolling.class);
    sim.rolled(SimPlace.NEW, Until.RETIRED);

    assertThat(line.look(Set.of(), Set.of(fleet), Map.of()).steps().get(fleet))
        .isInstanceOf(Step.Done.class);
    assertThat(reads).hasValue(2);
  }

  private List<JournalEntry> rotations() throws Exception {
    return sim.provider().journals().of(FleetId.ofRotation(fleet.environment())).records().stream()
        .map(JournalRecord::entry)
        .toList();
  }

  private static Rotation look(RotationLine line) throws Exception {
    return line.look(Set.of(), Set.of(), Map.of());
  }

  private int taken(RotationLine line) throws Exception {
    AtomicInteger times = new AtomicInteger();
    boolean alone = line.alone(times::incrementAndGet);
    // Nothing is taken by somebody who is told that another is at it.
    assertThat(alone || times.get() == 0).isTrue();
    return times.get();
  }

  @Test
  void joinsTheRotationThatIsOpen() throws Exception {
    RotationLine anna = line();
    anna.setOut();
    sim.provider().time().sleepUntil(sim.provider().time().now().plus(Duration.ofHours(1)));
    RotationLine bert = line(SimPlace.BERT, SimPlace.NEW);
    bert.setOut();

    assertThat(bert.state()).isEqualTo(anna.state());
    assertThat(rotations())
        .singleElement()
        .isInstanceOfSatisfying(
            RotationOpened.class,
            opened -> {
              assertThat(opened.by()).isEqualTo(SimPlace.ANNA.name());
              assertThat(opened.reason()).isEqualTo("a test");
              assertThat(opened.targets()).hasSize(1);
            });
  }

  @Test
  void takesNothingWhileAnotherTakes() throws Exception {
    RotationLine anna = line();
    anna.setOut();
    Lease other =
        sim.leases().acquire(FleetId.ofRotation(fleet.environment()), SimPlace.BERT.holder());
    assertThat(taken(anna)).isZero();

    sim.leases().release(other);
    assertThat(taken(anna)).isOne();
  }

  /** Whoever dies with the environment's lease in hand costs the others a term of it. */
  @Test
  void waitsForSomebodyWhoDiedWhileTaking() throws Exception {
    sim.leases().acquire(FleetId.ofRotation(fleet.environment()), SimPlace.BERT.holder());
    Instant began = sim.provider().time().now();

    line().setOut();

    assertThat(Duration.between(began, sim.provider().time().now()))
        .isBetween(Leases.TERM, Leases.TERM.plusSeconds(2));
  }

  @Test
  void recordsHowItEndedAndBeginsAnewAfterwards() throws Exception {
    RotationLine anna = line();
    anna.setOut();
    sim.rolled(SimPlace.NEW, Until.RETIRED);
    anna.end(anna.look(Set.of(), Set.of(fleet), Map.of()));
    assertThat(rotations())
        .last()
        .isEqualTo(
            new RotationEnded(
                SimPlace.ANNA.name(),
                List.of(
                    new RotationRest(
                        RotationRest.Kind.DONE, Optional.empty(), List.of(fleet.name())))));

    RotationLine next = line(SimPlace.BERT, SimPlace.OLD);
    next.setOut();
    assertThat(next.state().opened()).isAfter(anna.state().opened());
    assertThat(rotations()).hasSize(3);
  }

  @Test
  void endsNothingThatStillMoves() throws Exception {
    RotationLine anna = line();
    anna.setOut();
    anna.end(look(anna));

    assertThat(rotations()).singleElement().isInstanceOf(RotationOpened.class);
  }

  @Test
  void isSupersededByOneThatWantsAnotherImage() throws Exception {
    ImageId newer = new ImageId(SimPlace.NEW.name(), "c".repeat(64));
    sim.world().image(newer, SimImage.GOOD);
    RotationLine anna = line();
    anna.setOut();
    RotationLine bert = line(SimPlace.BERT, newer);
    bert.setOut();

    assertThat(taken(anna)).isZero();
    assertThat(anna.superseded()).isTrue();
    anna.end(look(anna));
    assertThat(rotations()).hasSize(2).allMatch(RotationOpened.class::isInstance);
    assertThat(taken(bert)).isOne();
  }

  /** The other one had no patience, and has ended what both were at. */
  @Test
  void opensAnotherWhereItsOwnWasEnded() throws Exception {
    RotationLine anna = line();
    anna.setOut();
    RotationLine bert = line(SimPlace.BERT, SimPlace.NEW);
    bert.setOut();
    bert.end(new Rotation(Map.of()));

    assertThat(taken(anna)).isOne();
    assertThat(rotations()).hasSize(3).last().isInstanceOf(RotationOpened.class);
  }

  @Test
  void writesNothingWhereNothingIsStale() throws Exception {
    RotationLine fresh = line(SimPlace.ANNA, SimPlace.OLD);
    fresh.setOut();
    fresh.end(look(fresh));

    assertThat(rotations()).isEmpty();
  }

  @Test
  void doesNothingThatIsNotInItsPlan() throws Exception {
    Optional<ImageId> old = Optional.of(SimPlace.OLD);
    plan =
        Optional.of(
            RotationPlan.of(Optional.empty(), Map.of(fleet, new Change(old, SimPlace.NEW))));
    assertThat(line().state().targets()).containsOnlyKeys(fleet);

    ImageId newer = new ImageId(SimPlace.NEW.name(), "c".repeat(64));
    plan = Optional.of(RotationPlan.of(Optional.empty(), Map.of(fleet, new Change(old, newer))));
    assertThat(line().state().targets()).isEmpty();
    plan = Optional.of(RotationPlan.of(Optional.empty(), Map.of()));
    assertThat(line().state().targets()).isEmpty();
  }

  /** That one wants more, and whoever carries out a plan must not roll it. */
  @Test
  void joinsNoRotationThatGoesBeyondItsPlan() throws Exception {
    RotationLine bert = line(SimPlace.BERT, SimPlace.NEW);
    bert.setOut();
    plan = Optional.of(RotationPlan.of(Optional.empty(), Map.of()));

    RotationLine anna = line();
    assertThat(anna.state().targets()).isEmpty();
    anna.setOut();
    assertThat(anna.state().targets()).isEmpty();
    assertThat(look(anna).take()).isEmpty();
    assertThat(rotations()).hasSize(1);
    assertThat(taken(bert)).isOne();
  }
}
