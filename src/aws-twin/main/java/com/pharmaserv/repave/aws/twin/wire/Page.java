package com.pharmaserv.repave.aws.twin.wire;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list and the token of the next.
 *
 * @param next empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {
  private static final String TOKEN = "page-from-";

  /**
   * Cuts a page out of a stable order.
   *
   * @param token the token of the call, empty for the first page
   * @param size how many the call asked for, already within the operation's bounds
   */
  public static <T> Page<T> of(List<T> all, Optional<String> token, int size) {
    int from = Math.min(token.map(Page::start).orElse(0), all.size());
    int to = Math.min(from + size, all.size());
    Optional<String> next = to < all.size() ? Optional.of(TOKEN + to) : Optional.empty();
    return new Page<>(List.copyOf(all.subList(from, to)), next);
  }

  /** Checks the size that was asked for against the operation's bounds. */
  public static int size(Optional<Integer> asked, int usual, int min, int max) {
    int size = asked.orElse(usual);
    if (size < min || size > max) {
      throw new TwinException(
          "ValidationError",
          "Value '" + size + "' of the page size must be between " + min + " and " + max + ".");
    }
    return size;
  }

  private static int start(String token) {
    if (!token.matches(TOKEN + "\\d{1,9}")) {
      throw new TwinException("InvalidNextToken", "The token '" + token + "' is invalid.");
    }
    return Integer.parseInt(token.substring(TOKEN.length()));
  }
}
