package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads deb-changelog(5). Thirty years of hands have written such files, so that a line which fits
 * nowhere is counted and passed over; only a text without any entry is refused.
 */
public final class ChangelogReader {
  private static final Pattern HEAD =
      Pattern.compile(
          "([A-Za-z0-9][-+.A-Za-z0-9]{0,127}) \\(([^() \\t]{1,200})\\)"
              + "((?:[ \\t]+[-+.A-Za-z0-9]{1,64}){1,20});(.*)");

  private static final Pattern URGENCY =
      Pattern.compile("urgency=([A-Za-z]{1,20})", Pattern.CASE_INSENSITIVE);

  /** The date behind the two blanks that follow the address; the weekday may be wrong. */
  private static final Pattern TRAIL =
      Pattern.compile(
          " -- .*>\\s{1,4}(?:[A-Za-z]{2,9},\\s{0,4})?"
              + "(\\d{1,2}\\s{1,4}[A-Za-z]{3,9}\\s{1,4}\\d{4}\\s{1,4}\\d{1,2}:\\d{2}:\\d{2}"
              + "\\s{1,4}[-+]\\d{4}).*");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM yyyy H:mm:ss xx", Locale.ENGLISH);

  private static final String CUT = "# Older entries have been removed from this changelog";

  /** The kernel's, the longest of Debian, has 5 MB, 75,000 lines and a thousand entries. */
  private static final int LINES_MAX = 1_000_000;

  private static final int ENTRIES_MAX = 50_000;
  private static final int LINE_MAX = 20_000;

  private final String name;
  private final List<ChangelogEntry> entries = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private Optional<Head> head = Optional.empty();
  private boolean cut;
  private int odd;

  private ChangelogReader(String name) {
    this.name = name;
  }

  private record Head(String source, DebianVersion version, List<String> suites, String urgency) {}

  /**
   * Reads one.
   *
   * @param name of the file or package, for messages
   */
  public static Changelog read(String text, String name) throws AdvisoryException {
    ChangelogReader reader = new ChangelogReader(name);
    List<String> all = text.lines().limit(LINES_MAX + 1L).toList();
    if (all.size() > LINES_MAX) {
      throw new AdvisoryException(
          "%s: the changelog has more than %s lines".formatted(name, LINES_MAX));
    }
    for (String line : all) {
      reader.line(line.length() > LINE_MAX ? line.substring(0, LINE_MAX) : line);
    }
    return reader.changelog();
  }

  private void line(String line) throws AdvisoryException {
    if (line.isBlank() || line.startsWith("  ") || line.startsWith("\t")) {
      text(line);
    } else if (line.startsWith(" --")) {
      close(date(line));
    } else if (line.startsWith("#")) {
      cut |= line.startsWith(CUT);
    } else {
      open(line);
    }
  }

  private void text(String line) {
    if (head.isPresent()) {
      lines.add(line);
    } else if (!line.isBlank()) {
      odd++;
    }
  }

  private void open(String line) throws AdvisoryException {
    Matcher matcher = HEAD.matcher(line);
    if (!matcher.matches()) {
      odd++;
      return;
    }
    close(Optional.empty());
    try {
      DebianVersion version = new DebianVersion(matcher.group(2));
      head =
          Optional.of(
              new Head(
                  matcher.group(1),
                  version,
                  List.of(matcher.group(3).strip().split("[ \\t]+")),
                  urgency(matcher.group(4))));
    } catch (IllegalArgumentException notOfToday) {
      // A version that dpkg refuses nowadays: no lock can have it, nor one close to it.
      odd++;
    }
    if (entries.size() > ENTRIES_MAX) {
      throw new AdvisoryException(
          "%s: the changelog has more than %s entries".formatted(name, ENTRIES_MAX));
    }
  }

  private void close(Optional<Instant> date) {
    head.ifPresent(
        h ->
            entries.add(new ChangelogEntry(h.source, h.version, h.suites, h.urgency, date, lines)));
    head = Optional.empty();
    lines.clear();
  }

  private Changelog changelog() throws AdvisoryException {
    close(Optional.empty());
    if (entries.isEmpty()) {
      throw new AdvisoryException(
          "%s: is no Debian changelog: no line like 'openssl (3.5.9-1) trixie; urgency=high'"
              .formatted(name));
    }
    return new Changelog(entries, cut, odd);
  }

  private static String urgency(String keywords) {
    Matcher matcher = URGENCY.matcher(keywords);
    return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "unknown";
  }

  private static Optional<Instant> date(String line) {
    Matcher matcher = TRAIL.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String text = matcher.group(1).replaceAll("\\s+", " ");
    try {
      return Optional.of(OffsetDateTime.parse(shortMonth(text), DATE).toInstant());
    } catch (DateTimeException odd) {
      return Optional.empty();
    }
  }

  /** Some wrote {@code July}. */
  private static String shortMonth(String date) {
    return date.replaceFirst(" ([A-Za-z]{3})[A-Za-z]* ", " $1 ");
  }
}
