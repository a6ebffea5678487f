package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.port.RepaveException;

/** What was asked for cannot be meant; nothing was done. The message says what could be. */
public final class RequestException extends RepaveException {
  private static final long serialVersionUID = 1L;

  public RequestException(String message) {
    super(message);
  }
}
