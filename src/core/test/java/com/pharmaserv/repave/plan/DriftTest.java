package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which differences are found, and which are none; their words are told by {@code drift.txt}. */
class DriftTest {
  private static final RouteView ON_BLUE =
      new RouteView(Weights.of(Slot.BLUE, 100), Optional.empty());
  private static final RouteView ON_GREEN =
      new RouteView(Weights.of(Slot.GREEN, 100), Optional.empty());
  private static final Optional<RolloutState> NO_JOURNAL = Optional.empty();

  private final Fleet routed = fleet(true);
  private final Generation blue = generation(1, Optional.of(Slot.BLUE), 3, 3);
  private final Generation green = generation(2, Optional.of(Slot.GREEN), 3, 3);

  private static Generation generation(int number, Optional<Slot> slot, int desired, int healthy) {
    Settings settings = new Settings(0, 6, new TreeSet<>(), true);
    return Facts.generation(number, slot, Scenarios.OLD, desired, healthy, settings);
  }

  private static Fleet fleet(boolean routed) {
    return Scenarios.fleet(3, routed, Scenarios.policy(false, Duration.ofSeconds(5), 100));
  }

  private static FleetView view(Optional<RouteView> route, Generation... generations) {
    return new FleetView(Facts.START, route, List.of(generations));
  }

  private List<Generation> orphans(
      RouteView route, Optional<RolloutState> latest, Generation... generations) {
    return Drift.orphans(routed, view(Optional.of(route), generations), latest);
  }

  @Test
  void neverCallsAnOrphanWhatSomebodyHoldsOrLeadsRequestsTo() {
    FleetView view = view(Optional.of(ON_BLUE), blue, green);
    assertThat(Drift.orphans(routed, view, NO_JOURNAL)).containsExactly(green);
    Obstacle way =
        new Obstacle(Obstacle.Kind.WAY_IN, "rule 7", Optional.empty(), Optional.of(Slot.GREEN));
    assertThat(Drift.orphans(routed, view.with(List.of(way)), NO_JOURNAL)).isEmpty();
    Obstacle held = Obstacle.of(Obstacle.Kind.MACHINE, green, "i-1 is protected");
    assertThat(Drift.orphans(routed, view.with(List.of(held)), NO_JOURNAL)).isEmpty();
    Obstacle others = Obstacle.of(Obstacle.Kind.MACHINE, blue, "i-2 is protected");
    assertThat(Drift.orphans(routed, view.with(List.of(others)), NO_JOURNAL))
        .containsExactly(green);
  }

