package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.simulation.Scenarios;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpeningTest {
  private final Facts facts = Facts.routed();
  private List<Alarm> alarms = List.of();

  private Opening open(Image image, Weights weights, List<Generation> generations, boolean again) {
    return open(facts.fleet, image, weights, generations, again);
  }

  private Opening open(
      Fleet fleet, Image image, Weights weights, List<Generation> generations, boolean again) {
    FleetView view =
        new FleetView(
            Facts.START, Optional.of(new RouteView(weights, Optional.empty())), generations);
    return Opening.open(fleet, image, view, Optional.empty(), alarms, "test", again, Facts.START);
  }

  private Opening open(Image image, Channel asked) {
    return open(facts.fleet.asking(asked), image, Weights.of(Slot.BLUE, 100), active(), false);
  }

  private static Image in(Channel channel) {
    return Facts.image(Scenarios.NEW)
        .in(channel, new Image.Release("passed all", "anna", Facts.START));
  }

  private List<Generation> active() {
    return List.of(facts.active.orElseThrow());
  }

  @Test
  void putsTheCandidateIntoTheIdleSlotWithTheNextNumber() {
    Opening opening = open(Facts.image(Scenarios.NEW), Weights.of(Slot.BLUE, 100), active(), false);
    assertThat(opening).isInstanceOf(Opening.Opened.class);
    assertThat(((Opening.Opened) opening).state().to().slot()).contains(Slot.GREEN);
    assertThat(((Opening.Opened) opening).state().to().generation().number()).isEqualTo(2);
  }

  @Test
  void usesNoNumberTwiceEvenIfWhatBoreItIsGone() {
    RolloutState before = Facts.routed().state;
    RolloutState ended =
        new RolloutState(
            new RolloutId(Scenarios.FLEET, 7),
            before.from(),
            new Placement(
                new GenerationId(Scenarios.FLEET, 9), Optional.of(Slot.GREEN), Scenarios.NEW),
            "test",
            before.traffic(),
            Optional.empty(),
            4,
            new Stage.Ended(
                before.way(),
                new End(End.Kind.FAILED_CLEAN, Reason.of(ReasonCode.OPENED, "test"), Facts.START)));
    Opening opening =
        Opening.open(
            facts.fleet,
            Facts.image(Scenarios.NEW),
            facts.view(),
            Optional.of(ended),
            List.of(),
            "test",
            false,
            Facts.START);
    RolloutState next = ((Opening.Opened) opening).state();
    assertThat(next.id().number()).isEqualTo(8);
    assertThat(next.to().generation().number()).isEqualTo(10);
    assertThat(next.signalSeen()).as("words that were heard already").isEqualTo(4);
  }

  @Test
  void hasNothingToDoWhenTheImageRunsAlready() {
    assertThat(open(Facts.image(Scenarios.OLD), Weights.of(Slot.BLUE, 100), active(), false))
        .isInstanceOf(Opening.Idle.class);
    assertThat(open(Facts.image(Scenarios.OLD), Weights.of(Slot.BLUE, 100), active(), true))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void refusesABlockedImage() {
    Image blocked =
        Facts.image(Scenarios.NEW)
            .withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", Facts.START)));
    assertThat(open(blocked, Weights.of(Slot.BLUE, 100), active(), false))
        .isEqualTo(
            new Opening.Refused(
                Reason.of(ReasonCode.IMAGE_BLOCKED, "app@bbbbbbbbbbbb", "CVE-2026-1")));
  }

  @Test
  void asksForNoMoreThanTheChannelOfTheEnvironment() {
    for (Channel has : Channel.values()) {
      for (Channel asked : Channel.values()) {
        assertThat(open(in(has), asked))
            .as("%s where %s is asked for", has, asked)
            .isInstanceOf(has.covers(asked) ? Opening.Opened.class : Opening.Refused.class);
      }
    }
  }

  @Test
  void refusesAnImageThatNobodyHasReleased() {
    assertThat(open(Facts.image(Scenarios.NEW), Channel.PRODUCTION))
        .isEqualTo(
            new Opening.Refused(
                Reason.of(
                    ReasonCode.IMAGE_NOT_RELEASED, "app@bbbbbbbbbbbb", "candidate", "production")));
    assertThat(open(Facts.image(Scenarios.NEW), Channel.CANDIDATE))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void aBlockIsSaidFirst() {
    Image blocked =
        in(Channel.PRODUCTION)
            .withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", Facts.START)));
    assertThat(open(blocked, Channel.PRODUCTION))
        .isEqualTo(
            new Opening.Refused(
                Reason.of(ReasonCode.IMAGE_BLOCKED, "app@bbbbbbbbbbbb", "CVE-2026-1")));
  }

  @Test
  void doesNotReplaceMachinesOfAnImageThatWasTakenBack() {
    Image taken = Facts.image(Scenarios.OLD);
    Fleet asking = facts.fleet.asking(Channel.STAGING);
    assertThat(open(asking, taken, Weights.of(Slot.BLUE, 100), active(), true))
        .isInstanceOf(Opening.Refused.class);
  }

  @Test
  void refusesWhileAnAlarmFires() {
    alarms =
        List.of(
            new Alarm("quiet", Alarm.State.QUIET, ""),
            new Alarm("app-errors", Alarm.State.FIRING, "12 > 5"));
    assertThat(open(Facts.image(Scenarios.NEW), Weights.of(Slot.BLUE, 100), active(), false))
        .isEqualTo(new Opening.Refused(Reason.of(ReasonCode.ALARM_FIRES, "app-errors", "12 > 5")));
  }

  @Test
  void beginsWhileAnAlarmHasNoData() {
    alarms = List.of(new Alarm("app-errors", Alarm.State.UNKNOWN, "no data"));
    assertThat(open(Facts.image(Scenarios.NEW), Weights.of(Slot.BLUE, 100), active(), false))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void beginsTheFirstRolloutAlthoughAlarmsFire() {
    alarms = List.of(new Alarm("no-machines", Alarm.State.FIRING, "0 < 1"));
    assertThat(open(Facts.image(Scenarios.NEW), Weights.of(Slot.BLUE, 100), List.of(), false))
        .isInstanceOf(Opening.Opened.class);
  }

  @Test
  void hasNothingToDoWhateverAlarmsSay() {
    alarms = List.of(new Alarm("app-errors", Alarm.State.FIRING, "12 > 5"));
    assertThat(open(Facts.image(Scenarios.OLD), Weights.of(Slot.BLUE, 100), active(), false))
        .isInstanceOf(Opening.Idle.class);
  }

  @Test
  void refusesWhileTrafficIsSplitByHand() {
    assertThat(open(Facts.image(Scenarios.NEW), Weights.of(Slot.BLUE, 60), active(), false))
        .isInstanceOf(Opening.Refused.class);
  }

  @Test
  void refusesWhileAnUnknownGenerationIsThere() {
    Generation stranger =
        Facts.generation(
            7,
            Optional.of(Slot.GREEN),
            Scenarios.NEW,
            1,
            1,
            new Settings(0, 3, new TreeSet<>(), false));
    Opening opening =
        open(
            Facts.image(Scenarios.NEW),
            Weights.of(Slot.BLUE, 100),
            List.of(facts.active.orElseThrow(), stranger),
            false);
    assertThat(opening)
        .isEqualTo(new Opening.Refused(Reason.of(ReasonCode.GENERATION_LEFT_OVER, "app-g0007")));
  }
}
