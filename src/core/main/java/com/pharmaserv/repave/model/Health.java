package com.pharmaserv.repave.model;

/** A machine's health as the load balancer (or, without a route, its group) sees it. */
public enum Health {
  /** Not yet judged. */
  INITIAL,
  HEALTHY,
  UNHEALTHY,
  /** Takes no new requests and finishes the open ones. */
  DRAINING
}
