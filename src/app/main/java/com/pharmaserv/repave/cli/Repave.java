package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.report.Look;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command: what the tool is, and the options that all commands share. */
@Command(
    name = "repave",
    version = "repave 0.1.0",
    synopsisHeading = "%nUsage: ",
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%nOptions, before or behind the command:%n",
    commandListHeading = "%nCommands:%n",
    header = "Bakes patched machine images and replaces whole fleets with them, blue-green.",
    description = {
      "",
      "A rollout launches a second generation of machines beside the active one, verifies it",
      "through a test route, moves traffic to it in steps, watches it, and goes back by itself",
      "if it fails. Every step is in a journal before it is taken; after a crash the next",
      "command goes on where the last one was."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 bad usage or configuration (nothing was done),",
      "            3 rolled back, 4 waiting for a person, 5 somebody else holds the lease.",
      "",
      "Environment variables:",
      "  REPAVE_ENVIRONMENT  what -e stands for where it is not given",
      "  REPAVE_HOME         where journals and the local cloud are kept;",
      "                      default: ~/.local/state/repave",
      "  REPAVE_DEBUG        when set, a failure prints its stack trace, too",
      "  NO_COLOR            when set, no colours and no drawing in place",
      "",
      "First steps:",
      "  repave demo                        everything once, on this machine, in under 90 s",
      "  repave local start                 start the local cloud",
      "  repave bake hello                  bake images/hello",
      "  repave roll -e local-eu hello      roll it out",
      "  repave status --watch              look at it"
    })
final class Repave implements Runnable {
  private static final int WIDTH_MIN = 40;
  private static final int WIDTH_DEFAULT = 100;
  private static final int HELP_WIDTH = 96;

  enum Output {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final Map<String, String> variables;
  private final Clock clock;
  private final UnaryOperator<Ports> around;
  private final Optional<Wiring.Elsewhere> elsewhere;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this text.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  boolean version;

  @Option(
      names = "--output",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "text or json, on standard output. Default: text.")
  private Output output = Output.TEXT;

  @Option(
      names = "--project",
      scope = ScopeType.INHERIT,
      paramLabel = "FOLDER",
      description = "Has environments/ and images/. Default: here or above.")
  private Optional<Path> project = Optional.empty();

  Repave(
      PrintWriter out,
      PrintWriter err,
      boolean terminal,
      Map<String, String> variables,
      Clock clock,
      UnaryOperator<Ports> around) {
    this(out, err, terminal, variables, clock, around, Optional.empty());
  }

  /**
   * The tool with another way to open environments that are not local.
   *
   * @param elsewhere instead of AWS itself, for tests
   */
  Repave(
      PrintWriter out,
      PrintWriter err,
      boolean terminal,
      Map<String, String> variables,
      Clock clock,
      UnaryOperator<Ports> around,
      Optional<Wiring.Elsewhere> elsewhere) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.variables = variables;
    this.clock = clock;
    this.around = around;
    this.elsewhere = elsewhere;
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

  /** Wires for a project and a state folder. */
  Wiring wiring(Path root, Path home) {
    return elsewhere.isPresent()
        ? new Wiring(root, home, clock, around, elsewhere.get())
        : new Wiring(root, home, clock, around);
  }

  Optional<Path> project() {
    return project;
  }

  boolean json() {
    return output == Output.JSON;
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

  /** The command line parser, set up but not run, with the commands that the arguments may need. */
  static CommandLine commandLine(Repave repave, String... args) {
    CommandLine line = new CommandLine(repave);
    Commands.add(line, args);
    Problems problems = new Problems(repave);
    line.setOut(repave.out).setErr(repave.err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(repave.live() ? Ansi.ON : Ansi.OFF));
    line.setParameterExceptionHandler(problems);
    line.setExecutionExceptionHandler(problems);
    line.setDefaultValueProvider(
        arg ->
            arg instanceof OptionSpec option && option.longestName().equals("--environment")
                ? repave.environmentVariable()
                : null);
    return line;
  }

  private @Nullable String environmentVariable() {
    String name = variables.getOrDefault("REPAVE_ENVIRONMENT", "");
    return name.isBlank() ? null : name;
  }

  static int run(String[] args, Repave repave) {
    return commandLine(repave, args).execute(args);
  }
}
