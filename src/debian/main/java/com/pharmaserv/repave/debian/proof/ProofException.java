package com.pharmaserv.repave.debian.proof;

import com.pharmaserv.repave.port.RepaveException;

/** A key, an envelope or a statement cannot be made or believed; the message says why. */
public final class ProofException extends RepaveException {
  private static final long serialVersionUID = 1L;

  public ProofException(String message) {
    super(message);
  }

  public ProofException(String message, Throwable cause) {
    super(message, cause);
  }
}
