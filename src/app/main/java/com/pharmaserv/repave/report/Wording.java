package com.pharmaserv.repave.report;

import java.util.Optional;

/**
 * A part of an answer in words.
 *
 * @param result what was asked for
 * @param problem why it could not be, which belongs where failures are told
 */
public record Wording(Optional<String> result, Optional<String> problem) {
  static Wording result(String text) {
    return new Wording(Optional.of(text), Optional.empty());
  }

  static Wording problem(String text) {
    return new Wording(Optional.empty(), Optional.of(text));
  }
}
