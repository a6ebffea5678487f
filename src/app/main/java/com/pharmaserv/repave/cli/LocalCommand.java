package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.CloudProcess.Status;
import com.pharmaserv.repave.operation.CloudProcess.Stopped;
import com.pharmaserv.repave.report.CloudText;
import com.pharmaserv.repave.wiring.LocalDaemon;
import com.pharmaserv.repave.wiring.Wiring;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

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
      LocalCommand.Show.class,
      LocalCommand.Serve.class
    })
final class LocalCommand extends CommandGroup {

  @Command(
      name = "start",
      header = "Starts the local cloud, with all that it ran before.",
      footer = {"", "Example:", "  repave local start"})
  static final class Start extends RepaveCommand {
    @Override
    int run(Wiring wiring) throws Exception {
      Status status = wiring.localCloud().start();
      lines(CloudText.started(status));
      return answer(status);
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
      Stopped stopped = wiring.localCloud().stop();
      line(CloudText.stopped(stopped));
      return answer(stopped);
    }
  }

  @Command(
      name = "status",
      header = "Shows whether the local cloud runs, and what it takes.",
      description = {"", "Exit code 1 if it does not run."},
      footer = {"", "Example:", "  repave local status"})
  static final class Show extends RepaveCommand {
    @Override
    int run(Wiring wiring) throws Exception {
      Status status = wiring.localCloud().status();
      lines(CloudText.status(status));
      return answer(status);
    }
  }

  /** The cloud's own process; people use {@code start}. */
  @Command(name = "serve", hidden = true)
  static final class Serve implements Callable<Integer> {
    @CommandLine.Spec CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "HOME")
    Path home = Path.of("");

    @Override
    public Integer call() throws Exception {
      Repave repave = (Repave) spec.root().userObject();
      return LocalDaemon.run(home, repave.console().variables());
    }
  }
}
