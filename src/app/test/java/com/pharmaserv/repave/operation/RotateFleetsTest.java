package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.config.RotationPlanReader;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.report.AnswerJson;
import com.pharmaserv.repave.report.RollText;
import com.pharmaserv.repave.sim.SimImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rotation where a channel is asked for: every bake is the new image. */
class RotateFleetsTest {
  private static final ImageId OLD = SimPlace.OLD;
  private static final ImageId NEW = SimPlace.NEW;
  private static final ImageId BETWEEN = new ImageId("app", "ab".repeat(32));

  private static final Recipe RECIPE =
      new Recipe(
          "app",
          "app",
          "2",
          new Base.Host(),
          List.of(),
          List.of(),
          List.of(),
          List.of("run"),
          new Recipe.HealthCheck("/", Duration.ofSeconds(5), Duration.ofSeconds(1)),
          List.of(),
          "me");

  private final SimPlace sim = SimPlace.asking(Channel.PRODUCTION);

  private static final RotateFleets.Request NIGHTLY =
      new RotateFleets.Request(
          "nightly",
          Until.RETIRED,
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          Optional.empty());

  private Rotated rotate(boolean plan) throws Exception {
    return plan ? fleets().plan(NIGHTLY, due -> {}) : fleets().rotate(NIGHTLY);
  }

  private RotateFleets fleets() {
    return new RotateFleets(
        List.of(sim.place()),
        Map.of(),
        Map.of("app", new BakeImages.Source(RECIPE, Path.of("none"))),
        SimPlace.PAPERS,
        SimPlace.ANNA,
        sim.narrator(),
        roll -> {});
  }

  private static RotateFleets.Request by(RotationPlan plan) {
    return new RotateFleets.Request(
        "approved",
        Until.RETIRED,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        Optional.of(plan));
  }

  /** As a plan comes back from the file that it was written to. */
  private static RotationPlan filed(Rotated planned) throws Exception {
    return RotationPlanReader.read(AnswerJson.text("rotate", planned), "plan.json");
  }

  @Test
  void carriesOutThePlanThatWasApproved() throws Exception {
    runs(OLD);
    sim.world().release(NEW, Channel.PRODUCTION);
    Rotated planned = rotate(true);
    assertThat(planned.planHash()).isEqualTo(Sha256.of(filed(planned).text()));

    Rotated done = fleets().rotate(by(filed(planned)));

    assertThat(done.outcome()).isEqualTo(Outcome.DONE);
    assertThat(done.planHash()).isEqualTo(planned.planHash());
    assertThat(runs()).isEqualTo(NEW);
  }

  @Test
  void refusesAPlanThatDoesNotFitAnyMoreAndDoesNothing() throws Exception {
    runs(OLD);
    sim.world().release(NEW, Channel.PRODUCTION);
    RotationPlan plan = filed(rotate(true));
    rotate(false);

    String message =
        "the plan does not fit any more, and nothing was done: sim-eu/app is in the plan, and is"
            + " not stale now, or not asked for; make a new plan";
    assertThatThrownBy(() -> fleets().rotate(by(plan)))
        .isInstanceOf(RequestException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> fleets().plan(by(plan), due -> {})).hasMessage(message);
    assertThatThrownBy(
            () -> {
              runs(OLD);
              fleets().rotate(by(RotationPlan.of(Optional.empty(), Map.of())));
            })
        .hasMessageContaining("sim-eu/app is stale now, and is not in the plan");
  }

  private ImageId runs() {
    return sim.latest().orElseThrow().active().orElseThrow().image();
  }

  @Test
  void aFleetStaysWhereTheNewestImageIsACandidate() throws Exception {
    runs(OLD);
    for (boolean plan : List.of(true, false)) {
      Rotated rolls = rotate(plan);
      assertThat(rolls.outcome()).as("nothing fails").isEqualTo(Outcome.DONE);
      assertThat(rolls.rolls())
          .containsExactly(
              new FleetRoll.Held(
                  sim.fleet().id(),
                  Reason.of(ReasonCode.IMAGE_NOT_RELEASED, NEW, "candidate", "production")));
      assertThat(RollText.of(rolls.rolls().get(0)).problem().orElseThrow())
          .startsWith("sim-eu/app stays as it is: image app@bbbbbbbbbbbb is in channel candidate,")
          .contains("repave images release");
    }
    assertThat(runs()).isEqualTo(OLD);
  }

  /** By a rollout of its own: the simulated world begins without a journal. */
  private void runs(ImageId image) throws Exception {
    sim.roll().roll(new RollFleet.Request(sim.image(image), true, "test", true, Until.RETIRED));
    assertThat(runs()).isEqualTo(image);
  }

  @Test
  void whatWasReleasedSinceIsRolled() throws Exception {
    runs(OLD);
    sim.world().release(NEW, Channel.PRODUCTION);
    assertThat(rotate(true).rolls()).singleElement().isInstanceOf(FleetRoll.Planned.class);
    rotate(false);
    assertThat(runs()).isEqualTo(NEW);
  }

