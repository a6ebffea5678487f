package com.pharmaserv.repave.debian.lock;

import java.util.Map;
import java.util.Optional;

/** Debian's releases: its archive names them, OSV and scanners count them. */
public final class Releases {
  private static final Map<String, Integer> NUMBERS =
      Map.of("bullseye", 11, "bookworm", 12, "trixie", 13, "forky", 14, "duke", 15);

  private Releases() {}

  /** The release of a suite: {@code trixie} for {@code trixie-security}. */
  public static String of(String suite) {
    return suite.replaceFirst("[-/].*", "");
  }

  /** For example 13 for {@code trixie}; empty for one that has none or is not known here. */
  public static Optional<Integer> number(String release) {
    return Optional.ofNullable(NUMBERS.get(release));
  }
}
