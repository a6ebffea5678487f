package com.pharmaserv.repave.aws.client;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what AWS answers page by page, up to a bound: no walk goes on for ever. */
public final class Pages {
  private Pages() {}

  /**
   * One page: takes what is in it and tells where the next one begins. A page whose answer got lost
   * is read again, so nothing may be taken before the answer is there.
   *
   * @param <T> how AWS says where a page begins, most often a text
   */
  @FunctionalInterface
  public interface Page<T> {
    /**
     * Reads the page.
     *
     * @param token empty for the first page
     * @return where the next page begins; empty after the last one
     */
    Optional<T> read(Optional<T> token) throws ProviderException;
  }

  /**
   * How many pages there may be.
   *
   * @param beyond what it means if there are more
   * @param message what is said then, with a remedy
   */
  public record Limit(int pages, Failure.Kind beyond, String message) {
    public Limit {
      if (pages < 1) {
        throw new IllegalArgumentException("at most %s pages: must be 1 or more".formatted(pages));
      }
    }
  }

  /** A bound that is above every quota: more means that something is not as it should be. */
  public static Limit atMost(int pages, String message) {
    return new Limit(pages, Failure.Kind.CONFLICT, message);
  }

  /**
   * Reads page after page.
   *
   * @param what in words, completes the sentence "could not read ...", for example {@code the rules
   *     of listener arn:...}
   */
  public static <T> void walk(String what, Limit limit, Page<T> page) throws ProviderException {
    Optional<T> token = Optional.empty();
    for (int pages = 0; pages < limit.pages(); pages++) {
      Optional<T> from = token;
      token = Errors.read("read " + what, () -> page.read(from));
      if (token.isEmpty()) {
        return;
      }
    }
    throw new ProviderException(limit.beyond(), limit.message());
  }

  /** The token of a next page as AWS gives it: some operations leave it out, others empty it. */
  public static Optional<String> next(@Nullable String token) {
    return Optional.ofNullable(token).filter(text -> !text.isEmpty());
  }
}
