package com.pharmaserv.repave.model;

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
