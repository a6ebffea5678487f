package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.CloudProcess;
import com.pharmaserv.repave.report.HtmlReport;
import com.pharmaserv.repave.report.ReportData;
import com.pharmaserv.repave.report.ReportData.Event;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What all demos share: chapters, what went wrong, and the report at the end. */
final class Show {
  private final Clock clock;
  private final PrintWriter out;
  private final Instant began;
  private final List<Event> events = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  Show(Clock clock, PrintWriter out) {
    this.clock = clock;
    this.out = out;
    this.began = clock.instant();
  }

  /** What is played on a cloud. */
  interface Act {
    DemoAnswer play() throws Exception;
  }

  /** Plays on a cloud that is stopped before and, unless it is kept, afterwards. */
  static DemoAnswer on(CloudProcess cloud, boolean keep, PrintWriter err, Act act)
      throws Exception {
    cloud.stop();
    Thread stop = new Thread(() -> stop(cloud, keep, err), "demo-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return act.play();
    } finally {
      Runtime.getRuntime().removeShutdownHook(stop);
      if (!keep) {
        cloud.stop();
      }
    }
  }

  /** Interrupted in the middle, a demo leaves nothing running either. */
  private static void stop(CloudProcess cloud, boolean keep, PrintWriter err) {
    try {
      if (!keep) {
        cloud.stop();
      }
    } catch (IOException | InterruptedException left) {
      err.println("repave: the demo's cloud may still run: " + left.getMessage());
    }
  }

  void chapter(String title) {
    event(title);
    title(title);
  }

  void event(String what) {
    events.add(new Event(clock.instant(), what));
  }

  void title(String title) {
    out.println();
    out.println("== " + title);
    out.flush();
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  void problem(String what) {
    problems.add(what);
  }

  void expect(int code, int wanted, String what) {
    if (code != wanted) {
      problem(what + " ended with exit code " + code + ", not " + wanted);
    }
  }

  static void pause(Duration span) throws InterruptedException {
    new CountDownLatch(1).await(span.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Tells what happened, and writes the report.
   *
   * @param promise what was to be seen
   * @param broken the version that was broken on purpose; empty if none was
   */
  DemoAnswer tell(
      Wiring wiring,
      List<Region> regions,
      String promise,
      String broken,
      Map<ImageId, String> versions,
      Path report)
      throws Exception {
    Instant ended = clock.instant();
    List<ReportData.FleetReport> fleets = new ArrayList<>();
    title("What happened");
    for (Region region : regions) {
      fleets.add(region.report(wiring, out));
    }
    Tally tally = Tally.of(regions, broken);
    out.println();
    out.println(tally.sentence());
    if (tally.unexplained() > 0) {
      problem(tally.unexplained() + " requests failed that no broken image answered");
    }
    ReportData data =
        new ReportData(
            "Repave demo",
            promise,
            began,
            ended,
            ZoneOffset.UTC,
            fleets,
            events,
            versions,
            broken.isEmpty() ? Set.of() : Set.of(broken));
    Files.createDirectories(report.toAbsolutePath().getParent());
    HtmlReport.write(data, report);
    Duration took = Duration.between(began, clock.instant());
    problems.forEach(problem -> out.println("PROBLEM: " + problem));
    out.println(
        String.format(Locale.ROOT, "Took %.1f s. Report: %s", took.toMillis() / 1000.0, report));
    out.flush();
    return DemoAnswer.of(tally, took, report, problems);
  }
}
