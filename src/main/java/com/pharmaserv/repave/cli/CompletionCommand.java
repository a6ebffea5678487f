package com.pharmaserv.repave.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints a completion script. */
@Command(
    name = "completion",
    header = "Prints a completion script for bash and zsh.",
    footer = {"", "Example:", "  source <(repave completion)"})
final class CompletionCommand extends RepaveCommand {
  @Override
  int run(Wiring wiring) {
    out().print(AutoComplete.bash("repave", spec.root().commandLine()));
    return ExitCode.DONE;
  }
}
