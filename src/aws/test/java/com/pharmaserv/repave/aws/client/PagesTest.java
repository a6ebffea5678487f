package com.pharmaserv.repave.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class PagesTest {
  private static final Pages.Limit THREE = Pages.atMost(3, "more than 3 pages; divide it");

  private final List<Optional<String>> asked = new ArrayList<>();

  @Test
  void followsTheTokensUntilThereIsNone() throws Exception {
    Pages.<String>walk("things", THREE, token -> page(token, 3));

    assertThat(asked).containsExactly(Optional.empty(), Optional.of("1"), Optional.of("2"));
  }

  @Test
  void readsNoPageBeyondTheBoundAndSaysSo() {
    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> Pages.<String>walk("things", THREE, token -> page(token, 4)))
        .withMessage("more than 3 pages; divide it")
        .matches(e -> e.failure().kind() == Failure.Kind.CONFLICT);
    assertThat(asked).hasSize(3);
  }

  @Test
  void aWalkThatMayEndLaterSaysThatInItsKind() {
    Pages.Limit patient = new Pages.Limit(1, Failure.Kind.THROTTLED, "not ended");

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> Pages.<String>walk("things", patient, token -> page(token, 2)))
        .matches(e -> e.failure().kind() == Failure.Kind.THROTTLED);
  }

  @Test
  void readsAPageAgainWhoseAnswerGotLost() throws Exception {
    Pages.<String>walk(
        "things",
        THREE,
        token -> {
          Optional<String> next = page(token, 2);
          if (asked.size() == 2) {
            throw lost();
          }
          return next;
        });

    assertThat(asked).containsExactly(Optional.empty(), Optional.of("1"), Optional.of("1"));
  }

  @Test
  void namesWhatCouldNotBeRead() {
    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(
            () ->
                Pages.<String>walk(
                    "the things of region r",
                    THREE,
                    token -> {
                      throw lost();
                    }))
        .withMessageStartingWith("could not read the things of region r: ");
  }

  @Test
  void anEmptyTokenIsNone() {
    assertThat(Pages.next("")).isEmpty();
    assertThat(Pages.next(null)).isEmpty();
    assertThat(Pages.next("2")).contains("2");
  }

  @Test
  void aWalkMayReadOnePageAtLeast() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Pages.atMost(0, "none"))
        .withMessageContaining("at most 0 pages");
  }

  /** One page of a list of that many. */
  private Optional<String> page(Optional<String> token, int pages) {
    asked.add(token);
    int next = Integer.parseInt(token.orElse("0")) + 1;
    return next < pages ? Optional.of(String.valueOf(next)) : Optional.empty();
  }

  private static SdkClientException lost() {
    return SdkClientException.create("no answer", new SocketTimeoutException("Read timed out"));
  }
}
