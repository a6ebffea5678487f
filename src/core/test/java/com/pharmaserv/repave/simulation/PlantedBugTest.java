package com.pharmaserv.repave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.Invariants;
import com.pharmaserv.repave.sim.Meddling;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One bug for each invariant: the checks can fail, and each fails for its own reason. */
class PlantedBugTest {
  private static final SimImage FAILING =
      new SimImage(
          SimImage.GOOD.boot(), SimImage.GOOD.warmUp(), true, true, 30, SimImage.GOOD.p99());

  @Test
  void catchesTheActiveGenerationShrunkBeforeTheShift() {
    caught(PlantedBug.SHRUNK_BEFORE_THE_SHIFT, SimImage.GOOD);
  }

  @Test
  void catchesTrafficOnAnUnverifiedGeneration() {
    caught(PlantedBug.VERIFYING_NOTHING, SimImage.GOOD);
  }

  @Test
  void catchesASecondWriter() {
    // The journal stops most double writers before they act; some moments let one through.
    SmallWorld world =
        wired(ports -> with(ports, ports.journal(), new EverybodysLease(ports.leases())));
    List<String> violations =
        IntStream.range(0, 30)
            .mapToObj(s -> world.play(Faults.NONE, Optional.of(Duration.ofSeconds(s))))
            .flatMap(result -> result.violations().stream())
            .toList();
    assertThat(violations).anyMatch(violation -> violation.startsWith("I3 at"));
  }

  @Test
  void catchesAPreviousGenerationThatIsForgotten() {
    caught(PlantedBug.FORGETTING_THE_PREVIOUS_GENERATION, SimImage.GOOD);
  }

  @Test
  void catchesSettingsThatAreNotRestored() {
    caught(PlantedBug.RESTORING_NOTHING, FAILING);
  }

  @Test
  void catchesAutomationThatStandsOnTwoGenerations() {
    caught(PlantedBug.AUTOMATING_TWICE, SimImage.GOOD);
  }

  @Test
  void catchesAutomationThatIsNotInherited() {
    caught(PlantedBug.AUTOMATING_NOTHING, SimImage.GOOD);
  }

  @Test
  void catchesAutomationThatStandsNowhereForAWhile() {
    caught(PlantedBug.AUTOMATING_NOBODY, SimImage.GOOD);
  }

  @Test
  void catchesARolloutThatNeverEnds() {
    caught(PlantedBug.NEVER_WARM, SimImage.GOOD);
  }

  @Test
  void catchesAnEffectWithoutAnIntent() {
    SmallWorld world =
        wired(ports -> with(ports, new ForgetfulJournal(ports.journal()), ports.leases()));
    caught("I7", world.play(Faults.NONE, false));
  }

  @Test
  void catchesAnActiveGenerationThatIsEmptied() {
    caught(PlantedBug.EMPTYING_THE_ACTIVE, SimImage.GOOD);
  }

  @Test
  void catchesABadImageThatKeepsItsTraffic() {
    caught(PlantedBug.COUNTING_NO_FAILURES, FAILING);
  }

  @Test
  void catchesAGoodImageThatIsBlamedForAnOutage() {
    PlantedBug bug = PlantedBug.BLAMING_ALONE;
    long caught =
        LongStream.rangeClosed(1, 200)
            .mapToObj(seed -> new RandomWorld(seed, bug.decider(), UnaryOperator.identity()))
            .filter(world -> world.play().broken().equals(bug.invariant()))
            .count();
    assertThat(caught).isPositive();
  }

  @Test
  void catchesMachinesThatAreEndedWhileAnotherWayLeadsToThem() {
    Instant begun = World.START.plus(World.BEGINNING).plusSeconds(2);
    Consumer<World> rule =
        world ->
            world.schedule(
                begun, () -> new Meddling.WayAdded(Slot.BLUE, Duration.ofMinutes(5)).happen(world));
    PlantedBug bug = PlantedBug.OVERLOOKING_OTHERS;
    assertThat(wired(ports -> ports).with(rule).play(Faults.NONE, false).violations()).isEmpty();
    caught(bug.invariant(), small(bug, SimImage.GOOD).with(rule).play(Faults.NONE, false));
  }

  @Test
  void catchesRequestsThatAreCountedByTheWrongClock() {
    Consumer<World> behind = world -> world.skew(Duration.ofSeconds(-20));
    SmallWorld right = wired(FAILING, UnaryOperator.identity()).with(behind);
    assertThat(right.play(Faults.NONE, false).violations()).isEmpty();
    SmallWorld wrong =
        wired(FAILING, ports -> with(ports, new OurClock(ports.fleets()))).with(behind);
    caught("I10", wrong.play(Faults.NONE, false));
  }

  @Test
  void catchesAnImageThatNobodyHasReleased() {
    assertThat(launched(UnaryOperator.identity(), world -> {})).isEmpty();
    assertThat(launched(fleet -> fleet.asking(Channel.CANDIDATE), world -> {}))
        .anyMatch(violation -> violation.startsWith("I11 at"));
    Consumer<World> takenBack =
        world -> {
          world.release(Scenarios.NEW, Channel.PRODUCTION);
          Instant soon = world.now().plusSeconds(1);
          world.schedule(soon, () -> world.release(Scenarios.NEW, Channel.STAGING));
          world.advance(Invariants.CHARITY.plusSeconds(2));
        };
    assertThat(launched(fleet -> fleet.asking(Channel.CANDIDATE), takenBack))
        .anyMatch(violation -> violation.startsWith("I11 at"));
  }

