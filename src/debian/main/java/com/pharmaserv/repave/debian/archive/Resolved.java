package com.pharmaserv.repave.debian.archive;

import com.pharmaserv.repave.debian.lock.LockException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One package that apt would install.
 *
 * @param updates whether the suite of updates between point releases offers it, and no other
 */
record Resolved(String name, String version, boolean updates) {
  /** As {@code apt-get install --print-uris} says it: 'URL' NAME_VERSION_ARCHITECTURE.deb SIZE. */
  private static final Pattern FETCH =
      Pattern.compile("'[^']+' ([^_ ]+)_([^_ ]+)_(?:amd64|all)\\.deb \\d.*");

  /** As {@code apt-cache madison} says it: NAME | VERSION | URL SUITE/main amd64 Packages. */
  private static final Pattern OFFER =
      Pattern.compile("([^ ]+) \\| +([^ ]+) \\| [^ ]+ ([^/ ]+)/main .*Packages");

  /**
   * Reads apt's answers.
   *
   * @param fetches what it would fetch
   * @param offers what each suite has of that
   */
  static List<Resolved> read(List<String> fetches, List<String> offers, String suite)
      throws LockException {
    Set<String> elsewhere = new HashSet<>();
    for (String line : offers) {
      Matcher offer = matched(OFFER, line.strip(), suite);
      if (!offer.group(3).equals(suite + "-updates")) {
        elsewhere.add(offer.group(1) + " " + offer.group(2));
      }
    }
    List<Resolved> found = new ArrayList<>();
    for (String line : fetches) {
      Matcher fetch = matched(FETCH, line, suite);
      // In names of files apt writes the colon behind an epoch so.
      String version = fetch.group(2).replace("%3a", ":");
      boolean updates = !elsewhere.contains(fetch.group(1) + " " + version);
      found.add(new Resolved(fetch.group(1), version, updates));
    }
    if (found.isEmpty()) {
      throw new LockException("apt finds no essential package in '%s'".formatted(suite));
    }
    return found;
  }

  /** The names in what apt would fetch. */
  static List<String> names(List<String> fetches, String suite) throws LockException {
    List<String> names = new ArrayList<>();
    for (String line : fetches) {
      names.add(matched(FETCH, line, suite).group(1));
    }
    return names;
  }

  private static Matcher matched(Pattern pattern, String line, String suite) throws LockException {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.matches()) {
      throw new LockException(
          "apt answers '%s' for %s, which is not understood".formatted(line, suite));
    }
    return matcher;
  }
}
