package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;

/** Finds the table of a fleet, which its hand-over names. */
@FunctionalInterface
public interface Tables {
  Table of(FleetId fleet) throws ProviderException;

  /** Work on a table. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws ProviderException;
  }

  /** The ports of journal, lease and signals know files: they speak of {@code IOException}. */
  static <T> T io(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (ProviderException failed) {
      throw new IOException(failed.failure().message(), failed);
    }
  }
}
