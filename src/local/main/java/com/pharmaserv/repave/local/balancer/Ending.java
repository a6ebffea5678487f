package com.pharmaserv.repave.local.balancer;

/** How a request ended, seen from the machine. */
enum Ending {
  ANSWERED,
  /** A 5xx status, half an answer, or none. */
  FAILED,
  /** The client left first or sent what cannot be read; no failure of the machine. */
  CLIENT_FAULT;

  private static final int SERVER_ERROR = 500;

  /** Of an answer that went to the client as a whole. */
  static Ending ofAnswer(int status) {
    return status >= SERVER_ERROR ? FAILED : ANSWERED;
  }
}
