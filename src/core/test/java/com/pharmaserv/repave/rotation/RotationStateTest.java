package com.pharmaserv.repave.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.RotationOpened;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RotationRest;
import com.pharmaserv.repave.model.RotationTarget;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rotation goes into the journal and comes back whole, and fleets alike are written once. */
class RotationStateTest {
  private static final EnvironmentId EU = new EnvironmentId("eu-prod");
  private static final Instant NOW = Instant.parse("2026-11-30T22:00:00Z");
  private static final ImageId OLD = new ImageId("app", "a".repeat(64));
  private static final ImageId NEW = new ImageId("app", "b".repeat(64));

  private static FleetId fleet(String name) {
    return new FleetId(EU, name);
  }

  private static Stale stale(boolean again, Optional<Instant> deadline) {
    Reason why =
        again
            ? Reason.of(ReasonCode.NEVER_ROLLED, NEW)
            : Reason.of(ReasonCode.NEWER_IMAGE, NEW, OLD);
    return new Stale(NEW, again, List.of(why), deadline);
  }

  @Test
  void comesBackFromTheJournalAsItWas() {
    Optional<Instant> soon = Optional.of(NOW.plusSeconds(3600));
    RotationState state =
        new RotationState(
            NOW,
            Optional.of("KEV-17"),
            Map.of(
                fleet("a"), stale(false, soon),
                fleet("b"), stale(false, soon),
                fleet("c"), stale(false, Optional.empty()),
                fleet("d"), stale(true, soon)));

    RotationOpened opened = state.opening("anna", "patch rotation");

    assertThat(opened.targets())
        .extracting(RotationTarget::fleets)
        .containsExactly(List.of("a", "b"), List.of("c"), List.of("d"));
    assertThat(RotationState.of(EU, NOW, opened)).isEqualTo(state);
  }

  @Test
  void saysWhereFleetsStandAtItsEnd() {
    Reason full = Reason.of(ReasonCode.LINE_FULL, 1);
    Map<FleetId, Step> steps = new LinkedHashMap<>();
    steps.put(fleet("a"), new Step.Done());
    steps.put(fleet("b"), new Step.Waits(full, Optional.of(NOW)));
    steps.put(fleet("c"), new Step.Done());
    steps.put(fleet("d"), new Step.Waits(full, Optional.empty()));
    steps.put(fleet("e"), new Step.Failed(full));
    steps.put(fleet("f"), new Step.Barred(full));
    steps.put(fleet("g"), new Step.Rolling());

    assertThat(new Rotation(steps).ending("anna").fleets())
        .containsExactly(
            new RotationRest(RotationRest.Kind.DONE, Optional.empty(), List.of("a", "c")),
            new RotationRest(RotationRest.Kind.WAITING, Optional.of(full), List.of("b", "d")),
            new RotationRest(RotationRest.Kind.FAILED, Optional.of(full), List.of("e")),
            new RotationRest(RotationRest.Kind.LEFT, Optional.of(full), List.of("f")));
  }
}
