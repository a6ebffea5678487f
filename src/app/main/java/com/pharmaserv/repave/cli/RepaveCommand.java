package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.HalfDoneException;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** What all commands share: the way to the wiring, and how they answer. */
@Command(
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
abstract class RepaveCommand implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec = CommandSpec.create();

  /**
   * Does the work and returns the exit code; its exceptions become messages and exit codes in
   * {@link Problems}.
   */
  abstract int run(Wiring wiring, Printer printer) throws Exception;

  @Override
  public Integer call() throws Exception {
    Repave repave = (Repave) spec.root().userObject();
    Console console = repave.console();
    Printer printer = new Printer(console, name(), repave.json());
    Wiring wiring =
        new Wiring(
            Folders.project(repave.project()), Folders.home(console.variables()), repave.start());
    try {
      return run(wiring, printer);
    } catch (HalfDoneException half) {
      // What was done before something failed is an answer, too.
      printer.answer(half.done());
      throw half.failure();
    } finally {
      console.flush();
    }
  }

  /** As it is written after {@code repave}. */
  private String name() {
    String qualified = spec.qualifiedName(" ");
    return qualified.substring(qualified.indexOf(' ') + 1);
  }

  Console console() {
    return ((Repave) spec.root().userObject()).console();
  }
}
