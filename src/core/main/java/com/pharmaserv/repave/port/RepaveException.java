package com.pharmaserv.repave.port;

/**
 * The root of this project's checked exceptions: what can go wrong in ways that a caller has to
 * know. Whoever only passes failures on names this one.
 */
public abstract class RepaveException extends Exception {
  private static final long serialVersionUID = 1L;

  protected RepaveException(String message) {
    super(message);
  }

  protected RepaveException(String message, Throwable cause) {
    super(message, cause);
  }
}
