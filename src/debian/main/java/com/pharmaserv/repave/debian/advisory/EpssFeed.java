package com.pharmaserv.repave.debian.advisory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How likely each advisory is to be exploited within thirty days, as FIRST reckons, {@code
 * epss_scores-current.csv.gz}.
 *
 * @param probability from 0 to 1, by id
 */
public record EpssFeed(AsOf asOf, Map<String, Double> probability) {
  private static final String NAME = "EPSS";

  /** There are some 300,000 CVEs. */
  private static final int LINES_MAX = 3_000_000;

  private static final int LINE_MAX = 1_000;
  private static final Pattern DATE = Pattern.compile("score_date:([0-9T:+.Z-]{10,40})");

  /** It has been written with {@code Z}, with {@code +00:00} and with {@code +0000}. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][xx]")
          .toFormatter(java.util.Locale.ROOT);

  public EpssFeed {
    probability = Map.copyOf(probability);
  }

  /**
   * Reads it.
   *
   * @param feed its bytes, plain or by gzip; not closed
   * @param obtained when, should it not tell the day of its scores
   */
  public static EpssFeed read(InputStream feed, Instant obtained) throws AdvisoryException {
    return Feed.named(
        NAME,
        () ->
            read(
                new BufferedReader(
                    new InputStreamReader(Feed.plain(feed), StandardCharsets.US_ASCII)),
                obtained));
  }

  private static EpssFeed read(BufferedReader lines, Instant obtained) throws IOException {
    Map<String, Double> probability = new HashMap<>();
    AsOf asOf = new AsOf(NAME, obtained, false);
    boolean head = false;
    int number = 0;
    for (String line = line(lines); line != null; line = line(lines)) {
      if (++number > LINES_MAX) {
        throw new IOException("it has more than %s lines".formatted(LINES_MAX));
      }
      if (line.startsWith("#")) {
        asOf = date(line).map(at -> new AsOf(NAME, at, true)).orElse(asOf);
      } else if (!head) {
        if (!line.startsWith("cve,epss")) {
          throw new IOException("line %s is not 'cve,epss,percentile'".formatted(number));
        }
        head = true;
      } else if (!line.isBlank()) {
        score(line, number, probability);
      }
    }
    if (!head) {
      throw new IOException("it has no line 'cve,epss,percentile'");
    }
    return new EpssFeed(asOf, probability);
  }

  /** Not the library's: that would take a line of any length. */
  private static @org.jspecify.annotations.Nullable String line(BufferedReader in)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return line.isEmpty() ? null : line.toString();
      }
      if (line.length() >= LINE_MAX) {
        throw new IOException("a line is longer than %s characters".formatted(LINE_MAX));
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void score(String line, int number, Map<String, Double> into) throws IOException {
    String[] cells = line.split(",", -1);
    double score = cells.length < 2 ? Double.NaN : number(cells[1]);
    if (!(score >= 0 && score <= 1)) {
      throw new IOException(
          "line %s has no probability from 0 to 1: '%s'".formatted(number, Feed.line(line)));
    }
    into.put(cells[0].strip(), score);
  }

  private static double number(String cell) {
    return cell.matches("[0-9]{1,3}(?:\\.[0-9]{1,20})?(?:[eE]-?[0-9]{1,3})?")
        ? Double.parseDouble(cell)
        : Double.NaN;
  }

  private static Optional<Instant> date(String line) {
    Matcher date = DATE.matcher(line);
    try {
      return date.find()
          ? Optional.of(OffsetDateTime.parse(date.group(1), TIME).toInstant())
          : Optional.empty();
    } catch (DateTimeException odd) {
      return Optional.empty();
    }
  }
}
