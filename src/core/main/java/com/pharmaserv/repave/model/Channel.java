package com.pharmaserv.repave.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far an image has been let: each channel is one for all environments that ask for less, in the
 * order of this enum.
 */
public enum Channel {
  /** Fresh from the bake. */
  CANDIDATE,
  STAGING,
  PRODUCTION;

  /** The channel that people call so, if there is one. */
  public static Optional<Channel> of(String code) {
    return Stream.of(values()).filter(each -> each.code().equals(code)).findFirst();
  }

  /**
   * The channel that is kept under this code.
   *
   * @throws IllegalArgumentException if there is none; the message lists them all
   */
  public static Channel parse(String code) {
    return of(code)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "channel '%s' must be one of %s".formatted(code, String.join(", ", codes()))));
  }

  /** What people may write, in the order of this enum. */
  public static List<String> codes() {
    return Stream.of(values()).map(Channel::code).toList();
  }

  /** As people, environment files and tags write it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether what has this channel may roll where that one is asked for. */
  public boolean covers(Channel asked) {
    return compareTo(asked) >= 0;
  }

  /** The code, so that messages show what people write. */
  @Override
  public String toString() {
    return code();
  }
}
