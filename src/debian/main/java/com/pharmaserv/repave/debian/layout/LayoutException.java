package com.pharmaserv.repave.debian.layout;

import com.pharmaserv.repave.port.RepaveException;

/** A layout cannot be read or made; the message says where and why. */
public final class LayoutException extends RepaveException {
  private static final long serialVersionUID = 1L;

  public LayoutException(String message) {
    super(message);
  }
}