  @Test
  void aHeldFleetIsLeftAsItIsAndThePlanSaysWhoHoldsIt() throws Exception {
    runs(OLD);
    sim.world().release(NEW, Channel.PRODUCTION);
    HoldFleet anna = new HoldFleet(sim.provider(), sim.fleet(), SimPlace.ANNA, sim.narrator());
    Reason held =
        anna.hold("audit of 4.2", Optional.of(sim.world().now().plus(Duration.ofDays(7)))).why();
    for (boolean plan : List.of(true, false)) {
      Rotated rolls = rotate(plan);
      assertThat(rolls.outcome()).as("nothing fails").isEqualTo(Outcome.DONE);
      assertThat(rolls.rolls()).containsExactly(new FleetRoll.Held(sim.fleet().id(), held));
      assertThat(rolls.due())
          .singleElement()
          .satisfies(due -> assertThat(due.waitsFor()).contains(held));
    }
    assertThat(runs()).isEqualTo(OLD);
    sim.world().advance(Duration.ofDays(7));
    rotate(false);
    assertThat(runs()).as("it ends by itself").isEqualTo(NEW);
  }

  @Test
  void theNewestThatIsReleasedIsRolledInsteadOfACandidate() throws Exception {
    runs(OLD);
    sim.world().image(BETWEEN, SimImage.GOOD);
    sim.world().release(BETWEEN, Channel.PRODUCTION);
    assertThat(rotate(true).rolls())
        .singleElement()
        .isInstanceOfSatisfying(
            FleetRoll.Planned.class, planned -> assertThat(planned.image()).isEqualTo(BETWEEN));
    rotate(false);
    assertThat(runs()).isEqualTo(BETWEEN);
  }

  @Test
  void aPlanSaysThatABakeWaitsForItsReleaseAndWhatRollsMeanwhile() throws Exception {
    runs(OLD);
    sim.catalogue(new CompareImagesTest.Known(List.of(sim.image(OLD))));
    Rotated waits = rotate(true);
    assertThat(waits.rolls())
        .containsExactly(new FleetRoll.PlannedBake(sim.fleet().id(), NEW, "2", true));
    assertThat(RollText.of(waits.rolls().get(0)).result().orElseThrow())
        .isEqualTo(
            "Would bake app@bbbbbbbbbbbb (version 2), which does not roll to sim-eu/app before it is"
                + " released");

    sim.world().image(BETWEEN, SimImage.GOOD);
    sim.world().release(BETWEEN, Channel.PRODUCTION);
    sim.catalogue(new CompareImagesTest.Known(List.of(sim.image(OLD), sim.image(BETWEEN))));
    assertThat(rotate(true).rolls())
        .hasSize(2)
        .last()
        .isInstanceOfSatisfying(
            FleetRoll.Planned.class, planned -> assertThat(planned.image()).isEqualTo(BETWEEN));
  }

  @Test
  void noFleetIsRolledBackToAnOlderImageThatIsReleased() throws Exception {
    sim.world().release(NEW, Channel.PRODUCTION);
    runs(NEW);
    sim.world().release(NEW, Channel.CANDIDATE);
    Rotated rolls = rotate(false);
    assertThat(rolls.outcome()).isEqualTo(Outcome.DONE);
    assertThat(rolls.due()).isEmpty();
    assertThat(rolls.rolls()).singleElement().isInstanceOf(FleetRoll.Idle.class);
    assertThat(runs()).isEqualTo(NEW);
  }

  @Test
  void anOpenRolloutGoesOnAlthoughItsImageWasTakenBack() throws Exception {
    sim.world().release(NEW, Channel.PRODUCTION);
    sim.abandoned(NEW);
    sim.world().release(NEW, Channel.CANDIDATE);
    Rotated rolls = rotate(false);
    assertThat(rolls.rolls()).singleElement().isInstanceOf(Standing.class);
    assertThat(runs()).isEqualTo(NEW);
  }

  @Test
  void aPlanSaysWhatSomebodyElseRollsAndIsNoFailure() throws Exception {
    sim.world().release(NEW, Channel.PRODUCTION);
    sim.abandoned(NEW);
    sim.leases().acquire(sim.fleet().id(), "bert");

    Rotated plan = rotate(true);

    assertThat(plan.outcome()).isEqualTo(Outcome.DONE);
    assertThat(plan.due())
        .singleElement()
        .satisfies(
            due ->
                assertThat(due.waitsFor().orElseThrow().code()).isEqualTo(ReasonCode.ROLLOUT_OPEN));
  }

  @Test
  void whereACandidateIsEnoughEveryBakeIsRolled() throws Exception {
    SimPlace plain = SimPlace.asking(Channel.CANDIDATE);
    new RotateFleets(
            List.of(plain.place()),
            Map.of(),
            Map.of("app", new BakeImages.Source(RECIPE, Path.of("none"))),
            SimPlace.PAPERS,
            SimPlace.ANNA,
            plain.narrator(),
            roll -> {})
        .rotate(NIGHTLY);
    assertThat(plain.latest().orElseThrow().active().orElseThrow().image()).isEqualTo(NEW);
  }
}
