package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.port.RepaveException;

/** Papers that are not there, or not what their statement says; the message says what to do. */
public final class PaperException extends RepaveException {
  private static final long serialVersionUID = 1L;

  public PaperException(String message) {
    super(message);
  }
}
