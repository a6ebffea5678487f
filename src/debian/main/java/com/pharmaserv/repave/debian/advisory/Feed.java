package com.pharmaserv.repave.debian.advisory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** What all feeds share: bounds, compression, and how their JSON is walked. */
final class Feed {
  /** The tracker's, the largest, has 70 MB. */
  private static final long BYTES_MAX = 1L << 30;

  private static final int TEXT_MAX = 400;
  private static final int STRING_MAX = 1 << 20;
  private static final int NESTING_MAX = 100;
  private static final int NAME_MAX = 10_000;

  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(STRING_MAX)
                  .maxNestingDepth(NESTING_MAX)
                  .maxNameLength(NAME_MAX)
                  .build())
          .build();

  private Feed() {}

  /** Reads one; what it throws is told with the feed's name. */
  interface Reading<T> {
    T read() throws IOException;
  }

  static <T> T named(String feed, Reading<T> reading) throws AdvisoryException {
    try {
      return reading.read();
    } catch (IOException | IllegalArgumentException e) {
      throw new AdvisoryException("feed '%s' cannot be read: %s".formatted(feed, why(e)), e);
    }
  }

  /** Of a failure to read, in a few words. */
  static String why(Exception e) {
    return e instanceof EOFException
        ? "it ends too early"
        : line(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }

  /** Uncompressed, if it was compressed by gzip, and not without end. */
  static InputStream plain(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return new Bounded(gzip ? new GZIPInputStream(buffered) : buffered, BYTES_MAX, "it has");
  }

  /** Fails unless the next token is this one. */
  static void expect(JsonParser json, JsonToken wanted, String what) throws IOException {
    if (json.nextToken() != wanted) {
      throw new IOException(
          "%s must be %s, line %s"
              .formatted(
                  what,
                  wanted == JsonToken.START_OBJECT ? "an object" : "a list",
                  json.currentTokenLocation().getLineNr()));
    }
  }

  /** The value behind the current name as text; of an object or a list, none. */
  static String text(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token != null && token.isScalarValue()) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  /** On one line, short, and without what a terminal would act on. */
  static String line(String text) {
    String cut = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
    return Wording.clean(cut.replace('\n', ' '));
  }
}
