package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.port.RepaveException;

/** There is no image that could be rolled; the message says what to do. */
public final class NoImageException extends RepaveException {
  private static final long serialVersionUID = 1L;

  NoImageException(String message) {
    super(message);
  }
}
