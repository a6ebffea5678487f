package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.report.Look;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The root command: what the tool is, its commands, and what each failure means to a script. */
@Command(
    name = "repave",
    mixinStandardHelpOptions = true,
    version = "repave 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    header = "Bakes patched machine images and replaces whole fleets with them, blue-green.",
    description = {
      "",
      "A rollout launches a second generation of machines beside the active one, verifies it",
      "through a test route, moves traffic to it in steps, watches it, and goes back by itself",
      "if it fails. Every step is in a journal before it is taken; after a crash the next",
      "command goes on where the last one was.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 bad usage or configuration (nothing was done),",
      "            3 rolled back, 4 waiting for a person, 5 somebody else holds the lease.",
      "",
      "First steps:",
      "  repave demo                        everything once, on this machine, in under 90 s",
      "  repave local start                 start the local cloud",
      "  repave bake hello                  bake images/hello",
      "  repave roll -e local-eu hello      roll it out",
      "  repave status --watch              look at it"
    },
    subcommands = {
      BakeCommand.class,
      RollCommand.class,
      RotateCommand.class,
      StatusCommand.class,
      SignalCommands.Rollback.class,
      SignalCommands.Abort.class,
      SignalCommands.Pause.class,
      SignalCommands.Resume.class,
      SignalCommands.Approve.class,
      SignalCommands.Reject.class,
      ImagesCommand.class,
      JournalCommand.class,
      AuditCommand.class,
      SweepCommand.class,
      RehearseCommand.class,
      LocalCommand.class,
      DemoCommand.class,
      CompletionCommand.class
    })
final class Repave implements Runnable {
  private static final int WIDTH_MIN = 40;
  private static final int WIDTH_DEFAULT = 100;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final Map<String, String> variables;
  private final Clock clock;
  private final UnaryOperator<Ports> around;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  Repave(
      PrintWriter out,
      PrintWriter err,
      boolean terminal,
      Map<String, String> variables,
      Clock clock,
      UnaryOperator<Ports> around) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.variables = variables;
    this.clock = clock;
    this.around = around;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  Map<String, String> variables() {
    return variables;
  }

  Clock clock() {
    return clock;
  }

  UnaryOperator<Ports> around() {
    return around;
  }

  /** Whether a person looks on and ANSI sequences are welcome. */
  boolean live() {
    return terminal
        && !variables.containsKey("NO_COLOR")
        && !"dumb".equals(variables.getOrDefault("TERM", "dumb"));
  }

  /** How output for people may look. */
  Look look() {
    boolean unicode = !"C".equals(variables.getOrDefault("LC_ALL", ""));
    ZoneId zone = ZoneId.systemDefault();
    return live()
        ? Look.terminal(variables.getOrDefault("TERM", ""), false, unicode, width(), zone)
        : Look.plain(unicode, zone);
  }

  /** The terminal's width, as far as the launcher could tell. */
  private static int width() {
    return Math.max(WIDTH_MIN, Integer.getInteger("repave.columns", WIDTH_DEFAULT));
  }

  @Override
  public void run() {
    spec.commandLine().usage(out);
  }

  /** The command line parser with all commands, set up but not run. */
  static CommandLine commandLine(Repave repave) {
    CommandLine line = new CommandLine(repave);
    line.setOut(repave.out).setErr(repave.err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(96);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(repave.live() ? Ansi.ON : Ansi.OFF));
    line.setExecutionExceptionHandler((problem, command, parsed) -> repave.failed(problem));
    return line;
  }

  static int run(String[] args, Repave repave) {
    return commandLine(repave).execute(args);
  }

  private int failed(Exception problem) {
    int code = code(problem);
    boolean bug = problem instanceof RuntimeException;
    err.println((bug ? "repave: internal error: " : "repave: ") + message(problem));
    if (bug || variables.containsKey("REPAVE_DEBUG")) {
      problem.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  private static String message(Exception problem) {
    if (problem instanceof FileSystemException file) {
      String reason = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
      return file.getFile() + ": " + reason;
    }
    if (problem instanceof InterruptedException) {
      return "interrupted; the rollout stays as it is, 'repave resume' goes on";
    }
    return String.valueOf(problem.getMessage());
  }

  private static int code(Exception problem) {
    if (problem instanceof CliException cli) {
      return cli.code();
    }
    if (problem instanceof ConfigException) {
      return ExitCode.USAGE;
    }
    if (problem instanceof LeaseHeldException) {
      return ExitCode.HELD;
    }
    return ExitCode.FAILED;
  }
}
