package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.operation.FleetStatus;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Instant NOW = Tale.START.plusSeconds(40);

  @Test
  void tableMatchesItsFile() throws IOException {
    List<FleetStatus> fleets =
        List.of(underWay(), ended(), halted(), empty("local-us", "worker"), unreachable());

    Golden.check(
        Path.of("test/resources/report/status.txt"),
        new StatusText(Scenes.look(false, false, 80)).render(fleets, NOW));
  }

  @Test
  void rowsFitAHundredColumns() {
    String text = new StatusText(Scenes.look(false, false, 80)).render(List.of(ended()), NOW);

    assertThat(text.lines().limit(2)).allMatch(row -> row.length() <= 100);
  }

  @Test
  void hostileTextStaysOnItsLine() {
    FleetStatus status =
        new FleetStatus(
            Scenes.ID,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of("no\u001b[2Jroute\nto host"),
            Optional.empty());
    String text = new StatusText(Scenes.look(false, false, 80)).render(List.of(status), NOW);

    assertThat(text).contains("no?[2Jroute to host").doesNotContain("\u001b");
    assertThat(text.lines()).hasSize(3);
  }

  private static FleetStatus underWay() {
    Tale tale = new Tale(Scenes.ID, Tale.START);
    tale.ready(1, "first").step(0, 100, 500).finish(100).after(1_000);
    tale.ready(2, "rotation").phase(Phase.SOAK, "x");
    return status(
        Scenes.ID,
        tale.state(),
        new Weights(100, 0),
        Optional.of("soak at 5%: 20 requests"),
        Optional.of(
            new Lease(Scenes.ID, "anna@build-7 pid 4711", 3, Tale.START, NOW.plusSeconds(20))),
        Optional.empty());
  }

  private static FleetStatus ended() {
    FleetId id = new FleetId("local-us", "hello");
    Tale tale = new Tale(id, Tale.START);
    tale.ready(1, "first").step(0, 100, 500).finish(100).after(1_000);
    Hold hold = new Hold("anna", "audit of 4.2", NOW, Optional.of(NOW.plusSeconds(86_400)));
    return status(
        id,
        tale.state(),
        new Weights(100, 0),
        Optional.empty(),
        Optional.empty(),
        Optional.of(hold));
  }

  private static FleetStatus halted() {
    FleetId id = new FleetId("eu-prod", "portal");
    Tale tale = new Tale(id, Tale.START);
    RolloutState before = tale.ready(1, "first").state();
    RolloutState state =
        before.with(new Stage.Halted(before.way(), Scenes.said("weights were changed")));
    return status(
        id,
        state,
        new Weights(40, 60),
        Optional.of("halted: weights were changed"),
        Optional.empty(),
        Optional.empty());
  }

  private static FleetStatus status(
      FleetId id,
      RolloutState state,
      Weights weights,
      Optional<String> why,
      Optional<Lease> lease,
      Optional<Hold> hold) {
    FleetView view = Scenes.view(NOW, state, weights, 3);
    Image image =
        new Image(
            state.to().image(),
            "hello",
            "1.4",
            "platform",
            NOW.minusSeconds(3 * 3600 + 5),
            new TreeMap<>(),
            Optional.empty());
    return new FleetStatus(
        id,
        Optional.of(view),
        List.of(),
        Optional.of(state),
        why.map(Scenes::said),
        lease,
        hold,
        Optional.of(image),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static FleetStatus empty(String environment, String name) {
    return new FleetStatus(
        new FleetId(environment, name),
        Optional.of(new FleetView(NOW, Optional.empty(), List.of())),
        List.of(Reason.of(ReasonCode.CLOCKS_DIFFER, Duration.ofSeconds(12), "ahead")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(
            new Quarantined(
                "i-0123456789abcdef0",
                new GenerationId(new FleetId(environment, name), 3),
                Optional.of(NOW.minusSeconds(7200)),
                Optional.of("ada"),
                "asks for a miner's name"),
            new Quarantined(
                "i-0fedcba9876543210",
                new GenerationId(new FleetId(environment, name), 3),
                Optional.empty(),
                Optional.empty(),
                "44c6c1b2d0b8a7e1f3c94d5a6b7e8f90")),
        Optional.empty(),
        Optional.empty());
  }

  private static FleetStatus unreachable() {
    return new FleetStatus(
        new FleetId("local-us", "search"),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of("the local cloud does not run; start it with 'repave local start'"),
        Optional.empty());
  }
}
