package com.pharmaserv.repave.model;

/** Where a machine is in its life, as its group sees it. */
public enum Lifecycle {
  PENDING,
  IN_SERVICE,
  TERMINATING
}
