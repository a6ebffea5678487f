package com.pharmaserv.repave.aws.client;

import com.pharmaserv.repave.model.Failure;

/** We ourselves do not let a call out; {@link Errors} turns it into a failure of that kind. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure.Kind kind;

  Refusal(Failure.Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Failure.Kind kind() {
    return kind;
  }
}
