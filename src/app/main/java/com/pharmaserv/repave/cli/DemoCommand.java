package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.cli.demo.Demo;
import com.pharmaserv.repave.local.LocalCloud;
import com.pharmaserv.repave.local.store.LocalHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "Leaves nothing running."
    },
    footer = {"", "Examples:", "  repave demo", "  repave demo --keep    leaves the cloud running"})
final class DemoCommand extends RepaveCommand {
  @Option(names = "--keep", description = "Leave the demo's cloud running.")
  boolean keep;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where to write the report. Default: in the demo's folder.")
  java.util.Optional<Path> report = java.util.Optional.empty();

  @Override
  int run(Wiring wiring) throws Exception {
    Path folder = home().resolve("demo");
    LocalHome cloud = new LocalHome(folder.resolve("state").resolve("local"));
    LocalCloud.stop(cloud);
    Demo demo =
        new Demo(
            wiring.project().recipeFolder("hello"),
            folder,
            itself(),
            wiring.clock(),
            json() ? err() : out());
    Thread stop = new Thread(() -> stop(cloud), "demo-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    Demo.Result result;
    try {
      demo.clean();
      LocalCloud.start(cloud, LocalCommand.cloudCommand(cloud));
      result = demo.play(report.orElse(folder.resolve("report.html")).toAbsolutePath());
    } finally {
      Runtime.getRuntime().removeShutdownHook(stop);
      if (!keep) {
        LocalCloud.stop(cloud);
      }
    }
    if (json()) {
      printJson(result.answer());
    }
    if (keep) {
      err()
          .println(
              "The cloud runs on. Look at it with REPAVE_HOME="
                  + folder.resolve("state")
                  + " repave status --project "
                  + folder.resolve("project")
                  + ", stop it with 'local stop'.");
    }
    return result.good() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Interrupted in the middle, the demo leaves nothing running either. */
  private void stop(LocalHome cloud) {
    try {
      if (!keep) {
        LocalCloud.stop(cloud);
      }
    } catch (java.io.IOException | InterruptedException left) {
      err().println("repave: the demo's cloud may still run: " + left.getMessage());
    }
  }

  /** The command line that runs this tool once more. */
  private static List<String> itself() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("-X"))
            .toList());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return command;
  }
}
