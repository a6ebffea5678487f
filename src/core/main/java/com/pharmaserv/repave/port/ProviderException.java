package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Failure;

/** An effect or a look at the world failed, in one of the few kinds the engine knows. */
public final class ProviderException extends RepaveException {
  private static final long serialVersionUID = 1L;

  private final Failure.Kind kind;

  public ProviderException(Failure.Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ProviderException(Failure.Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Failure failure() {
    return new Failure(kind, String.valueOf(getMessage()));
  }
}
