package com.pharmaserv.repave.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.SimImage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One bug for each invariant: the checks can fail, and each fails for its own reason. */
class PlantedBugTest {
  private static final Decider RIGHT = new RolloutDecider();
  private static final Reason PLANTED = Reason.of(ReasonCode.SAID, "planted");
  private static final SimImage FAILING =
      new SimImage(
          SimImage.GOOD.boot(), SimImage.GOOD.warmUp(), true, true, 30, SimImage.GOOD.p99());

  @Test
  void catchesTheActiveGenerationShrunkBeforeTheShift() {
    Decider bug =
        (fleet, state, seen, now) -> {
          Decision right = RIGHT.decide(fleet, state, seen, now);
          boolean shifts = right.actions().stream().anyMatch(a -> a instanceof ShiftTraffic);
          return shifts && right.next().course() == Course.FORWARD
              ? with(right, new Resize(state.from().orElseThrow().generation(), 1))
              : right;
        };
    caught("I1", play(SimImage.GOOD, bug, UnaryOperator.identity()));
  }

  @Test
  void catchesTrafficOnAnUnverifiedGeneration() {
    Decider bug =
        (fleet, state, seen, now) -> {
          Decision right = RIGHT.decide(fleet, state, seen, now);
          boolean verifies =
              right.next().phase() == Phase.VERIFY && right.next().course() == Course.FORWARD;
          RolloutState skipped =
              right
                  .next()
                  .with(
                      new Stage.Shifting(
                          Pace.of(Span.of(now, fleet.policy().bounds().shift())),
                          0,
                          Optional.empty(),
                          Optional.empty()));
          return verifies
              ? new Decision(skipped, List.of(), PLANTED, Optional.empty(), now)
              : right;
        };
    caught("I2", play(SimImage.GOOD, bug, UnaryOperator.identity()));
  }

  @Test
  void catchesASecondWriter() {
    UnaryOperator<Ports> bug =
        ports ->
            new Ports(
                ports.fleets(),
                ports.traffic(),
                ports.gauges(),
                ports.images(),
                ports.checks(),
                ports.journal(),
                new EverybodysLease(ports.leases()),
                ports.signals(),
                ports.time());
    // The journal stops most double writers before they act; some moments let one through.
    SmallWorld world = new SmallWorld(SimImage.GOOD, true, RIGHT, bug);
    List<String> violations =
        IntStream.range(0, 30)
            .mapToObj(s -> world.play(Faults.NONE, Optional.of(Duration.ofSeconds(s))))
            .flatMap(result -> result.violations().stream())
            .toList();
    assertThat(violations).anyMatch(violation -> violation.startsWith("I3 at"));
  }

  @Test
  void catchesAPreviousGenerationThatIsForgotten() {
    Decider bug =
        (fleet, state, seen, now) -> {
          Decision right = RIGHT.decide(fleet, state, seen, now);
          boolean retires =
              right.next().phase() == Phase.RETIRE && right.next().course() == Course.FORWARD;
          return retires ? ended(right, End.Kind.SUCCEEDED, now) : right;
        };
    caught("I4", play(SimImage.GOOD, bug, UnaryOperator.identity()));
  }

  @Test
  void catchesSettingsThatAreNotRestored() {
    Decider bug =
        (fleet, state, seen, now) -> {
          Decision right = RIGHT.decide(fleet, state, seen, now);
          boolean restores =
              state.course() == Course.ROLL_BACK
                  && right.actions().stream()
                      .anyMatch(
                          a ->
                              a instanceof Configure c
                                  && c.generation()
                                      .equals(state.from().orElseThrow().generation()));
          return restores ? ended(right, End.Kind.ROLLED_BACK, now) : right;
        };
    caught("I5", play(FAILING, bug, UnaryOperator.identity()));
  }

  @Test
  void catchesAutomationThatStandsOnTwoGenerations() {
    Decider bug =
        (fleet, state, seen, now) -> {
          Decision right = RIGHT.decide(fleet, state, seen, now);
          boolean promotes =
              right.next().phase() == Phase.PROMOTE && right.next().course() == Course.FORWARD;
          Optional<Settings> active =
              state
                  .from()
                  .flatMap(from -> seen.fleet().find(from.generation()))
                  .map(Generation::settings);
          return promotes && active.isPresent()
              ? with(right, new Configure(state.to().generation(), active.get()))
              : right;
        };
    caught("I5", play(SimImage.GOOD, bug, UnaryOperator.identity()));
  }

  @Test
  void catchesAutomationThatIsNotInherited() {
    Decider bug =
        (fleet, state, seen, now) -> {
          Decision right = RIGHT.decide(fleet, state, seen, now);
          List<Action> without =
              right.actions().stream()
                  .map(
                      a ->
                          a instanceof Configure c
                              ? new Configure(c.generation(), c.settings().withoutAutomation())
                              : a)
                  .toList();
          return new Decision(
              right.next(), without, right.why(), right.waiting(), right.lookAgain());
        };
    assertThat(play(SimImage.GOOD, bug, UnaryOperator.identity()).violations()).isNotEmpty();
  }

  @Test
  void catchesARolloutThatNeverEnds() {
    Decider bug =
        (fleet, state, seen, now) ->
            state.phase() == Phase.WARM_UP
                ? new Decision(state, List.of(), PLANTED, Optional.empty(), now.plusSeconds(1))
                : RIGHT.decide(fleet, state, seen, now);
    caught("I6", play(SimImage.GOOD, bug, UnaryOperator.identity()));
  }

  @Test
  void catchesAnEffectWithoutAnIntent() {
    UnaryOperator<Ports> bug =
        ports ->
            new Ports(
                ports.fleets(),
                ports.traffic(),
                ports.gauges(),
                ports.images(),
                ports.checks(),
                new ForgetfulJournal(ports.journal()),
                ports.leases(),
                ports.signals(),
                ports.time());
    caught("I7", play(SimImage.GOOD, RIGHT, bug));
  }

  private static SmallWorld.Result play(
      SimImage truth, Decider decider, UnaryOperator<Ports> wiring) {
    return new SmallWorld(truth, true, decider, wiring).play(Faults.NONE, false);
  }

  private static void caught(String invariant, SmallWorld.Result result) {
    assertThat(result.violations()).anyMatch(violation -> violation.startsWith(invariant + " at"));
  }

  private static Decision with(Decision decision, Action more) {
    List<Action> actions = new ArrayList<>(decision.actions());
    actions.add(0, more);
    return new Decision(
        decision.next(), actions, decision.why(), decision.waiting(), decision.lookAgain());
  }

  private static Decision ended(Decision decision, End.Kind kind, Instant now) {
    Stage.Ended over = new Stage.Ended(decision.next().way(), new End(kind, PLANTED, now));
    return new Decision(decision.next().ended(over), List.of(), PLANTED, Optional.empty(), now);
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
  }

  /** A journal that acknowledges intents and does not write them. */
  private record ForgetfulJournal(Journal real) implements Journal {
    @Override
    public List<JournalRecord> records() throws JournalException {
      return real.records();
    }

    @Override
    public long append(JournalEntry entry, long epoch) throws JournalException {
      return entry instanceof Intended ? 1 : real.append(entry, epoch);
    }
  }
}
