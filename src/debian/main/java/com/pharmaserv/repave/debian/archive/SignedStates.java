package com.pharmaserv.repave.debian.archive;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The signed release files that apt has verified and keeps. */
final class SignedStates {
  private static final String DATE = "Date: ";

  private SignedStates() {}

  /**
   * Reads them.
   *
   * @param urls the archives' roots by suite
   */
  static List<Lock.Archive> read(Path lists, Map<String, String> urls)
      throws IOException, LockException {
    List<Lock.Archive> archives = new ArrayList<>();
    for (Map.Entry<String, String> entry : new TreeMap<>(urls).entrySet()) {
      byte[] content = Files.readAllBytes(file(lists, entry.getKey()));
      archives.add(
          new Lock.Archive(
              entry.getValue(),
              entry.getKey(),
              signedAt(new String(content, StandardCharsets.UTF_8), entry.getKey()),
              Sha256.of(content)));
    }
    return archives;
  }

  private static Path file(Path lists, String suite) throws IOException, LockException {
    try (Stream<Path> files = Files.list(lists)) {
      return files
          .filter(file -> file.toString().endsWith("_dists_" + suite + "_InRelease"))
          .findFirst()
          .orElseThrow(
              () -> new LockException("the archive has no signed state of '" + suite + "'"));
    }
  }

  private static Instant signedAt(String text, String suite) throws LockException {
    String date =
        text.lines().filter(line -> line.startsWith(DATE)).findFirst().orElse(DATE).substring(6);
    try {
      // RFC 2822, always in UTC, which Debian writes as a name.
      return Instant.from(
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.replace(" UTC", " +0000")));
    } catch (DateTimeException e) {
      throw new LockException("the signed state of '%s' has the date '%s'".formatted(suite, date));
    }
  }
}
