package com.pharmaserv.repave.local.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads an HTTP answer from a stream that knows its own deadline. */
final class HttpAnswer {
  /** The longest answer of the control API is well below. */
  private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

  private static final int HEADERS_MAX = 100;
  private static final int LINE_BYTES_MAX = 8 * 1024;

  private final int status;
  private final Map<String, String> headers;

  private HttpAnswer(int status, Map<String, String> headers) {
    this.status = status;
    this.headers = headers;
  }

  /** Reads the head; the body is left in the stream. */
  static HttpAnswer head(InputStream in) throws IOException {
    String statusLine = line(in);
    String[] parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5]\\d\\d")) {
      throw new IOException("the answer is not HTTP: '" + statusLine + "'");
    }
    Map<String, String> headers = new HashMap<>();
    int lines = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (lines++ == HEADERS_MAX) {
        throw new IOException("the answer has more than " + HEADERS_MAX + " headers");
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }
    return new HttpAnswer(Integer.parseInt(parts[1]), headers);
  }

  int status() {
    return status;
  }

  /** Reads the body, whose length the head must have told. */
  byte[] body(InputStream in) throws IOException {
    String length = headers.getOrDefault("content-length", "");
    if (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > BODY_BYTES_MAX) {
      throw new IOException(
          "the answer's length '" + length + "' must be from 0 to " + BODY_BYTES_MAX);
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    if (body.length < Integer.parseInt(length)) {
      throw cutShort();
    }
    return body;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw cutShort();
      }
      if (line.size() == LINE_BYTES_MAX) {
        throw new IOException("the answer has a line above " + LINE_BYTES_MAX + " bytes");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static EOFException cutShort() {
    return new EOFException("the connection ended before the answer did");
  }
}
