package com.pharmaserv.repave.rotation;

import static com.pharmaserv.repave.rotation.Looks.NEW;
import static com.pharmaserv.repave.rotation.Looks.NOW;
import static com.pharmaserv.repave.rotation.Looks.OPENED;
import static com.pharmaserv.repave.rotation.Looks.fleet;
import static com.pharmaserv.repave.rotation.Looks.rolled;
import static com.pharmaserv.repave.rotation.Looks.rotation;
import static com.pharmaserv.repave.rotation.Looks.stale;
import static com.pharmaserv.repave.rotation.Looks.tried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.pharmaserv.repave.calendar.Cron;
import com.pharmaserv.repave.calendar.Freeze;
import com.pharmaserv.repave.calendar.OpenTimes;
import com.pharmaserv.repave.calendar.Window;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Freshness;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.FleetFacts.Work;
import com.pharmaserv.repave.rotation.Proofs.Trial;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationDeciderTest {
  private static final Upkeep.After AFTER =
      new Upkeep.After(new EnvironmentId("eu-staging"), Duration.ofHours(24), 1_000);

  @Test
  void rollsOneFleetAfterTheOtherByDefault() {
    List<FleetFacts> fleets = List.of(stale("a"), stale("b"), stale("c"));

    Rotation rotation = decide(Upkeep.DEFAULT, fleets);

    assertThat(rotation.take()).containsExactly(fleet("a"));
    assertThat(code(rotation, "b")).isEqualTo(ReasonCode.LINE_FULL);
    assertThat(code(rotation, "c")).isEqualTo(ReasonCode.TURN_AWAITED);
  }

  @Test
  void rollsTheFirstDeadlineFirst() {
    List<FleetFacts> fleets = List.of(stale("a"), stale("b"), stale("c"));
    RotationState state = rotation(fleets, Map.of("c", NOW, "b", NOW.plusSeconds(1)));

    Rotation rotation = RotationDecider.decide(upkeep(2, 100, 1), state, fleets, Proofs.NONE, NOW);

    assertThat(rotation.steps().keySet()).containsExactly(fleet("c"), fleet("b"), fleet("a"));
    assertThat(rotation.take()).containsExactly(fleet("c"), fleet("b"));
  }

  /** A large fleet would wait for ever if small ones could go before it. */
  @Test
  void letsNobodyOvertakeAFleetThatWaitsForRoom() {
    List<FleetFacts> fleets =
        List.of(rolled(stale("a")), Looks.machines(stale("b"), 12), stale("c"));

    Rotation rotation = decide(upkeep(3, 50, 1), fleets);

    assertThat(rotation.take()).isEmpty();
    assertThat(code(rotation, "b")).isEqualTo(ReasonCode.MACHINES_IN_MOTION);
    assertThat(code(rotation, "c")).isEqualTo(ReasonCode.TURN_AWAITED);
  }

  @Test
  void rollsAFleetThatIsLargerThanTheShareAlone() {
    List<FleetFacts> fleets = List.of(Looks.machines(stale("a"), 12), stale("b"));

    assertThat(decide(upkeep(3, 10, 1), fleets).take()).containsExactly(fleet("a"));
  }

  @Test
  void stopsAfterAFailureAndBringsWhatFliesToItsEnd() {
    List<FleetFacts> fleets =
        List.of(
            tried(stale("a"), OPENED, Work.NOTHING, Optional.of(End.Kind.ROLLED_BACK)),
            rolled(stale("b")),
            tried(stale("c"), OPENED, Work.LEFT, Optional.empty()),
            stale("d"));

    Rotation rotation = decide(upkeep(4, 100, 1), fleets);

    assertThat(rotation.failures()).isEqualTo(1);
    assertThat(rotation.take()).containsExactly(fleet("c"));
    assertThat(rotation.steps().get(fleet("b"))).isInstanceOf(Step.Rolling.class);
    assertThat(code(rotation, "d")).isEqualTo(ReasonCode.LINE_STOPPED);
  }

  /** It was blocked elsewhere, for example, while the rotation waited for its window. */
  @Test
  void leavesAnImageThatIsNotTheOneToRollAnyMore() {
    FleetFacts is = stale("a");
    FleetFacts moved = Looks.newest(is, Optional.of(Looks.image(3)));

    assertThat(code(decide(Upkeep.DEFAULT, List.of(moved)), "a"))
        .isEqualTo(ReasonCode.TARGET_OUTDATED);
  }

  @Test
  void triesAnImageThatFailedNowhereElse() {
    List<FleetFacts> fleets =
        List.of(
            tried(stale("a"), OPENED, Work.NOTHING, Optional.of(End.Kind.FAILED_CLEAN)),
            stale("b"));

    Rotation rotation = decide(upkeep(4, 100, 3), fleets);

    assertThat(rotation.take()).isEmpty();
    assertThat(code(rotation, "b")).isEqualTo(ReasonCode.FAILED_IN_THIS_ROTATION);
  }

  /** Whoever rolled it may say of a rollout that failed that it was refused, too. */
  @Test
  void triesAnImageThatFailedNowhereElseWhateverWasSaidOfIt() {
    FleetFacts failed =
        tried(stale("a"), OPENED, Work.NOTHING, Optional.of(End.Kind.FAILED_CLEAN))
            .refused(Reason.of(ReasonCode.ROLLOUT_NOT_BEGUN, "see above"));

    Rotation rotation = decide(upkeep(4, 100, 3), List.of(failed, stale("b")));

    assertThat(rotation.failures()).isEqualTo(1);
    assertThat(rotation.steps().get(fleet("a")))
        .isEqualTo(
            new Step.Failed(
                Reason.of(
                    ReasonCode.ROLLOUT_FAILED, new RolloutId(fleet("a"), 7), "failed-clean")));
    assertThat(code(rotation, "b")).isEqualTo(ReasonCode.FAILED_IN_THIS_ROTATION);
  }

  @Test
  void aRolloutThatCouldNotBeginBlamesNoImage() {
    FleetFacts refused =
        stale("a").refused(Reason.of(ReasonCode.ROLLOUT_NOT_BEGUN, "there is no room"));

    Rotation rotation = decide(upkeep(4, 100, 3), List.of(refused, stale("b")));

    assertThat(rotation.failures()).isEqualTo(1);
    assertThat(rotation.take()).containsExactly(fleet("b"));
  }

  @Test
  void triesAgainWhatFailedInARotationBefore() {
    List<FleetFacts> fleets =
        List.of(
            tried(
                stale("a"),
                OPENED.minusSeconds(1),
                Work.NOTHING,
                Optional.of(End.Kind.FAILED_CLEAN)));

    assertThat(decide(Upkeep.DEFAULT, fleets).take()).containsExactly(fleet("a"));
  }

  /** Or one fleet that nobody looks after would keep all others from their patches. */
  @Test
  void goesOnBesideAFleetThatHaltedBefore() {
    List<FleetFacts> fleets =
        List.of(
            tried(stale("a"), OPENED.minusSeconds(1), Work.HALTED, Optional.empty()), stale("b"));

    Rotation rotation = decide(Upkeep.DEFAULT, fleets);

    assertThat(rotation.steps().get(fleet("a"))).isInstanceOf(Step.Barred.class);
    assertThat(rotation.take()).containsExactly(fleet("b"));
  }

  @Test
  void stopsAtAFleetThatHaltsNow() {
    List<FleetFacts> fleets =
        List.of(tried(stale("a"), OPENED, Work.HALTED, Optional.empty()), stale("b"));

    Rotation rotation = decide(Upkeep.DEFAULT, fleets);

    assertThat(rotation.steps().get(fleet("a"))).isInstanceOf(Step.Failed.class);
    assertThat(code(rotation, "b")).isEqualTo(ReasonCode.LINE_STOPPED);
  }

  @Test
  void leavesWhatAPersonHolds() {
    Rotation rotation = decide(Upkeep.DEFAULT, List.of(Looks.barred(stale("a")), stale("b")));

    assertThat(rotation.steps().get(fleet("a"))).isInstanceOf(Step.Barred.class);
    assertThat(rotation.take()).containsExactly(fleet("b"));
  }

  @Test
  void takesUpWhatIsLeftEvenIfItIsFresh() {
    List<FleetFacts> fleets = List.of(tried(stale("a"), OPENED, Work.LEFT, Optional.empty()));

    assertThat(
            RotationDecider.decide(Upkeep.DEFAULT, rotation(List.of()), fleets, Proofs.NONE, NOW)
                .take())
        .containsExactly(fleet("a"));
  }

  @Test
  void waitsForItsWindowAndSaysUntilWhen() {
    OpenTimes times =
        new OpenTimes(
            ZoneOffset.UTC,
            List.of(new Window(new Cron("0 22 * * ? *"), Duration.ofHours(4))),
            List.of());

    Rotation rotation = decide(upkeep(times, Optional.empty()), List.of(stale("a")));

    assertThat(code(rotation, "a")).isEqualTo(ReasonCode.WINDOW_CLOSED);
    assertThat(rotation.next()).contains(Instant.parse("2026-11-30T22:00:00Z"));
    assertThat(rotation.moves()).isFalse();
  }

  @Test
  void beginsNothingInAFreezeButInAnEmergency() {
    LocalDate today = LocalDate.parse("2026-11-30");
    OpenTimes times =
        new OpenTimes(ZoneOffset.UTC, List.of(), List.of(new Freeze(today, today, "audit")));
    List<FleetFacts> fleets = List.of(stale("a"));

    Rotation frozen = decide(upkeep(times, Optional.empty()), fleets);
    assertThat(code(frozen, "a")).isEqualTo(ReasonCode.FROZEN);
    assertThat(frozen.next()).contains(Instant.parse("2026-12-01T00:00:00Z"));

    RotationState planned = rotation(fleets);
    RotationState hurried = new RotationState(OPENED, Optional.of("exploited"), planned.targets());
    assertThat(
            RotationDecider.decide(
                    upkeep(times, Optional.empty()), hurried, fleets, Proofs.NONE, NOW)
                .take())
        .containsExactly(fleet("a"));
  }

  @Test
  void letsAnImageProveItselfInTheEarlierEnvironment() {
    assertThat(unproven(trial("x", NEW, 23, 5_000))).isEqualTo(ReasonCode.EARLIER_PROVING);
    assertThat(unproven(trial("x", NEW, 24, 400), trial("y", NEW, 30, 599)))
        .isEqualTo(ReasonCode.EARLIER_REQUESTS);
    assertThat(unproven(trial("x", NEW, 24, 5_000), trial("y", Looks.OLD, 99, 5_000)))
        .isEqualTo(ReasonCode.EARLIER_LACKS);
    Trial failed =
        new Trial(
            new FleetId("eu-staging", "x"), trial("x", NEW, 24, 5_000).runs(), List.of(NEW), 5_000);
    assertThat(unproven(failed)).isEqualTo(ReasonCode.EARLIER_FAILED);
  }

  @Test
  void rollsAnImageThatHasProvenItself() {
    assertThat(rotated(trial("x", NEW, 24, 400), trial("y", NEW, 30, 600)).take())
        .containsExactly(fleet("a"));
  }

  /** It cannot prove itself where nothing runs it. */
  @Test
  void asksNoProofOfARecipeThatTheEarlierEnvironmentDoesNotRun() {
    Trial other = new Trial(new FleetId("eu-staging", "z"), Optional.empty(), List.of(), 0);
    List<FleetFacts> fleets = List.of(stale("a"));

    assertThat(
            RotationDecider.decide(
                    upkeep(OpenTimes.ALWAYS, Optional.of(AFTER)),
                    rotation(fleets),
                    fleets,
                    Proofs.of(Map.of(other.fleet(), "worker"), List.of(other)),
                    NOW)
                .take())
        .containsExactly(fleet("a"));
  }

  @Test
  void isOverOnceEachFleetIsDoneFailedOrHeld() {
    List<FleetFacts> fleets =
        List.of(Looks.running(stale("a"), NEW, NOW), Looks.barred(stale("b")));

    Rotation rotation = decide(Upkeep.DEFAULT, fleets);

    assertThat(rotation.over()).isTrue();
    assertThat(rotation.moves()).isFalse();
    assertThat(rotation.steps().get(fleet("a"))).isInstanceOf(Step.Done.class);
  }

  @Test
  void goesForTheSameOrForLessThanANewRunWants() {
    List<FleetFacts> fleets = List.of(stale("a"), stale("b"));
    RotationState both = rotation(fleets);
    RotationState one = rotation(fleets.subList(0, 1));

    assertThat(both.goesFor(one.targets(), Optional.empty())).isTrue();
    assertThat(one.goesFor(both.targets(), Optional.empty())).isFalse();
    assertThat(both.goesFor(one.targets(), Optional.of("exploited"))).isFalse();
  }

  private static ReasonCode unproven(Trial... trials) {
    return code(rotated(trials), "a");
  }

  private static Rotation rotated(Trial... trials) {
    List<FleetFacts> fleets = List.of(stale("a"));
    return RotationDecider.decide(
        upkeep(OpenTimes.ALWAYS, Optional.of(AFTER)),
        rotation(fleets),
        fleets,
        new Proofs(Map.of("app", List.of(trials))),
        NOW);
  }

  private static Trial trial(String name, ImageId image, int hours, long requests) {
    return new Trial(
        new FleetId("eu-staging", name),
        Optional.of(new Running(image, NOW.minus(Duration.ofHours(hours)), Optional.empty())),
        List.of(),
        requests);
  }

  private static Rotation decide(Upkeep policy, List<FleetFacts> fleets) {
    return RotationDecider.decide(policy, rotation(fleets), fleets, Proofs.NONE, NOW);
  }

  private static ReasonCode code(Rotation rotation, String fleet) {
    return rotation.steps().get(fleet(fleet)) instanceof Step.Waits waits
        ? waits.why().code()
        : fail("%s does not wait", fleet);
  }

  private static Upkeep upkeep(int fleets, int share, int stopAfter) {
    return new Upkeep(
        Freshness.UNLIMITED,
        Map.of(),
        OpenTimes.ALWAYS,
        Optional.empty(),
        fleets,
        share,
        stopAfter);
  }

  private static Upkeep upkeep(OpenTimes times, Optional<Upkeep.After> after) {
    return new Upkeep(Freshness.UNLIMITED, Map.of(), times, after, 1, 100, 1);
  }
}
