package com.pharmaserv.repave.debian.archive;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The records of an archive's index (deb822(5)) for the packages that apt resolved. */
final class Stanzas {
  /** A source's version stands beside its name only where it differs from the package's. */
  private static final Pattern SOURCE = Pattern.compile("([^ ]+)(?: \\(([^)]+)\\))?");

  private Stanzas() {}

  static List<LockedPackage> read(Path file, List<Resolved> resolved, String suite)
      throws IOException, LockException {
    Map<String, Resolved> open =
        resolved.stream().collect(Collectors.toMap(Resolved::name, Function.identity()));
    List<LockedPackage> locked = new ArrayList<>();
    try {
      for (Map<String, String> stanza : Deb822.records(Files.readAllLines(file))) {
        take(stanza, open, suite, locked);
      }
    } catch (IllegalArgumentException e) {
      throw new LockException("the index of '%s' is not understood: %s".formatted(suite, e));
    }
    if (!open.isEmpty()) {
      throw new LockException(
          "the index of '%s' has no record of %s".formatted(suite, open.keySet()));
    }
    return locked;
  }

  /** The first record of a package counts; the same version may stand in two suites. */
  private static void take(
      Map<String, String> stanza,
      Map<String, Resolved> open,
      String suite,
      List<LockedPackage> locked) {
    Resolved wanted = open.get(stanza.getOrDefault("Package", ""));
    if (wanted == null || !wanted.version().equals(stanza.get("Version"))) {
      return;
    }
    open.remove(wanted.name());
    DebianVersion version = new DebianVersion(wanted.version());
    String file = field(stanza, "Filename");
    locked.add(
        new LockedPackage(
            wanted.name(),
            version,
            field(stanza, "Architecture"),
            suite(file, wanted, suite),
            Long.parseLong(field(stanza, "Size")),
            field(stanza, "SHA256"),
            source(stanza, wanted, version),
            file));
  }

  private static String field(Map<String, String> stanza, String name) {
    String value = stanza.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "package '%s' has no field %s".formatted(stanza.get("Package"), name));
    }
    return value;
  }

  /** The archive of security fixes keeps its files in a pool of its own. */
  private static String suite(String file, Resolved resolved, String suite) {
    if (file.startsWith("pool/updates/")) {
      return suite + "-security";
    }
    return resolved.updates() ? suite + "-updates" : suite;
  }

  private static LockedPackage.Source source(
      Map<String, String> stanza, Resolved resolved, DebianVersion version) {
    Matcher matcher = SOURCE.matcher(stanza.getOrDefault("Source", resolved.name()));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("source '%s'".formatted(stanza.get("Source")));
    }
    return new LockedPackage.Source(
        matcher.group(1), matcher.group(2) == null ? version : new DebianVersion(matcher.group(2)));
  }
}
