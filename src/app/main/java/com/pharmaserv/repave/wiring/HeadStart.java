package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.journal.JournalJson;
import com.pharmaserv.repave.local.wire.Signing;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.wording.Sentences;

/**
 * Prepares what nearly every command needs in the end, on another core, while the first one still
 * reads the command line and the environments. It changes no result: what is not ready in time is
 * prepared by whoever needs it. It shortens {@code repave status} by an eighth.
 */
public final class HeadStart extends Thread {
  public HeadStart() {
    super("head-start");
    setDaemon(true);
  }

  @Override
  public void run() {
    JournalJson.learn();
    new Signing(new byte[1]).request("", "", "");
    Sentences.template(ReasonCode.values()[0]);
  }
}
