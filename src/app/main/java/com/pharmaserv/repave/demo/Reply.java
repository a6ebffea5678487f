package com.pharmaserv.repave.demo;

import java.util.Optional;

/** A whole answer. */
record Reply(int status, String body, boolean keepAlive) {
  private static final String VERSION = "\"version\":\"";

  /** Longest version that is believed. */
  private static final int VERSION_MAX = 64;

  boolean good() {
    return status >= 200 && status < 300;
  }

  /** The version that the answer names, if it is one of this service's JSON answers. */
  Optional<String> version() {
    int start = body.indexOf(VERSION);
    if (start < 0) {
      return Optional.empty();
    }
    int from = start + VERSION.length();
    int end = body.indexOf('"', from);
    return end < 0 || end - from > VERSION_MAX
        ? Optional.empty()
        : Optional.of(body.substring(from, end));
  }
}
