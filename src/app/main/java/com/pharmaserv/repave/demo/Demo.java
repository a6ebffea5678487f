package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.wiring.Itself;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The whole main job, once: roll out, rotate under load, survive a SIGKILL, take a broken image
 * back. Every step is a command that a person could have typed.
 */
public final class Demo {
  private static final int RATE = 100;
  private static final int CONNECTIONS = 4;
  private static final int ROLLED_BACK = 3;
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration KILL_MAX = Duration.ofSeconds(60);

  /** No command of the demo takes nearly as long. */
  private static final Duration COMMAND_MAX = Duration.ofSeconds(90);

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final String BROKEN = "3";

  private final Stage stage;
  private final Path state;
  private final Clock clock;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Show show;

  /**
   * Prepares a demo.
   *
   * @param recipe the hello recipe's folder
   * @param folder where the demo keeps its project, its state and its report
   * @param out where the story is told
   * @param err where it is told that something may be left
   */
  public Demo(Path recipe, Path folder, Clock clock, PrintWriter out, PrintWriter err) {
    this.stage = new Stage(recipe, folder.resolve("project"));
    this.state = folder.resolve("state");
    this.clock = clock;
    this.out = out;
    this.err = err;
    this.show = new Show(clock, out);
  }

  /**
   * Plays it, on a local cloud of its own.
   *
   * @param report where to write the report
   * @param keep whether the cloud runs on afterwards
   */
  public DemoAnswer play(Path report, boolean keep) throws Exception {
    Wiring wiring = new Wiring(stage.project(), state, Wiring.Start.plain(System.getenv(), clock));
    return Show.on(
        wiring.localCloud(),
        keep,
        err,
        () -> {
          Stage.delete(state);
          stage.build();
          wiring.localCloud().start();
          return play(wiring, report);
        });
  }

  private DemoAnswer play(Wiring wiring, Path report) throws Exception {
    Tool tool = new Tool(Itself.command(), stage.project(), state, out, COMMAND_MAX);
    show.chapter("Bake hello 1 and roll it out in EU and US");
    bake(tool, "1", 0);
    Tool.Run us = tool.start("roll", "-e", "local-us", "hello");
    show.expect(tool.run("roll", "-e", "local-eu", "hello"), 0, "first rollout in EU");
    show.expect(us.end(), 0, "first rollout in US");
    List<Region> regions = open(wiring);
    try {
      Show.pause(QUIET);
      rotate(wiring, tool);
      Show.pause(QUIET);
      breakIt(tool);
      Show.pause(QUIET);
      show.expect(tool.run("audit", "-e", "local-eu", "-e", "local-us"), 0, "audit");
      show.expect(tool.run("journal", "verify"), 0, "journal verify");
    } finally {
      regions.forEach(region -> region.load().close());
    }
    return show.tell(
        wiring,
        regions,
        "No request fails but for the broken image's own share.",
        BROKEN,
        Region.versions(wiring, Stage.ENVIRONMENTS.get(0), "hello"),
        report);
  }

  private void bake(Tool tool, String version, int errorPercent)
      throws IOException, InterruptedException {
    stage.version(version, errorPercent);
    show.expect(tool.run("bake", "hello"), 0, "bake hello " + version);
  }

  private List<Region> open(Wiring wiring) throws Exception {
    show.chapter("Put a constant HTTPS load on both, slow requests among it");
    List<Region> regions = new ArrayList<>();
    SSLContext trust = wiring.trust();
    for (String name : Stage.ENVIRONMENTS) {
      Environment environment = wiring.environment(name);
      Fleet fleet = environment.fleets().get(0);
      int port = wiring.productionPort(environment);
      String host = fleet.route().map(Fleet.Route::host).orElse("localhost");
      Target target = Target.loopback(port, host);
      regions.add(new Region(fleet, LoadGenerator.start(target, trust, RATE, CONNECTIONS)));
      out.println("  " + RATE + " requests/s to https://" + host + ":" + port);
    }
    return regions;
  }

  /** Rotates both regions; the engine dies in the middle of the second one's shifts. */
  private void rotate(Wiring wiring, Tool tool) throws Exception {
    show.chapter("Patch hello to 2 and rotate both regions by weighted steps");
    stage.version("2", 0);
    Tool.Run rotation = tool.start("rotate", "-e", "local-eu", "-e", "local-us");
    awaitShift(wiring, rotation);
    rotation.kill();
    show.event("engine killed with SIGKILL");
    show.title("The engine was killed with SIGKILL in the middle of a shift; the next run goes on");
    show.expect(
        tool.run("rotate", "-e", "local-eu", "-e", "local-us"), 0, "rotation after the kill");
  }

  private void awaitShift(Wiring wiring, Tool.Run rotation) throws Exception {
    Fleet fleet = wiring.environment("local-us").fleets().get(0);
    Instant bound = clock.instant().plus(KILL_MAX);
    while (clock.instant().isBefore(bound) && rotation.process().isAlive()) {
      if (shifting(wiring, fleet)) {
        return;
      }
      Show.pause(LOOK);
    }
    throw new IOException("the rotation never came to a shift in local-us");
  }

  private static boolean shifting(Wiring wiring, Fleet fleet) throws JournalException {
    List<JournalRecord> records = wiring.localJournal(fleet.id()).records();
    for (int i = records.size() - 1; i >= 0; i--) {
      if (records.get(i).entry() instanceof Decided decided) {
        return decided.state().from().isPresent()
            && decided.state().phase() == Phase.SOAK
            && decided.state().step() == 1;
      }
    }
    return false;
  }

  private void breakIt(Tool tool) throws IOException, InterruptedException {
    show.chapter("Roll a broken hello 3: it passes its checks and fails under traffic");
    bake(tool, BROKEN, 30);
    int code = tool.run("roll", "-e", "local-eu", "hello");
    show.expect(code, ROLLED_BACK, "the broken rollout");
  }
}
