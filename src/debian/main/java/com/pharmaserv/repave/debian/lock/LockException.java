package com.pharmaserv.repave.debian.lock;

import com.pharmaserv.repave.port.RepaveException;

/** A lock cannot be read or made; the message says where and why. */
public final class LockException extends RepaveException {
  private static final long serialVersionUID = 1L;

  public LockException(String message) {
    super(message);
  }
}
