package com.pharmaserv.repave.port;

import static com.pharmaserv.repave.port.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Fleets} must do. */
public abstract class FleetsContract {
  private ProviderSubject subject;

  protected abstract ProviderSubject createSubject() throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    subject = createSubject();
  }

  @Test
  void showsAFleetThatNothingWasRolledTo() throws Exception {
    FleetView view = subject.view();

    assertThat(view.generations()).isEmpty();
    assertThat(view.route().isPresent()).isEqualTo(subject.fleet().routed());
  }

  @Test
  void showsALaunchedGenerationAsItWasAsked() throws Exception {
    Settings settings = Settings.of(0, 3, List.of("AZRebalance"), true);
    LaunchGeneration launch = subject.launching(7, Slot.GREEN, 0, settings);
    subject.fleets().launch(subject.fleet(), launch, subject.stamp(1));

    Generation seen = subject.seen(7);
    assertThat(seen.slot()).isEqualTo(subject.place(Slot.GREEN));
    assertThat(seen.image()).isEqualTo(subject.image());
    assertThat(seen.desired()).isZero();
    assertThat(seen.settings()).isEqualTo(settings);
    assertThat(seen.rollout()).isEqualTo(launch.rollout());
    assertThat(seen.machines()).isEmpty();
  }

  @Test
  void aGenerationLaunchedTwiceIsOneGenerationOfTheSameSize() throws Exception {
    subject.launch(1, Slot.BLUE, 2, 1);
    subject.until("both machines serve", () -> subject.seen(1).serving() == 2);
    List<Object> before = subject.wanted();

    subject.launch(1, Slot.BLUE, 2, 1);
    subject.launch(1, Slot.BLUE, 3, 2);

    assertThat(subject.wanted()).isEqualTo(before);
    assertThat(subject.seen(1).machines()).hasSize(2);
    assertThat(subject.seen(1).servingByZone()).as("one machine in each zone").hasSize(2);
  }

  @Test
  void refusesToMakeAnExistingGenerationAnotherOne() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    Settings settings = Settings.of(0, 3, List.of(), false);
    LaunchGeneration same = subject.launching(1, Slot.BLUE, 0, settings);
    LaunchGeneration otherImage =
        new LaunchGeneration(
            same.generation(), same.slot(), subject.otherImage(), 0, settings, same.rollout());

    refused(subject, Failure.Kind.CONFLICT, () -> launch(otherImage));
    if (subject.fleet().routed()) {
      LaunchGeneration otherSlot = subject.launching(1, Slot.GREEN, 0, settings);
      refused(subject, Failure.Kind.CONFLICT, () -> launch(otherSlot));
    }
    launch(same);
  }

  @Test
  void refusesABlockedImageUntilTheBlockIsLifted() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    Settings settings = Settings.of(0, 3, List.of(), false);
    LaunchGeneration blocked = subject.launching(2, Slot.GREEN, 0, settings);
    subject.block(subject.image(), true);

    refused(subject, Failure.Kind.DENIED, () -> launch(blocked));
    subject.launch(1, Slot.BLUE, 0, 1);
    subject.block(subject.image(), false);
    launch(blocked);
    assertThat(subject.view().generations()).hasSize(2);
  }

  @Test
  void refusesASlotThatIsTaken() throws Exception {
    assumeTrue(subject.fleet().routed(), "a fleet without a route has no slots");
    subject.launch(1, Slot.BLUE, 0, 1);

    refused(subject, Failure.Kind.CONFLICT, () -> subject.launch(2, Slot.BLUE, 0, 1));
    subject.launch(2, Slot.GREEN, 0, 1);
    assertThat(subject.view().generations()).hasSize(2);
  }

  @Test
  void refusesAnImageThatDoesNotExist() throws Exception {
    LaunchGeneration unknown =
        new LaunchGeneration(
            subject.generation(1),
            subject.place(Slot.BLUE),
            new ImageId("nothing", "0".repeat(64)),
            1,
            Settings.of(1, 3, List.of(), false),
            new RolloutId(subject.fleet().id(), 1));

    refused(subject, Failure.Kind.GONE, () -> launch(unknown));
  }

  @Test
  void resizeStretchesTheBoundsAndMayBeRepeated() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    configure(1, Settings.of(0, 1, List.of("AZRebalance"), true));

    resize(1, 2);
    resize(1, 2);

    assertThat(subject.seen(1).desired()).isEqualTo(2);
    assertThat(subject.seen(1).settings())
        .isEqualTo(Settings.of(0, 2, List.of("AZRebalance"), true));
    configure(1, Settings.of(2, 2, List.of(), false));
    resize(1, 0);
    assertThat(subject.seen(1).desired()).isZero();
    assertThat(subject.seen(1).settings()).isEqualTo(Settings.of(0, 2, List.of(), false));
  }

  @Test
  void configureSetsExactlyTheSettingsAndMayBeRepeated() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    Settings settings = Settings.of(0, 5, List.of("AZRebalance", "Terminate"), true);

    configure(1, settings);
    configure(1, settings);

    assertThat(subject.seen(1).settings()).isEqualTo(settings);
    assertThat(subject.seen(1).desired()).isZero();
    configure(1, Settings.of(1, 5, List.of(), false));
    assertThat(subject.seen(1).desired()).as("lifted by a higher lower bound").isEqualTo(1);
  }

  @Test
  void anUpperBoundTakesNoMachinesAway() throws Exception {
    subject.launch(1, Slot.BLUE, 2, 1);

    configure(1, Settings.of(0, 1, List.of(), false));

    assertThat(subject.seen(1).desired()).isEqualTo(2);
  }

  @Test
  void automationIsSetChangedAndTakenOff() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    Settings plain = Settings.of(0, 3, List.of(), false);
    for (Settings settings :
        List.of(
            plain.withAutomation(subject.automation()),
            plain.withAutomation(subject.otherAutomation()),
            plain.withAutomation(withoutOne(subject.automation())),
            plain)) {
      configure(1, settings);
      configure(1, settings);

      assertThat(subject.seen(1).settings()).isEqualTo(settings);
    }
  }

  private static Automation withoutOne(Automation automation) {
    SortedMap<String, String> texts = automation.texts();
    return new Automation(texts.headMap(texts.lastKey()));
  }

  @Test
  void automationMovesFromOneGenerationToAnother() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    subject.launch(2, Slot.GREEN, 0, 1);
    Settings plain = Settings.of(0, 3, List.of(), false);
    configure(1, plain.withAutomation(subject.automation()));
    Settings read = subject.seen(1).settings();

    configure(1, read.withoutAutomation());
    assertThat(subject.seen(1).settings().automation()).isEqualTo(Automation.NONE);
    configure(2, plain.withAutomation(read.automation()));

    assertThat(subject.seen(2).settings().automation()).isEqualTo(subject.automation());
    assertThat(subject.seen(1).settings().automation()).isEqualTo(Automation.NONE);
  }

  @Test
  void keepsTheJournalRecordThatItActedOn() throws Exception {
    assertThat(subject.fleets().fence(subject.fleet(), 1)).isEmpty();
    subject.launch(1, Slot.BLUE, 0, 1);
    assertThat(subject.fleets().fence(subject.fleet(), 1)).contains(subject.stamp(1).intent());
    assertThat(subject.view().acted()).contains(subject.stamp(1).intent());
  }

  @Test
  void listsTheGenerationsOfFleetsThatNothingDescribes() throws Exception {
    Fleet other = subject.undescribed();
    RolloutId rollout = new RolloutId(other.id(), 1);
    LaunchGeneration launch =
        new LaunchGeneration(
            new GenerationId(other.id(), 3),
            other.routed() ? Optional.of(Slot.GREEN) : Optional.empty(),
            subject.image(),
            0,
            Settings.of(0, 3, List.of(), false),
            rollout);
    subject
        .fleets()
        .launch(other, launch, new Stamp(rollout, "contract", 1, new Head(1, "0".repeat(64))));

    List<Generation> all = subject.fleets().all(other.id().environment());

    assertThat(all).extracting(Generation::id).contains(launch.generation());
  }

  @Test
  void saysThatAGenerationIsGone() throws Exception {
    refused(subject, Failure.Kind.GONE, () -> resize(9, 1));
    refused(subject, Failure.Kind.GONE, () -> configure(9, Settings.of(0, 1, List.of(), false)));
  }

  @Test
  void retiresOnlyWithoutMachinesAndSucceedsWhenGoneAlready() throws Exception {
    subject.launch(1, Slot.GREEN, 1, 1);
    refused(subject, Failure.Kind.CONFLICT, () -> retire(1));
    subject.until("the machine serves", () -> subject.seen(1).serving() == 1);
    refused(subject, Failure.Kind.CONFLICT, () -> retire(1));
    resize(1, 0);
    subject.until("the machine is gone", () -> subject.seen(1).machines().isEmpty());

    retire(1);
    retire(1);

    assertThat(subject.view().generations()).isEmpty();
    retire(8);
  }

  @Test
  void retiresNoGuardedGeneration() throws Exception {
    subject.launch(1, Slot.GREEN, 0, 1);
    configure(1, Settings.of(0, 3, List.of(), true));

    refused(subject, Failure.Kind.CONFLICT, () -> retire(1));
    configure(1, Settings.of(0, 3, List.of(), false));
    retire(1);
    assertThat(subject.view().generations()).isEmpty();
  }

  @Test
  void aMachineInQuarantineIsItsFleetsNoMoreAndReplaced() throws Exception {
    Settings settings = Settings.of(1, 3, List.of(), false);
    launch(subject.launching(1, Slot.BLUE, 2, settings));
    subject.until("both machines serve", () -> subject.seen(1).serving() == 2);
    String machine = subject.seen(1).machines().get(0).id();
    Instant before = subject.view().at();

    quarantine(1, machine);

    assertThat(subject.seen(1).machines()).extracting(Machine::id).doesNotContain(machine);
    subject.until(
        "another machine serves in its place",
        () -> subject.seen(1).serving() == 2 && subject.seen(1).machines().size() == 2);
    assertThat(subject.seen(1).machines()).extracting(Machine::id).doesNotContain(machine);
    assertThat(subject.seen(1).settings()).as("nothing else changed").isEqualTo(settings);
    assertThat(subject.seen(1).desired()).isEqualTo(2);
    List<Quarantined> kept = kept();
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).machine()).isEqualTo(machine);
    assertThat(kept.get(0).generation()).isEqualTo(subject.generation(1));
    assertThat(kept.get(0).by()).contains("contract");
    assertThat(kept.get(0).reason()).isEqualTo("asks for a miner's name");
    assertThat(kept.get(0).since().orElseThrow())
        .isBetween(before.minusSeconds(60), before.plusSeconds(600));
  }

  @Test
  void aMachineIsQuarantinedOnce() throws Exception {
    subject.launch(1, Slot.BLUE, 2, 1);
    subject.until("both machines serve", () -> subject.seen(1).serving() == 2);
    String machine = subject.seen(1).machines().get(0).id();

    quarantine(1, machine);
    List<Quarantined> once = kept();
    quarantine(1, machine);

    assertThat(kept()).isEqualTo(once);
    assertThat(subject.seen(1).desired()).isEqualTo(2);
  }

  @Test
  void aQuarantinedMachineKeepsNoGenerationFromBeingRetired() throws Exception {
    subject.launch(1, Slot.GREEN, 1, 1);
    subject.until("the machine serves", () -> subject.seen(1).serving() == 1);
    String machine = subject.seen(1).machines().get(0).id();
    quarantine(1, machine);
    resize(1, 0);
    subject.until("its replacement is gone", () -> subject.seen(1).machines().isEmpty());

    retire(1);

    assertThat(subject.view().generations()).isEmpty();
    assertThat(kept()).extracting(Quarantined::machine).containsExactly(machine);
  }

  @Test
  void quarantinesNoMachineThatItDoesNotHave() throws Exception {
    refused(subject, Failure.Kind.GONE, () -> quarantine(9, unknownMachine()));
    subject.launch(1, Slot.BLUE, 1, 1);
    subject.until("the machine serves", () -> subject.seen(1).serving() == 1);

    refused(subject, Failure.Kind.GONE, () -> quarantine(1, unknownMachine()));
    assertThat(kept()).isEmpty();
  }

  @Test
  void quarantinesNoMachineThatIsNotInService() throws Exception {
    subject.launch(1, Slot.BLUE, 1, 1);
    subject.until("a machine is there", () -> !subject.seen(1).machines().isEmpty());
    Machine first = subject.seen(1).machines().get(0);
    assumeTrue(first.lifecycle() == Lifecycle.PENDING, "it is in service already");

    refused(subject, Failure.Kind.CONFLICT, () -> quarantine(1, first.id()));
    assertThat(kept()).isEmpty();
  }

  @Test
  void aFenceRefusesEveryEffectOfALowerEpoch() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    subject.fleets().fence(subject.fleet(), 2);

    overtaken(1);
    subject.launch(2, Slot.GREEN, 0, 2);
    assertThat(subject.view().generations()).hasSize(2);
  }

  @Test
  void anEffectOfAHigherEpochFencesTheLowerOnes() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    subject.launch(1, Slot.BLUE, 0, 3);

    overtaken(2);
  }

  @Test
  void aFenceIsNeverLowered() throws Exception {
    subject.launch(1, Slot.BLUE, 0, 1);
    subject.fleets().fence(subject.fleet(), 5);
    subject.fleets().fence(subject.fleet(), 5);

    refused(subject, Failure.Kind.CONFLICT, () -> subject.fleets().fence(subject.fleet(), 3));
    overtaken(4);
    subject.launch(2, Slot.GREEN, 0, 5);
  }

  /** Every effect of that epoch is refused and changes nothing. */
  private void overtaken(long epoch) throws Exception {
    Fleets fleets = subject.fleets();
    Stamp stamp = subject.stamp(epoch);
    refused(subject, Failure.Kind.CONFLICT, () -> subject.launch(2, Slot.GREEN, 0, epoch));
    refused(
        subject,
        Failure.Kind.CONFLICT,
        () -> fleets.resize(subject.fleet(), new Resize(subject.generation(1), 1), stamp));
    Configure configure = new Configure(subject.generation(1), Settings.of(0, 9, List.of(), true));
    refused(
        subject, Failure.Kind.CONFLICT, () -> fleets.configure(subject.fleet(), configure, stamp));
    Quarantine quarantine =
        new Quarantine(subject.generation(1), unknownMachine(), false, "contract", "why");
    refused(
        subject,
        Failure.Kind.CONFLICT,
        () -> fleets.quarantine(subject.fleet(), quarantine, stamp));
    RetireGeneration retire = new RetireGeneration(subject.generation(1));
    refused(subject, Failure.Kind.CONFLICT, () -> fleets.retire(subject.fleet(), retire, stamp));
  }

  private void launch(LaunchGeneration action) throws ProviderException {
    subject.fleets().launch(subject.fleet(), action, subject.stamp(1));
  }

  private void resize(int number, int desired) throws ProviderException {
    Resize resize = new Resize(subject.generation(number), desired);
    subject.fleets().resize(subject.fleet(), resize, subject.stamp(1));
  }

  private void configure(int number, Settings settings) throws ProviderException {
    Configure configure = new Configure(subject.generation(number), settings);
    subject.fleets().configure(subject.fleet(), configure, subject.stamp(1));
  }

  private void retire(int number) throws ProviderException {
    RetireGeneration retire = new RetireGeneration(subject.generation(number));
    subject.fleets().retire(subject.fleet(), retire, subject.stamp(1));
  }

  private void quarantine(int number, String machine) throws ProviderException {
    Quarantine action =
        new Quarantine(
            subject.generation(number), machine, true, "contract", "asks for a miner's name");
    subject.fleets().quarantine(subject.fleet(), action, subject.stamp(1));
  }

  private List<Quarantined> kept() throws ProviderException {
    return subject.fleets().quarantined(subject.fleet().id().environment()).stream()
        .filter(q -> q.generation().fleet().equals(subject.fleet().id()))
        .toList();
  }

  /** One of a shape that every provider takes for a machine's. */
  private static String unknownMachine() {
    return "i-0123456789abcdef0";
  }
}
