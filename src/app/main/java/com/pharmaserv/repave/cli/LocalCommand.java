package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.local.LocalCloud;
import com.pharmaserv.repave.local.server.CloudServer;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.CloudStatus;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** The local cloud's life. */
@Command(
    name = "local",
    header = "Starts, stops and shows the local cloud: this machine as two regions.",
    footer = {
      "",
      "Examples:",
      "  repave local start",
      "  repave local status",
      "  repave local stop      stops its machines, too; 'start' brings everything back"
    },
    subcommands = {
      LocalCommand.Start.class,
      LocalCommand.Stop.class,
      LocalCommand.Status.class,
      LocalCommand.Serve.class
    })
final class LocalCommand extends CommandGroup {

  /** The command line of a local cloud's own process. */
  static List<String> cloudCommand(LocalHome home) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    // Little heap and few buffers: an idle cloud must not be felt on a laptop.
    command.addAll(
        List.of(
            "-Xms16m",
            "-Xmx192m",
            "-XX:MaxDirectMemorySize=96m",
            "-XX:+UseSerialGC",
            "-Xss512k",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "local",
            "serve",
            home.root().toString()));
    return command;
  }

  @Command(
      name = "start",
      header = "Starts the local cloud, with all that it ran before.",
      footer = {"", "Example:", "  repave local start"})
  static final class Start extends RepaveCommand {
    @Override
    int run(Wiring wiring) throws Exception {
      LocalHome home = wiring.localHome();
      CloudStatus status = LocalCloud.start(home, cloudCommand(home));
      if (json()) {
        printJson(Status.answer(Optional.of(status)));
      } else {
        out().println("local cloud runs (pid " + status.pid() + "), kept in " + home.root());
        out().println("its certificate authority: " + home.caCertificate());
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "stop",
      header = "Stops the local cloud and its machines.",
      description = {"", "Images, journals and what ran are kept; 'start' brings it all back."},
      footer = {"", "Example:", "  repave local stop"})
  static final class Stop extends RepaveCommand {
    @Override
    int run(Wiring wiring) throws Exception {
      boolean ran = LocalCloud.stop(wiring.localHome());
      if (json()) {
        printJson(Map.of("stopped", ran));
      } else {
        out().println(ran ? "local cloud stopped" : "local cloud was not running");
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "status",
      header = "Shows whether the local cloud runs, and what it takes.",
      description = {"", "Exit code 1 if it does not run."},
      footer = {"", "Example:", "  repave local status"})
  static final class Status extends RepaveCommand {
    @Override
    int run(Wiring wiring) throws Exception {
      Optional<CloudStatus> status = LocalCloud.status(wiring.localHome());
      if (json()) {
        printJson(answer(status));
      } else if (status.isEmpty()) {
        out().println("local cloud is not running; start it with 'repave local start'");
      } else {
        out()
            .println(
                "local cloud runs: pid "
                    + status.get().pid()
                    + ", control port "
                    + status.get().port()
                    + ", since "
                    + status.get().startedAt().truncatedTo(ChronoUnit.SECONDS)
                    + status
                        .get()
                        .residentBytes()
                        .map(bytes -> ", " + bytes / (1024 * 1024) + " MB resident")
                        .orElse(""));
        status.get().environments().forEach(env -> out().println("  " + line(env)));
      }
      return status.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String line(CloudStatus.EnvironmentStatus environment) {
      return environment.name()
          + ": port "
          + environment.port()
          + ", test route on "
          + environment.testPort()
          + ", "
          + environment.generations()
          + " generations, "
          + environment.machines()
          + " machines"
          + environment.trouble().map(trouble -> "; TROUBLE: " + trouble).orElse("");
    }

    static Map<String, Object> answer(Optional<CloudStatus> status) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("running", status.isPresent());
      status.ifPresent(s -> answer.put("cloud", s));
      return answer;
    }
  }

  /** The cloud's own process; people use {@code start}. */
  @Command(name = "serve", hidden = true)
  static final class Serve implements java.util.concurrent.Callable<Integer> {
    @picocli.CommandLine.Parameters(paramLabel = "HOME")
    java.nio.file.Path home = java.nio.file.Path.of("");

    @Override
    public Integer call() throws Exception {
      String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
      return CloudServer.run(new LocalHome(home), java.time.Clock.systemUTC(), path);
    }
  }
}