  /** What is said of I11 where production is asked for, and engines read the fleet like this. */
  private static List<String> launched(UnaryOperator<Fleet> reading, Consumer<World> before) {
    World world =
        new World(
            Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ofSeconds(5), 50, 100))
                .asking(Channel.PRODUCTION),
            1);
    world.image(Scenarios.OLD, SimImage.GOOD);
    world.image(Scenarios.NEW, SimImage.GOOD);
    world.begin(Scenarios.OLD);
    before.accept(world);
    Rehearsal rehearsal =
        new Rehearsal(
            world,
            Faults.NONE,
            new RolloutDecider(),
            (fleet, view, decision, at) -> {},
            UnaryOperator.identity(),
            reading);
    rehearsal.play(Scenarios.NEW, Rehearsal.bound(world.fleet(), world.now()));
    return world.invariants().violations().stream()
        .filter(violation -> violation.startsWith("I11"))
        .toList();
  }

  private static void caught(PlantedBug bug, SimImage truth) {
    caught(bug.invariant(), small(bug, truth).play(Faults.NONE, false));
  }

  private static SmallWorld small(PlantedBug bug, SimImage truth) {
    return new SmallWorld(truth, true, bug.decider(), UnaryOperator.identity());
  }

  private static void caught(String invariant, SmallWorld.Result result) {
    assertThat(result.violations()).anyMatch(violation -> violation.startsWith(invariant + " at"));
  }

  private static SmallWorld wired(UnaryOperator<Ports> bug) {
    return wired(SimImage.GOOD, bug);
  }

  private static SmallWorld wired(SimImage truth, UnaryOperator<Ports> bug) {
    return new SmallWorld(truth, true, new RolloutDecider(), bug);
  }

  private static Ports with(Ports ports, Journal journal, Leases leases) {
    return new Ports(
        ports.fleets(),
        ports.traffic(),
        ports.gauges(),
        ports.images(),
        ports.checks(),
        journal,
        leases,
        ports.signals(),
        ports.time());
  }

  private static Ports with(Ports ports, Fleets fleets) {
    return new Ports(
        fleets,
        ports.traffic(),
        ports.gauges(),
        ports.images(),
        ports.checks(),
        ports.journal(),
        ports.leases(),
        ports.signals(),
        ports.time());
  }

  /** A provider whose clock is taken for ours. */
  private record OurClock(Fleets real) implements Fleets {
    @Override
    public FleetView observe(Fleet fleet) throws ProviderException {
      return real.observe(fleet).skewed(Duration.ZERO);
    }

    @Override
    public List<Generation> all(EnvironmentId environment) throws ProviderException {
      return real.all(environment);
    }

    @Override
    public Optional<Head> fence(Fleet fleet, long epoch) throws ProviderException {
      return real.fence(fleet, epoch);
    }

    @Override
    public void launch(Fleet fleet, LaunchGeneration action, Stamp stamp) throws ProviderException {
      real.launch(fleet, action, stamp);
    }

    @Override
    public void resize(Fleet fleet, Resize action, Stamp stamp) throws ProviderException {
      real.resize(fleet, action, stamp);
    }

    @Override
    public void configure(Fleet fleet, Configure action, Stamp stamp) throws ProviderException {
      real.configure(fleet, action, stamp);
    }

    @Override
    public void retire(Fleet fleet, RetireGeneration action, Stamp stamp) throws ProviderException {
      real.retire(fleet, action, stamp);
    }

    @Override
    public void quarantine(Fleet fleet, Quarantine action, Stamp stamp) throws ProviderException {
      real.quarantine(fleet, action, stamp);
    }

    @Override
    public List<Quarantined> quarantined(EnvironmentId environment) throws ProviderException {
      return real.quarantined(environment);
    }
  }

  /** A lease that everybody gets. */
  private record EverybodysLease(Leases real) implements Leases {
    @Override
    public Lease acquire(FleetId fleet, String holder) throws IOException {
      try {
        return real.acquire(fleet, holder);
      } catch (LeaseHeldException held) {
        Instant since = held.lease().since();
        return new Lease(
            fleet, holder, held.lease().epoch() + 1, since, since.plus(Duration.ofDays(1)));
      }
    }

    @Override
    public Lease renew(Lease lease) {
      return lease;
    }

    @Override
    public void release(Lease lease) throws IOException {
      real.release(lease);
    }

    @Override
    public Optional<Lease> current(FleetId fleet) throws IOException {
      return real.current(fleet);
    }

    @Override
    public Map<FleetId, Tally> tallies(Collection<FleetId> fleets) throws IOException {
      return real.tallies(fleets);
    }
  }

  /** A journal that acknowledges intents and does not write them. */
  private record ForgetfulJournal(Journal real) implements Journal {
    @Override
    public List<JournalRecord> records() throws JournalException {
      return real.records();
    }

    @Override
    public Head append(JournalEntry entry, long epoch) throws JournalException {
      return entry instanceof Intended ? new Head(1, "0".repeat(64)) : real.append(entry, epoch);
    }
  }
}
