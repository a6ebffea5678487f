package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.wiring.Wiring;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
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
  private final Supplier<CommandLine> whole;

  /**
   * The command.
   *
   * @param whole the parser with all commands
   */
  CompletionCommand(Supplier<CommandLine> whole) {
    this.whole = whole;
  }

  @Override
  int run(Wiring wiring) {
    out().print(AutoComplete.bash("repave", whole.get()));
    return ExitCode.DONE;
  }
}
