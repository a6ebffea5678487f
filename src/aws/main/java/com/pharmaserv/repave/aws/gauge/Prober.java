package com.pharmaserv.repave.aws.gauge;

import com.pharmaserv.repave.model.Probe;
import java.net.URI;

/** Asks a URL once. */
public interface Prober {
  /**
   * Sends one GET and waits for the answer. Anything but an answer of 200 to 299 is a probe that
   * failed, with the reason in words; nothing is thrown.
   *
   * @param url absolute, {@code https}
   */
  Probe get(URI url);
}
