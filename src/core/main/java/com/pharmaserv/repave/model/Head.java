package com.pharmaserv.repave.model;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of a journal: its last record's number and hash. A chain of hashes shows that nothing
 * before its end was changed, but not where the end was; this does, if it is kept elsewhere.
 */
public record Head(long number, String hash) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

  public Head {
    if (number < 1) {
      throw new IllegalArgumentException("head number " + number + " must be at least 1");
    }
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "head hash '" + hash + "' must be 64 hexadecimal digits (SHA-256)");
    }
  }

  /**
   * Why a journal does not hold this record; empty if it does.
   *
   * @param count of its records
   * @param hash of each of them, from 0
   * @param torn what stands behind them; empty as a rule
   * @param kept who says that it should
   */
  public Optional<String> missing(int count, IntFunction<String> hash, String torn, String kept) {
    if (count < number) {
      return Optional.of(
          "record %s is missing: there are %s%s, but %s".formatted(count + 1, count, torn, kept));
    }
    String there = hash.apply(Math.toIntExact(number - 1));
    return there.equals(this.hash)
        ? Optional.empty()
        : Optional.of(
            "record %s is another one: its hash is %s, but %s".formatted(number, there, kept));
  }

  /** Whether {@link #parse} can read it. */
  public static boolean valid(String text) {
    return FORM.matcher(text).matches();
  }

  /** Reads {@code number:hash}, as {@code journal verify} prints it. */
  public static Head parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "head '" + text + "' must look like number:hash, with 64 hexadecimal digits");
    }
    return new Head(Long.parseLong(parts.group(1)), parts.group(2));
  }

  @Override
  public String toString() {
    return number + ":" + hash;
  }
}
