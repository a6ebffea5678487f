package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.operation.FleetRoll;
import com.pharmaserv.repave.operation.Outcome;
import com.pharmaserv.repave.operation.Rotated;
import com.pharmaserv.repave.operation.Rotated.Due;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RotationPageTest {
  private static final ImageId OLD = new ImageId("app", "a".repeat(64));
  private static final ImageId NEW = new ImageId("app", "b".repeat(64));

  private static Due due(String fleet, int wave, Optional<Reason> waitsFor) {
    return new Due(
        new FleetId("eu-prod", fleet),
        wave,
        Optional.of(OLD),
        NEW,
        List.of(Reason.of(ReasonCode.NEWER_IMAGE, NEW, OLD)),
        Optional.of(Instant.parse("2026-12-01T03:00:00.123Z")),
        Optional.empty(),
        waitsFor,
        Optional.of(Duration.ofMinutes(12)));
  }

  private static Rotated plan(String text) {
    return new Rotated(
        true,
        Outcome.DONE,
        "f".repeat(64),
        Optional.of(text),
        List.of(
            due("web", 1, Optional.empty()),
            due("api", 2, Optional.of(Reason.of(ReasonCode.FROZEN, "2027-01-03", text)))),
        List.of(),
        List.of(new FleetRoll.PlannedBake(new FleetId("eu-prod", "web"), NEW, "2", false)));
  }

  @Test
  void showsWhatWhoeverApprovesItHasToKnow() throws IOException {
    assertThat(RotationPage.html(plan("KEV-17")))
        .contains("Rotation of eu-prod", "f".repeat(64), "Emergency.", "KEV-17")
        .contains("<b>2</b>\n<span>fleets are stale</span>", "<b>1</b>\n<span>may begin now</span>")
        .contains("eu-prod/api", "2026-12-01T03:00:00Z", "12 min", "Would bake app@bbbbbbbbbbbb");
  }

  @Test
  void runsNothingAndLoadsNothing() throws IOException {
    assertThat(RotationPage.html(plan("<script src=//evil.example></script>\u202e")))
        .contains("&lt;script src=//evil.example&gt;")
        .doesNotContain("<script", "\u202e");
  }

  @Test
  void saysWhenNothingIsStale() throws IOException {
    Rotated nothing =
        new Rotated(
            true, Outcome.DONE, "0".repeat(64), Optional.empty(), List.of(), List.of(), List.of());
    assertThat(RotationPage.html(nothing)).contains("<h1>Nothing is stale</h1>");
  }
}
