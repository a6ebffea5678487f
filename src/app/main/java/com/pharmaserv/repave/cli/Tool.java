package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.wiring.Wiring;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** The whole command line: the root, its commands, and what happens when one fails. */
final class Tool {
  /** All commands, in the order of the help. */
  static final List<String> NAMES =
      List.of(
          "bake",
          "roll",
          "rotate",
          "status",
          "rollback",
          "abort",
          "pause",
          "resume",
          "approve",
          "reject",
          "hold",
          "release",
          "images",
          "history",
          "metrics",
          "journal",
          "audit",
          "repair",
          "sweep",
          "quarantine",
          "react",
          "teardown",
          "explain",
          "rehearse",
          "iam-policy",
          "local",
          "demo",
          "completion");

  private static final int HELP_WIDTH = 96;

  private final Repave repave;

  Tool(Repave repave) {
    this.repave = repave;
  }

  /** A command of that name; without reflection or lambdas, which a start would wait for. */
  private Object command(String name) {
    return switch (name) {
      case "bake" -> new BakeCommand();
      case "roll" -> new RollCommand();
      case "rotate" -> new RotateCommand();
      case "status" -> new StatusCommand();
      case "hold" -> new HoldCommand();
      case "release" -> new LetGoCommand();
      case "images" -> new ImagesCommand();
      case "history" -> new HistoryCommand();
      case "metrics" -> new MetricsCommand();
      case "journal" -> new JournalCommand();
      case "audit" -> new AuditCommand();
      case "repair" -> new RepairCommand();
      case "sweep" -> new SweepCommand();
      case "quarantine" -> new QuarantineCommand();
      case "react" -> new ReactCommand();
      case "teardown" -> new TearDownCommand();
      case "explain" -> new ExplainCommand();
      case "rehearse" -> new RehearseCommand();
      case "iam-policy" -> new IamPolicyCommand();
      case "local" -> new LocalCommand();
      case "demo" -> new DemoCommand();
      case "completion" -> new CompletionCommand(this::line);
      default -> SteerCommand.named(name);
    };
  }

  /** Parses the arguments and runs what they ask for; returns the exit code. */
  static int run(Console console, Wiring.Start start, String... arguments) {
    return new Tool(new Repave(console, start)).line(arguments).execute(arguments);
  }

  /** The parser, with the commands that the arguments may need. */
  CommandLine line(String... arguments) {
    CommandLine line = new CommandLine(repave);
    add(line, arguments);
    Problems problems = new Problems(repave.console());
    line.setOut(repave.console().out()).setErr(repave.console().err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(repave.console().live() ? Ansi.ON : Ansi.OFF));
    line.setParameterExceptionHandler(problems);
    line.setExecutionExceptionHandler(problems);
    line.setDefaultValueProvider(
        arg ->
            arg instanceof OptionSpec option && option.longestName().equals("--environment")
                ? environment()
                : null);
    return line;
  }

  /**
   * Adds the commands that these arguments may need. Reading the annotations of all of them takes
   * longer than {@code status} itself, and where the first argument names one, only that one
   * counts.
   */
  private void add(CommandLine line, String... arguments) {
    boolean one = arguments.length > 0 && NAMES.contains(arguments[0]);
    for (String name : one ? List.of(arguments[0]) : NAMES) {
      line.addSubcommand(name, command(name));
    }
  }

  private @Nullable String environment() {
    String name = repave.console().variables().getOrDefault("REPAVE_ENVIRONMENT", "");
    return name.isBlank() ? null : name;
  }
}
