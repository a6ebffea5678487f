package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.HalfDoneException;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A command that works on the project: the way to the wiring. */
@Command(
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
abstract class RepaveCommand extends Answering implements Callable<Integer> {
  /**
   * Does the work and returns the exit code; its exceptions become messages and exit codes in
   * {@link Problems}.
   */
  abstract int run(Wiring wiring) throws Exception;

  @Override
  public Integer call() throws Exception {
    Wiring wiring =
        new Wiring(
            Folders.project(repave().project()),
            Folders.home(repave().console().variables()),
            repave().start());
    try {
      return run(wiring);
    } catch (HalfDoneException half) {
      // What was done before something failed is an answer, too.
      answer(half.done());
      throw half.failure();
    } finally {
      repave().console().flush();
    }
  }
}
