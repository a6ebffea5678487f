package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.store.Processes;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a machine in quarantine, and that nothing ever removes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuarantineIT {
  private LocalWorld world;
  private ImageId image;
  private int generations;
  private GenerationId generation;

  @BeforeAll
  void bake(@TempDir Path folder) throws Exception {
    world = new LocalWorld(folder);
    image = world.bake("1");
  }

  @BeforeEach
  void start() throws Exception {
    world.start();
    generations++;
    generation = world.launch(world.worker, generations, Optional.empty(), image, 2);
    Until.holds("both serve", LocalWorld.START_MAX, () -> seen().serving() == 2);
  }

  @AfterEach
  void stop() throws Exception {
    world.start();
    world.remove(world.worker, generation);
    LocalCloud.stop(world.home);
    // So that the temporary folder can be removed.
    try (Stream<Path> all = Files.walk(world.home.root())) {
      for (Path path : all.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  private Generation seen() throws ProviderException {
    return world.provider.observe(world.worker).find(generation).orElseThrow();
  }

  private String quarantined() throws ProviderException {
    String machine = seen().machines().get(0).id();
    quarantine(machine);
    return machine;
  }

  private void quarantine(String machine) throws ProviderException {
    Quarantine action = new Quarantine(generation, machine, false, "ada", "asks for a miner");
    world.provider.quarantine(
        world.worker, action, LocalWorld.stamp(world.worker, world.newEpoch()));
  }

  private List<Quarantined> kept() throws ProviderException {
    return world.provider.quarantined(LocalWorld.ENVIRONMENT);
  }

  private Path sealed(String machine) {
    return world.home.quarantine().resolve(LocalWorld.ENVIRONMENT.name()).resolve(machine);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void keepsTheFolderReadOnlyAndLeavesNoProcess() throws Exception {
    Path folder = world.home.machines().resolve("local-eu").resolve(seen().machines().get(0).id());
    Files.writeString(folder.resolve("dropped"), "what somebody left");
    String machine = quarantined();

    Path sealed = sealed(machine);
    Until.holds(
        "sealed",
        LocalWorld.START_MAX,
        () -> Files.exists(sealed) && mode(sealed).equals("r-x------"));
    assertThat(sealed.resolve("dropped")).hasContent("what somebody left");
    assertThat(sealed.resolve("log")).exists();
    for (String file : List.of("dropped", "log", "key.pem", "quarantine.json")) {
      assertThat(mode(sealed.resolve(file))).as(file).isEqualTo("r--------");
    }
    assertThat(Processes.carrying("REPAVE_TLS_KEY", folder + "/")).isEmpty();
    assertThat(folder).doesNotExist();
    Until.holds("replaced", LocalWorld.START_MAX, () -> seen().serving() == 2);
    assertThat(seen().machines()).extracting(Machine::id).doesNotContain(machine);
  }

  @Test
  void survivesTheCloudAndIsListedWithoutOne() throws Exception {
    String machine = quarantined();
    LocalCloud.stop(world.home);

    assertThat(kept()).extracting(Quarantined::machine).contains(machine);
    assertThat(sealed(machine)).isDirectory();
    world.start();
    LocalCloud.stop(world.home);
    assertThat(sealed(machine).resolve("log")).exists();
  }

  /** The folder says that it must be kept before the machine is ended. */
  @Test
  void aCloudThatDiedInBetweenLosesNothing() throws Exception {
    String machine = seen().machines().get(0).id();
    Path folder = world.home.machines().resolve("local-eu").resolve(machine);
    LocalCloud.stop(world.home);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("dropped"), "what somebody left");
    String mark =
        """
        {"environment":"local-eu","fleet":"worker","generation":%s,"machine":"%s",\
        "by":"ada","reason":"asks for a miner"}
        """;
    Files.writeString(folder.resolve("quarantine.json"), mark.formatted(generations, machine));

    assertThat(kept()).extracting(Quarantined::machine).contains(machine);
    world.start();

    assertThat(folder).doesNotExist();
    assertThat(sealed(machine).resolve("dropped")).hasContent("what somebody left");
    assertThat(kept()).extracting(Quarantined::machine).contains(machine);
  }

  @Test
  void namesTheFileThatCannotBeRead() throws Exception {
    String machine = quarantined();
    LocalCloud.stop(world.home);
    Path mark = sealed(machine).resolve("quarantine.json");
    Files.setPosixFilePermissions(mark, PosixFilePermissions.fromString("rw-------"));
    String good = Files.readString(mark);
    Files.writeString(mark, "{\"machine\": 7}");

    assertThatThrownBy(this::kept)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("'" + mark + "' is damaged")
        .hasMessageContaining("repair it, or move its folder elsewhere");
    Files.writeString(mark, good);
    assertThat(kept()).extracting(Quarantined::machine).contains(machine);
  }

  @Test
  void aMachineThatCannotBeMarkedServesOn() throws Exception {
    String machine = seen().machines().get(0).id();
    Path folder = world.home.machines().resolve("local-eu").resolve(machine);
    // Where the mark is to be, something else is.
    Files.createDirectories(folder.resolve("quarantine.json").resolve("in-the-way"));

    assertThatThrownBy(() -> quarantine(machine))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("quarantine.json");
    assertThat(seen().serving()).isEqualTo(2);
    assertThat(seen().machines()).extracting(Machine::id).contains(machine);
  }
}
