package com.pharmaserv.repave.local.balancer;

import io.undertow.util.StatusCodes;

/** How a request ended, seen from the machine. */
enum Ending {
  ANSWERED,
  /** A 5xx status, half an answer, or none. */
  FAILED,
  /** The client left first or sent what cannot be read; no failure of the machine. */
  CLIENT_FAULT;

  /**
   * @param started the head of an answer was on its way to the client
   * @param open the client's connection still stood at the end
   * @param answeredHere the balancer answered because no machine did
   * @param clientFault it did so because the request could not be read to its end
   */
  static Ending of(
      int status,
      boolean started,
      boolean open,
      boolean answeredHere,
      boolean clientFault,
      ClientWatch watch) {
    boolean gone = !open && (watch.clientGone() || !started);
    if (gone || clientFault) {
      return CLIENT_FAULT;
    }
    boolean whole = open || watch.ended();
    boolean failed = answeredHere || status >= StatusCodes.INTERNAL_SERVER_ERROR || !whole;
    return failed ? FAILED : ANSWERED;
  }
}
