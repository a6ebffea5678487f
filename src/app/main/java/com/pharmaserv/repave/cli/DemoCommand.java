package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.demo.DebianDemo;
import com.pharmaserv.repave.demo.Demo;
import com.pharmaserv.repave.demo.DemoAnswer;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything once, on this machine. */
@Command(
    name = "demo",
    header = "Shows everything once on this machine, in under 90 seconds.",
    description = {
      "",
      "Starts a local cloud of its own, bakes hello 1 and rolls it out in EU and US, puts a constant",
      "HTTPS load on both, rotates both to a patched hello 2 by weighted steps (and kills the engine",
      "in the middle), then rolls a broken hello 3, which its gate must take back. Prints what",
      "happened and every failed request, and writes one HTML report.",
      "Leaves nothing running.",
      "",
      "With --debian: locks, bakes and rolls out a small web server on Debian without Debian's",
      "archive of security fixes, then asks that archive, tells which advisories it fixes, and",
      "rotates to it under load. Takes minutes, most of them for starting both disks before use."
    },
    footer = {
      "",
      "Examples:",
      "  repave demo",
      "  repave demo --keep    leaves the cloud running",
      "  repave demo --debian  a real patch"
    })
final class DemoCommand extends RepaveCommand {
  @Option(names = "--keep", description = "Leave the demo's cloud running.")
  boolean keep;

  @Option(names = "--debian", description = "Two real Debian images, the second one patched.")
  boolean debian;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where to write the report. Default: in the demo's folder.")
  Optional<Path> report = Optional.empty();

  @Override
  int run(Wiring wiring) throws Exception {
    Path folder = wiring.home().resolve(debian ? "demo-debian" : "demo");
    Path file = report.orElse(folder.resolve("report.html")).toAbsolutePath();
    DemoAnswer answer = play(wiring, folder, file);
    int code = answer(answer);
    if (keep) {
      note(
          ("The cloud runs on. Look at it with REPAVE_HOME=%s repave status --project %s, stop"
                  + " it with 'local stop'.")
              .formatted(folder.resolve("state"), folder.resolve("project")));
    }
    return code;
  }

  private DemoAnswer play(Wiring wiring, Path folder, Path file) throws Exception {
    PrintWriter story = json() ? err() : out();
    return debian
        ? new DebianDemo(folder, wiring.clock(), story, err()).play(file, keep)
        : new Demo(wiring.recipeFolder("hello"), folder, wiring.clock(), story, err())
            .play(file, keep);
  }
}
