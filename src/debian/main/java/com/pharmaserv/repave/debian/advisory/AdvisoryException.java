package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.port.RepaveException;

/** A package, a changelog or a feed cannot be read; the message says which, where and why. */
public final class AdvisoryException extends RepaveException {
  private static final long serialVersionUID = 1L;

  public AdvisoryException(String message) {
    super(message);
  }

  public AdvisoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
