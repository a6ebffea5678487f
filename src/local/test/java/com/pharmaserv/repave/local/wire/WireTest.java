package com.pharmaserv.repave.local.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever is sent is received unchanged, to the nanosecond. */
class WireTest {
  private static final FleetId FLEET = new FleetId("local-eu", "hello");
  private static final ImageId IMAGE = new ImageId("hello", "0123456789abcdef".repeat(4));
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456789Z");
  private static final Settings SETTINGS = Settings.of(1, 5, List.of("AZRebalance"), true);

  @Test
  void viewsSurvive() throws IOException {
    Generation generation =
        new Generation(
            new GenerationId(FLEET, 12),
            Optional.of(Slot.GREEN),
            IMAGE,
            3,
            SETTINGS,
            List.of(new Machine("m1", "a", Lifecycle.IN_SERVICE, Health.HEALTHY)),
            17,
            Optional.of("no \"room\"\n"),
            new RolloutId(FLEET, 4));
    FleetView routed =
        new FleetView(
                TIME,
                Optional.of(new FleetView.RouteView(new Weights(25, 75), Optional.of(Slot.BLUE))),
                List.of(generation))
            .acting(Optional.of(new Head(7, "a".repeat(64))));
    FleetView bare = new FleetView(TIME, Optional.empty(), List.of());

    assertThat(Wire.view(sent(Wire.view(routed)))).isEqualTo(routed);
    assertThat(Wire.view(sent(Wire.view(bare)))).isEqualTo(bare);
  }

  @Test
  void actionsAndStampsSurvive() throws IOException {
    LaunchGeneration launch =
        new LaunchGeneration(
            new GenerationId(FLEET, 2),
            Optional.empty(),
            IMAGE,
            3,
            SETTINGS,
            new RolloutId(FLEET, 9));
    Stamp stamp =
        new Stamp(
            new RolloutId(FLEET, 9), "ann@host", Long.MAX_VALUE, new Head(41, "0".repeat(64)));
    Place place =
        new Place(FLEET, Optional.of("h.localhost"), "/x", List.of("a", "b"), new Listen(1, 0));

    assertThat(Wire.launch(FLEET, sent(Wire.launch(launch)))).isEqualTo(launch);
    assertThat(Wire.stamp(FLEET, sent(Wire.stamp(stamp)))).isEqualTo(stamp);
    assertThat(Place.read(sent(place.json()))).isEqualTo(place);
  }

  @Test
  void figuresSurvive() throws IOException {
    Measurement measurement =
        new Measurement(
            TIME, TIME.plusNanos(1), 1L << 40, 3, Duration.ofNanos(7), Duration.ofMillis(9));
    BalancerView balancer =
        new BalancerView(
            8443,
            8453,
            new TreeMap<>(
                Map.of(
                    "hello",
                    new BalancerView.FleetCounts(
                        "hello.localhost",
                        new BalancerView.Counts(1, 2, 3),
                        new BalancerView.Counts(4, 5, 6)))));
    CloudStatus status =
        new CloudStatus(
            1,
            "/home/anna/cloud/control",
            TIME,
            Optional.of(3L),
            List.of(
                new CloudStatus.EnvironmentStatus("local-eu", 1, 2, 3, 4, Optional.of("port"))));

    assertThat(Wire.measurement(sent(Wire.measurement(measurement)))).isEqualTo(measurement);
    assertThat(BalancerView.read(sent(balancer.json()))).isEqualTo(balancer);
    assertThat(CloudStatus.read(sent(status.json()))).isEqualTo(status);
  }

  private static Fields sent(Map<String, Object> json) throws IOException {
    return Json.read(Json.write(json), "it");
  }
}
