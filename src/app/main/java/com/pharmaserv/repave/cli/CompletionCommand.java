package com.pharmaserv.repave.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints a completion script. */
@Command(
    name = "completion",
    header = "Prints a completion script for bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(repave completion)      for this shell",
      "  repave completion > ~/.local/share/bash-completion/completions/repave"
    })
final class CompletionCommand extends RepaveCommand {
  @Override
  int run(Wiring wiring) {
    out().print(AutoComplete.bash("repave", Repave.commandLine(repave())));
    return ExitCode.DONE;
  }
}
