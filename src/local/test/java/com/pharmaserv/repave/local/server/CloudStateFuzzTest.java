package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.Place;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the cloud's state, however damaged, is refused in words or taken. */
class CloudStateFuzzTest {
  private static final FleetId FLEET = new FleetId("local-eu", "hello");

  @TempDir Path folder;

  @Test
  void states() throws Exception {
    LocalHome home = new LocalHome(folder);
    home.prepare();
    RolloutId rollout = new RolloutId(FLEET, 1);
    FleetState fleet =
        FleetState.of(
                new Place(
                    FLEET, Optional.of("hello.localhost"), "/", List.of("a"), new Listen(0, 0)))
            .stamped(new Stamp(rollout, "ada", 4, new Head(12, "0".repeat(64))))
            .launch(
                new LaunchGeneration(
                    new GenerationId(FLEET, 1),
                    Optional.of(Slot.BLUE),
                    new ImageId("hello", "a".repeat(64)),
                    2,
                    Settings.of(1, 4, List.of("Launch"), true),
                    rollout));
    CloudState.EMPTY
        .with(new CloudState.EnvironmentState("local-eu", new Listen(0, 0), new Listen(1, 2)))
        .with(fleet)
        .save(home);
    Fuzz.readers(
        List.of(Durable.read(home.stateFile()).orElseThrow()),
        input -> {
          Durable.write(home.stateFile(), input);
          CloudState.load(home).desired();
        },
        thrown -> thrown instanceof IOException);
  }
}
