package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.journal.FileJournalStore;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Does once what commands do often, so that the launcher can keep the loaded classes in an archive:
 * a later {@code repave status} then starts in a fraction of the time. What is not done here is not
 * in the archive.
 */
final class Training {
  private static final String ENVIRONMENT = "local-eu";

  /** The launcher says where the project is. */
  private static final String ROOT = "repave.root";

  private Training() {}

  static int run() {
    try {
      Path home = Files.createTempDirectory("repave-train");
      try {
        train(home);
      } finally {
        delete(home);
      }
      return ExitCode.DONE;
    } catch (Exception untrained) {
      // The launcher goes on without an archive: slower, nothing else.
      return ExitCode.FAILED;
    }
  }

  private static void train(Path home) throws Exception {
    Path root = Path.of(System.getProperty(ROOT, "")).toAbsolutePath();
    Clock clock = Clock.systemUTC();
    Wiring wiring = new Wiring(root, home, clock, UnaryOperator.identity());
    Environment environment = wiring.environment(ENVIRONMENT);
    Fleet fleet = environment.fleets().get(0);
    ImageId image = new ImageId(fleet.image(), "0".repeat(64));
    journal(wiring, environment, fleet, image);
    TrainingCloud cloud =
        TrainingCloud.open(new LocalHome(home.resolve("local")), fleet, image, clock);
    try (cloud) {
      status(home, root, "status");
      status(home, root, "status", "-e", ENVIRONMENT);
      status(home, root, "status", "--output", "json");
    }
  }

  /** Each in a fresh tool, as the launcher starts them. */
  private static void status(Path home, Path root, String... args) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Map<String, String> variables = Map.of("REPAVE_HOME", home.toString());
    String[] whole =
        Stream.concat(Stream.of(args), Stream.of("--project", root.toString()))
            .toArray(String[]::new);
    Repave.run(
        whole,
        new Repave(
            nowhere, nowhere, false, variables, Clock.systemUTC(), UnaryOperator.identity()));
  }

  /** A journal with every kind of record, from a rollout in the simulated cloud. */
  private static void journal(Wiring wiring, Environment environment, Fleet fleet, ImageId image)
      throws Exception {
    World world = new World(fleet, 1);
    ImageId old = new ImageId(fleet.image(), "f".repeat(64));
    world.image(old, SimImage.GOOD);
    world.image(image, SimImage.GOOD);
    world.begin(old);
    Rehearsal rehearsal =
        new Rehearsal(
            world,
            Faults.NONE,
            new RolloutDecider(),
            (f, view, decision, at) -> {},
            UnaryOperator.identity());
    rehearsal.play(image, Rehearsal.bound(fleet, world.now()));
    ChainedJournal journal =
        new ChainedJournal(
            new FileJournalStore(wiring.localJournalFile(fleet.id())), wiring.time());
    for (JournalRecord record : rehearsal.records()) {
      journal.append(record.entry(), record.epoch());
    }
    Leases leases = wiring.cloud(environment).leases();
    leases.release(leases.acquire(fleet.id(), Holder.ofThisProcess()));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
