package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.journal.JournalJson;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.wording.Sentences;

/**
 * Prepares what nearly every command needs in the end, on another core, while the first one still
 * reads the command line and the environments. It changes no result: what is not ready in time is
 * prepared by whoever needs it. It shortens {@code repave status} by a tenth.
 */
final class HeadStart extends Thread {
  HeadStart() {
    super("head-start");
    setDaemon(true);
    // What fails here fails again where it is needed, and is told there.
    setUncaughtExceptionHandler((thread, failure) -> {});
  }

  @Override
  public void run() {
    JournalJson.learn();
    Sentences.template(ReasonCode.OPENED);
  }
}
