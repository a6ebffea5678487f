package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.wiring.Wiring;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
  enum Output {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Console console;
  private final Wiring.Start start;

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

  /**
   * The tool.
   *
   * @param start what commands are wired with
   */
  Repave(Console console, Wiring.Start start) {
    this.console = console;
    this.start = start;
  }

  Console console() {
    return console;
  }

  Wiring.Start start() {
    return start;
  }

  Optional<Path> project() {
    return project;
  }

  boolean json() {
    return output == Output.JSON;
  }

  @Override
  public void run() {
    spec.commandLine().usage(console.out());
  }
}
