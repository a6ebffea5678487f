package com.pharmaserv.repave.cli;

/** A command cannot go on; the message says what to do. */
final class CliException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  CliException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
