package com.pharmaserv.repave.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Failure;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A refused effect: the right kind of failure, and nothing has changed. */
final class Refused {
  private Refused() {}

  static void refused(ProviderSubject subject, Failure.Kind kind, ThrowingCallable effect)
      throws ProviderException {
    List<Object> before = subject.wanted();
    assertThatThrownBy(effect)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).as(e.getMessage()).isEqualTo(kind));
    assertThat(subject.wanted()).as("what was wanted before a refused effect").isEqualTo(before);
  }
}
