package com.pharmaserv.repave.aws;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.ProviderException;

/** What the infrastructure hands over for each fleet. */
@FunctionalInterface
public interface HandOvers {
  /** The fleet's document; the same one for as long as the process runs. */
  HandOver of(Fleet fleet) throws ProviderException;

  /** Which version of the document that is, from 1; a document that never changes is its first. */
  default long version(Fleet fleet) throws ProviderException {
    return 1;
  }
}
