package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.wiring.Itself;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real patch, once: what Debian offers without its archive of security fixes is locked, baked and
 * rolled out; then the archive is asked, and what it fixes is rolled out under load.
 */
public final class DebianDemo {
  /** The first bake fetches 100 MB and starts a disk, on some machines without KVM. */
  private static final Duration COMMAND_MAX = Duration.ofMinutes(20);

  private static final int RATE = 50;
  private static final int CONNECTIONS = 4;
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** Packages, the workshop and finished steps; what makes the next demo shorter. */
  private static final String KEPT = "debian";

  private final DebianStage stage;
  private final Path state;
  private final Clock clock;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * Prepares a demo.
   *
   * @param folder where the demo keeps its project, its state and its report
   * @param out where the story is told
   * @param err where it is told that something may be left
   */
  public DebianDemo(Path folder, Clock clock, PrintWriter out, PrintWriter err) {
    this.stage = new DebianStage(folder.resolve("project"));
    this.state = folder.resolve("state");
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  /**
   * Plays it, on a local cloud of its own.
   *
   * @param report where to write the report
   * @param keep whether the cloud runs on afterwards
   */
  public DemoAnswer play(Path report, boolean keep) throws Exception {
    Wiring wiring = new Wiring(stage.project(), state, Wiring.Start.plain(System.getenv(), clock));
    Optional<String> missing = wiring.missingForRooms();
    if (missing.isPresent()) {
      throw new IOException("the demo cannot run Debian images: " + missing.get());
    }
    return Show.on(
        wiring.localCloud(),
        keep,
        err,
        () -> {
          clear(wiring);
          stage.build();
          wiring.localCloud().start();
          return play(wiring, report);
        });
  }

  private void clear(Wiring wiring) throws IOException, InterruptedException {
    wiring.removeLocalHome();
    if (!Files.exists(state)) {
      return;
    }
    try (Stream<Path> entries = Files.list(state)) {
      for (Path entry : entries.filter(e -> !e.endsWith(KEPT)).toList()) {
        Stage.delete(entry);
      }
    }
  }

  private DemoAnswer play(Wiring wiring, Path report) throws Exception {
    Show show = new Show(clock, out);
    Tool tool = new Tool(Itself.command(), stage.project(), state, out, COMMAND_MAX);
    show.chapter("Lock what Debian offers without its archive of security fixes, and bake web 1");
    must(tool.run("images", "lock", DebianStage.IMAGE, "workshop"), "the lock of web 1");
    must(bake(tool), "the bake of web 1");
    show.chapter("Roll it out: each machine is the tree of the disk that was checked");
    must(tool.run("roll", "-e", DebianStage.ENVIRONMENT, DebianStage.IMAGE), "the first rollout");
    Region region = open(wiring, show);
    try {
      Show.pause(QUIET);
      show.chapter("Ask the archive of security fixes: what is new, and which advisories it fixes");
      stage.version("2", true);
      must(tool.run("images", "lock", DebianStage.IMAGE), "the lock of web 2");
      must(bake(tool), "the bake of web 2");
      show.chapter("Rotate to it under load");
      int code = tool.run("rotate", "-e", DebianStage.ENVIRONMENT);
      show.expect(code, 0, "the rotation");
      Show.pause(QUIET);
      show.expect(tool.run("audit", "-e", DebianStage.ENVIRONMENT), 0, "audit");
      show.expect(tool.run("journal", "verify"), 0, "journal verify");
    } finally {
      region.load().close();
    }
    return show.tell(
        wiring,
        List.of(region),
        "A patch of Debian reaches every machine and no request fails.",
        "",
        Region.versions(wiring, DebianStage.ENVIRONMENT, DebianStage.IMAGE),
        report);
  }

  private Region open(Wiring wiring, Show show) throws Exception {
    Environment environment = wiring.environment(DebianStage.ENVIRONMENT);
    Fleet fleet = environment.fleets().get(0);
    int port = wiring.productionPort(environment);
    String host = fleet.route().map(Fleet.Route::host).orElse("localhost");
    Target target = Target.loopback(port, host);
    show.chapter("Put a constant HTTPS load on it, slow requests among it");
    show.say("  %s requests/s to https://%s:%s".formatted(RATE, host, port));
    return new Region(fleet, LoadGenerator.start(target, wiring.trust(), RATE, CONNECTIONS));
  }

  private static int bake(Tool tool) throws IOException, InterruptedException {
    return tool.run("bake", "-e", DebianStage.ENVIRONMENT, DebianStage.IMAGE);
  }

  /** Without it, nothing that follows makes sense. */
  private static void must(int code, String what) throws IOException {
    if (code != 0) {
      throw new IOException("%s ended with exit code %s; why stands above".formatted(what, code));
    }
  }
}