  private List<String> kinds(
      RouteView route,
      Optional<RolloutState> latest,
      List<Image> images,
      Generation... generations) {
    return Drift.of(routed, view(Optional.of(route), generations), latest, images).stream()
        .map(finding -> finding.kind().name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The journal of a rollout from the blue g0001 to the green g0002 that went well. */
  private static RolloutState succeeded() {
    Facts facts = Facts.routed().upTo(Phase.RETIRE);
    facts.active = Optional.empty();
    return ended(facts);
  }

  /** The journal of a rollout that was aborted before any traffic. */
  private static RolloutState aborted() {
    Facts facts = Facts.routed().upTo(Phase.WARM_UP);
    facts.post(Signal.Kind.ABORT);
    facts.decide();
    facts.candidate = Optional.empty();
    return ended(facts);
  }

  private static RolloutState ended(Facts facts) {
    for (int i = 0; i < 10 && !facts.state.ended(); i++) {
      facts.decide().actions().stream()
          .filter(a -> a instanceof Configure c && c.generation().number() == 1)
          .map(a -> ((Configure) a).settings())
          .forEach(facts::configureActive);
    }
    return facts.state;
  }

  @Test
  void callsAnIdleGenerationThatNoRolloutKnowsAnOrphan() {
    assertThat(orphans(ON_BLUE, NO_JOURNAL, blue, green)).containsExactly(green);
  }

  @Test
  void neverCallsAnythingWithTrafficAnOrphan() {
    RouteView split = new RouteView(Weights.of(Slot.BLUE, 60), Optional.empty());
    assertThat(orphans(split, NO_JOURNAL, blue, green)).isEmpty();
  }

  @Test
  void neverCallsWhatTheJournalCallsActiveAnOrphanWhateverTheRouteShows() {
    assertThat(orphans(ON_BLUE, Optional.of(succeeded()), blue, green)).isEmpty();
    assertThat(orphans(ON_BLUE, Optional.of(succeeded()), green)).isEmpty();
    assertThat(orphans(ON_GREEN, Optional.of(aborted()), blue, green)).isEmpty();
  }

  @Test
  void callsWhatAnEndedRolloutLeftBehindAnOrphan() {
    assertThat(orphans(ON_GREEN, Optional.of(succeeded()), blue, green)).containsExactly(blue);
    assertThat(orphans(ON_BLUE, Optional.of(aborted()), blue, green)).containsExactly(green);
  }

  @Test
  void callsNoPartOfTheOpenRolloutAnOrphan() {
    Optional<RolloutState> open = Optional.of(Facts.routed().upTo(Phase.WARM_UP).state);
    assertThat(orphans(ON_BLUE, open, blue, green)).isEmpty();
    assertThat(orphans(ON_GREEN, open, blue, green)).isEmpty();
    Optional<RolloutState> promoted = Optional.of(Facts.routed().upTo(Phase.RETAIN).state);
    assertThat(orphans(ON_GREEN, promoted, blue, green)).as("kept for a rollback").isEmpty();
    Generation third = generation(3, Optional.of(Slot.GREEN), 1, 1);
    assertThat(orphans(ON_BLUE, open, blue, green, third)).containsExactly(third);
  }

  @Test
  void callsNoWorkerAnOrphanWhileItIsUnknownWhichOneCarriesTheFleet() {
    Generation one = generation(1, Optional.empty(), 3, 3);
    Generation other = generation(2, Optional.empty(), 3, 3);
    assertThat(Drift.orphans(fleet(false), view(Optional.empty(), one, other), NO_JOURNAL))
        .isEmpty();
  }

  @Test
  void neverCallsTheOnlyWorkersOfAFleetOrphans() {
    Generation only = generation(1, Optional.empty(), 3, 3);
    assertThat(Drift.orphans(fleet(false), view(Optional.empty(), only), NO_JOURNAL)).isEmpty();
  }

  @Test
  void callsAWorkerBesideTheActiveOneAnOrphan() {
    Facts facts = new Facts(fleet(false)).upTo(Phase.LAUNCH);
    facts.post(Signal.Kind.ABORT);
    facts.decide();
    facts.candidate = Optional.empty();
    Generation one = generation(1, Optional.empty(), 3, 3);
    Generation other = generation(2, Optional.empty(), 3, 3);
    assertThat(
            Drift.orphans(
                fleet(false), view(Optional.empty(), one, other), Optional.of(ended(facts))))
        .containsExactly(other);
  }

  @Test
  void findsNothingWhereAllIsAsItShouldBe() {
    assertThat(kinds(ON_BLUE, NO_JOURNAL, List.of(Facts.image(Scenarios.OLD)), blue)).isEmpty();
    assertThat(kinds(ON_GREEN, Optional.of(succeeded()), List.of(), green)).isEmpty();
  }

  @Test
  void findsWeightsThatAreSplitOnlyWhileNoRolloutIsOpen() {
    RouteView split = new RouteView(Weights.of(Slot.BLUE, 60), Optional.empty());
    assertThat(kinds(split, NO_JOURNAL, List.of(), blue, green))
        .containsExactly("weights", "weights");
    Optional<RolloutState> open = Optional.of(Facts.routed().upTo(Phase.WARM_UP).state);
    assertThat(kinds(split, open, List.of(), blue, green)).isEmpty();
  }

  @Test
  void findsAnotherGenerationUnderTrafficThanTheJournalSays() {
    assertThat(kinds(ON_BLUE, Optional.of(succeeded()), List.of(), blue, green))
        .containsExactly("weights");
  }

  @Test
  void findsWhatIsMissingOnlyIfItIsNotThere() {
    assertThat(kinds(ON_GREEN, Optional.of(succeeded()), List.of())).contains("missing");
    assertThat(kinds(ON_BLUE, Optional.of(succeeded()), List.of(), green))
        .containsExactly("weights");
  }

  @Test
  void findsASizeThatTheEnvironmentDoesNotAllow() {
    for (int desired = 1; desired <= 8; desired++) {
      Generation sized = generation(1, Optional.of(Slot.BLUE), desired, desired);
      boolean allowed = desired >= 2 && desired <= 6;
      assertThat(kinds(ON_BLUE, NO_JOURNAL, List.of(), sized))
          .as("%d machines, 2 to 6 are allowed", desired)
          .isEqualTo(allowed ? List.of() : List.of("capacity"));
    }
  }

  @Test
  void findsMachinesThatAreNotHealthy() {
    Generation ill = generation(1, Optional.of(Slot.BLUE), 3, 2);
    assertThat(kinds(ON_BLUE, NO_JOURNAL, List.of(), ill)).containsExactly("health");
  }

  @Test
  void addsWhatTheProviderSaysOfMachinesThatAreMissing() {
    Generation ill = generation(1, Optional.of(Slot.BLUE), 3, 2);
    Generation troubled =
        new Generation(
            ill.id(),
            ill.slot(),
            ill.image(),
            ill.desired(),
            ill.settings(),
            ill.machines(),
            0,
            Optional.of("no capacity"),
            ill.rollout());
    assertThat(findings(ON_BLUE, troubled).get(0).what().also())
        .containsExactly(Reason.of(ReasonCode.TROUBLE, "no capacity"));
  }

  @Test
  void tellsARouteThatNothingWasRolledToFromOneThatLostItsGeneration() {
    assertThat(findings(ON_BLUE))
        .extracting(finding -> finding.what().code())
        .containsExactly(ReasonCode.ROUTE_NEVER_ROLLED);
    assertThat(findings(ON_BLUE, green))
        .extracting(finding -> finding.what().code())
        .containsExactly(ReasonCode.ORPHAN, ReasonCode.WEIGHT_ON_EMPTY_SLOT);
  }

  private List<Drift.Finding> findings(RouteView route, Generation... generations) {
    return Drift.of(routed, view(Optional.of(route), generations), NO_JOURNAL, List.of());
  }

  @Test
  void comparesWithTheNewestImageOfTheFleetsRecipeThatIsNotBlocked() {
    Image old = Facts.image(Scenarios.OLD);
    Image newer = Facts.image(Scenarios.NEW);
    Image other = Facts.image(new ImageId("worker", "c".repeat(64)));
    assertThat(kinds(ON_BLUE, NO_JOURNAL, List.of(old, newer), blue)).containsExactly("image");
    assertThat(kinds(ON_BLUE, NO_JOURNAL, List.of(newer, old), blue)).isEmpty();
    assertThat(kinds(ON_BLUE, NO_JOURNAL, List.of(old, other), blue)).isEmpty();
    assertThat(kinds(ON_BLUE, NO_JOURNAL, List.of(old, blocked(newer)), blue)).isEmpty();
    assertThat(kinds(ON_BLUE, NO_JOURNAL, List.of(blocked(newer), old), blue)).isEmpty();
    List<Image> blockedAndStale = new ArrayList<>(List.of(blocked(old), newer));
    assertThat(kinds(ON_BLUE, NO_JOURNAL, blockedAndStale, blue)).containsExactly("image", "image");
  }

  private static Image blocked(Image image) {
    return image.withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", Facts.START)));
  }

  @Test
  void comparesWithTheNewestImageThatMayRollThere() {
    Fleet asking = routed.asking(Channel.PRODUCTION);
    Image old = Facts.image(Scenarios.OLD);
    Image newer = Facts.image(Scenarios.NEW);
    assertThat(stale(asking, released(old), newer)).isFalse();
    assertThat(stale(asking, released(old), released(newer))).isTrue();
    assertThat(stale(asking, old, released(newer))).isTrue();
    assertThat(stale(asking, released(newer), old)).as("taken back, and the newest").isFalse();
    assertThat(stale(asking, released(newer), blocked(old))).as("blocked").isTrue();
  }

  private boolean stale(Fleet fleet, Image... images) {
    FleetView view = view(Optional.of(ON_BLUE), blue);
    return Drift.of(fleet, view, NO_JOURNAL, List.of(images)).stream()
        .anyMatch(finding -> finding.what().code() == ReasonCode.RUNS_OLD_IMAGE);
  }

  private static Image released(Image image) {
    return image.in(Channel.PRODUCTION, new Image.Release("passed all", "anna", Facts.START));
  }
}
