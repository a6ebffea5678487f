package com.pharmaserv.repave.debian.archive;

import com.pharmaserv.repave.debian.lock.LockException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One package that apt would install.
 *
 * @param updates whether the suite of updates between point releases offers it, and not the suite
 */
record Resolved(String name, String version, boolean updates) {
  /** As {@code apt-get install -s} says it: Inst NAME (VERSION ORIGIN, ORIGIN [ARCHITECTURE]). */
  private static final Pattern INSTALL =
      Pattern.compile("Inst ([^ ]+) \\(([^ ]+) (.+) \\[(?:amd64|all)\\]\\).*");

  static List<Resolved> read(List<String> lines, String suite) throws LockException {
    List<Resolved> found = new ArrayList<>();
    for (String line : lines) {
      if (!line.startsWith("Inst ")) {
        continue;
      }
      Matcher matcher = INSTALL.matcher(line);
      if (!matcher.matches()) {
        throw new LockException(
            "apt answers '%s' for %s, which is not understood".formatted(line, suite));
      }
      String origins = matcher.group(3);
      boolean updates = !origins.contains(",") && origins.endsWith("-updates");
      found.add(new Resolved(matcher.group(1), matcher.group(2), updates));
    }
    if (found.isEmpty()) {
      throw new LockException("apt finds no essential package in '%s'".formatted(suite));
    }
    return found;
  }
}
