package com.pharmaserv.repave.local.wire;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes over the control API, or stands in the cloud's files, is refused in words or taken.
 */
class WireFuzzTest {
  private static final FleetId FLEET = new FleetId("local-eu", "app");

  @TempDir Path folder;

  private interface Use {
    void of(Fields fields);
  }

  private static void fuzz(Object value, Use use) throws IOException {
    Fuzz.readers(
        List.of(Json.write(value)),
        input -> use.of(Json.read(input, "the message")),
        WireFuzzTest::own);
  }

  /** What the server answers as a bad request, and the client tells as a broken answer. */
  private static boolean own(Exception thrown) {
    return thrown instanceof IOException || thrown instanceof IllegalArgumentException;
  }

  @Test
  void views() throws Exception {
    RolloutId rollout = new RolloutId(FLEET, 3);
    Generation generation =
        new Generation(
            new GenerationId(FLEET, 3),
            Optional.of(Slot.BLUE),
            new ImageId("app", "a".repeat(64)),
            2,
            Settings.of(1, 4, List.of("replace"), true),
            List.of(new Machine("m-1", "a", Lifecycle.IN_SERVICE, Health.HEALTHY)),
            7,
            Optional.of("no room"),
            rollout);
    RouteView route = new RouteView(new Weights(40, 60), Optional.of(Slot.GREEN));
    fuzz(
        Wire.view(new FleetView(Instant.EPOCH, Optional.of(route), List.of(generation))),
        fields -> Wire.view(fields));
  }

  @Test
  void stampsAndPlaces() throws Exception {
    Stamp stamp = new Stamp(new RolloutId(FLEET, 3), "ada", 4, new Head(12, "0".repeat(64)));
    fuzz(Wire.stamp(stamp), fields -> Wire.stamp(FLEET, fields));
    Place place =
        new Place(
            FLEET, Optional.of("app.test"), "/", List.of("a", "b"), new Environment.Listen(1, 2));
    fuzz(place.json(), fields -> Place.read(fields));
  }

  @Test
  void statesOfTheCloud() throws Exception {
    CloudStatus status =
        new CloudStatus(
            1,
            "/home/anna/cloud/control",
            Instant.EPOCH,
            Optional.of(3L),
            List.of(
                new CloudStatus.EnvironmentStatus("local-eu", 1, 2, 3, 4, Optional.of("busy"))));
    fuzz(status.json(), fields -> CloudStatus.read(fields));
  }

  @Test
  void daemonFiles() throws Exception {
    LocalHome home = new LocalHome(folder);
    home.prepare();
    DaemonFile.ofThisProcess(home.cloud().resolve("control")).write(home);
    Fuzz.readers(
        List.of(Durable.read(home.daemonFile()).orElseThrow()),
        input -> {
          Durable.write(home.daemonFile(), input);
          DaemonFile.read(home).ifPresent(DaemonFile::process);
        },
        thrown -> thrown instanceof IOException);
  }
}
