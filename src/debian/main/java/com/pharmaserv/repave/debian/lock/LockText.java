package com.pharmaserv.repave.debian.lock;

import com.pharmaserv.repave.bake.Sha256;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A lock as text that people read and review: a line for each package, so that a patch is a line in
 * the history of the repository.
 */
public final class LockText {
  private static final String HEAD =
      """
      # What image %s is made of, to the byte. Written by: repave images lock %s
      # package NAME VERSION ARCHITECTURE SUITE BYTES SHA256 SOURCE SOURCE-VERSION FILE
      format 1
      """;

  /** A line of a lock; packages of Debian need less than a tenth. */
  private static final int LINE_MAX = 4_000;

  /** More packages than any machine of one function has. */
  private static final int LINES_MAX = 20_000;

  private LockText() {}

  /** The text; the same lock always gives the same. */
  public static String write(Lock lock) {
    StringBuilder text = new StringBuilder(HEAD.formatted(lock.image(), lock.image()));
    text.append("image ").append(lock.image()).append('\n');
    text.append("at ").append(lock.at()).append('\n');
    lock.wanted().forEach(wish -> text.append("wants ").append(wish).append('\n'));
    for (Lock.Archive archive : lock.archives()) {
      line(text, "archive", archive.url(), archive.suite(), archive.signedAt(), archive.sha256());
    }
    for (LockedPackage p : lock.packages()) {
      line(
          text,
          "package",
          p.name(),
          p.version(),
          p.architecture(),
          p.suite(),
          p.size(),
          p.sha256(),
          p.source().name(),
          p.source().version(),
          p.file());
    }
    return text.toString();
  }

  /** The SHA-256 of its text: what names a lock in statements and in the hash of an image. */
  public static String digest(Lock lock) {
    return Sha256.of(write(lock));
  }

  /**
   * Reads a lock.
   *
   * @param file its name, for messages
   * @throws LockException naming file, line and value
   */
  public static Lock read(String text, String file) throws LockException {
    Reader reader = new Reader(file);
    List<String> lines = text.lines().limit(LINES_MAX + 1L).toList();
    if (lines.size() > LINES_MAX) {
      throw new LockException(file + ": has more than " + LINES_MAX + " lines");
    }
    for (String line : lines) {
      reader.line(line);
    }
    return reader.lock();
  }

  private static void line(StringBuilder text, Object... words) {
    for (int i = 0; i < words.length; i++) {
      text.append(i == 0 ? "" : " ").append(words[i]);
    }
    text.append('\n');
  }

  private static final class Reader {
    private final String file;
    private final Map<String, String> single = new TreeMap<>();
    private final List<String> wanted = new ArrayList<>();
    private final List<Lock.Archive> archives = new ArrayList<>();
    private final List<LockedPackage> packages = new ArrayList<>();
    private int number;

    Reader(String file) {
      this.file = file;
    }

    void line(String line) throws LockException {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        return;
      }
      if (line.length() > LINE_MAX) {
        throw problem("is longer than " + LINE_MAX + " characters");
      }
      List<String> words = List.of(line.split(" ", -1));
      try {
        switch (words.get(0)) {
          case "format", "image", "at" -> single(words);
          case "wants" -> wanted.add(only(words));
          case "archive" -> archives.add(archive(sized(words, 5)));
          case "package" -> packages.add(locked(sized(words, 10)));
          default -> throw problem("begins with '" + words.get(0) + "', which no lock has");
        }
      } catch (IllegalArgumentException | DateTimeException e) {
        throw problem(String.valueOf(e.getMessage()));
      }
    }

    Lock lock() throws LockException {
      String format = need("format");
      if (!format.equals("1")) {
        throw new LockException(
            "%s: format '%s' is not 1; a newer Repave wrote it".formatted(file, format));
      }
      try {
        return new Lock(need("image"), Instant.parse(need("at")), wanted, archives, packages);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new LockException(file + ": " + e.getMessage());
      }
    }

    private String need(String word) throws LockException {
      return Optional.ofNullable(single.get(word))
          .orElseThrow(
              () ->
                  new LockException(
                      "%s: has no line '%s'; write it anew: repave images lock"
                          .formatted(file, word)));
    }

    private void single(List<String> words) throws LockException {
      if (single.put(words.get(0), only(words)) != null) {
        throw problem("gives '" + words.get(0) + "' a second time");
      }
    }

    private String only(List<String> words) throws LockException {
      return sized(words, 2).get(1);
    }

    private List<String> sized(List<String> words, int size) throws LockException {
      if (words.size() != size) {
        throw problem("has %s words, not %s".formatted(words.size(), size));
      }
      return words;
    }

    private static Lock.Archive archive(List<String> words) {
      return new Lock.Archive(
          words.get(1), words.get(2), Instant.parse(words.get(3)), words.get(4));
    }

    private static LockedPackage locked(List<String> words) {
      return new LockedPackage(
          words.get(1),
          new DebianVersion(words.get(2)),
          words.get(3),
          words.get(4),
          Long.parseLong(words.get(5)),
          words.get(6).toLowerCase(Locale.ROOT),
          new LockedPackage.Source(words.get(7), new DebianVersion(words.get(8))),
          words.get(9));
    }

    private LockException problem(String what) {
      return new LockException("%s:%s: line %s".formatted(file, number, what));
    }
  }
}
