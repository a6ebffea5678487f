package com.pharmaserv.repave.local.balancer;

import java.util.Locale;
import java.util.regex.Pattern;

/** Reads one message from its beginning by the letter of RFC 9112, without any of our code. */
record HttpReference(State state, String head, String body, int end) {
  enum State {
    WHOLE,
    PART,
    INVALID
  }

  private static final Pattern CHUNK = Pattern.compile("[0-9A-Fa-f]{1,16}[ \\t]*(;[^\\r\\n]*)?");
  private static final Pattern HEADER =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\\r\\n\\x00]*");

  /**
   * @param bodiless an answer without a body, whatever its headers say
   * @param untilEnd an answer without a length goes on until here
   */
  static HttpReference read(String text, boolean request, boolean bodiless, boolean untilEnd) {
    int start = 0;
    while (request && text.startsWith("\r\n", start)) {
      start += 2;
    }
    int blank = text.indexOf("\r\n\r\n", start);
    if (blank < 0) {
      return new HttpReference(State.PART, text, "", text.length());
    }
    String head = text.substring(start, blank);
    int at = blank + 4;
    String length = null;
    boolean chunked = false;
    String[] lines = head.split("\r\n", -1);
    for (int i = 1; i < lines.length; i++) {
      if (!HEADER.matcher(lines[i]).matches()) {
        return new HttpReference(State.INVALID, head, "", at);
      }
      String lower = lines[i].toLowerCase(Locale.ROOT);
      String value = lower.substring(lower.indexOf(':') + 1).strip();
      if (lower.startsWith("content-length:")) {
        if (length != null || !value.matches("[0-9]{1,18}")) {
          return new HttpReference(State.INVALID, head, "", at);
        }
        length = value;
      } else if (lower.startsWith("transfer-encoding:")) {
        if (chunked || !value.equals("chunked")) {
          return new HttpReference(State.INVALID, head, "", at);
        }
        chunked = true;
      }
    }
    if (bodiless) {
      return new HttpReference(State.WHOLE, head, "", at);
    }
    if (chunked) {
      State first = length == null ? State.WHOLE : State.INVALID;
      return first == State.WHOLE ? chunks(text, head, at) : new HttpReference(first, head, "", at);
    }
    if (length == null && !request) {
      State ended = untilEnd ? State.WHOLE : State.PART;
      return new HttpReference(ended, head, text.substring(at), text.length());
    }
    long to = at + (length == null ? 0 : Long.parseLong(length));
    return to > text.length()
        ? new HttpReference(State.PART, head, text.substring(at), text.length())
        : new HttpReference(State.WHOLE, head, text.substring(at, (int) to), (int) to);
  }

  private static HttpReference chunks(String text, String head, int from) {
    StringBuilder body = new StringBuilder();
    int at = from;
    while (true) {
      int line = text.indexOf("\r\n", at);
      if (line < 0) {
        return new HttpReference(State.PART, head, body.toString(), text.length());
      }
      String size = text.substring(at, line);
      if (!CHUNK.matcher(size).matches()) {
        return new HttpReference(State.INVALID, head, body.toString(), at);
      }
      long count = Long.parseUnsignedLong(size.split("[ \\t;]", 2)[0], 16);
      at = line + 2;
      if (count == 0) {
        return trailers(text, head, body.toString(), at);
      }
      if (count < 0 || at + count + 2 > text.length()) {
        return new HttpReference(State.PART, head, body.toString(), text.length());
      }
      int to = (int) (at + count);
      if (!text.startsWith("\r\n", to)) {
        return new HttpReference(State.INVALID, head, body.toString(), to);
      }
      body.append(text, at, to);
      at = to + 2;
    }
  }

  private static HttpReference trailers(String text, String head, String body, int from) {
    int at = from;
    while (true) {
      int line = text.indexOf("\r\n", at);
      if (line < 0) {
        return new HttpReference(State.PART, head, body, text.length());
      }
      if (line == at) {
        return new HttpReference(State.WHOLE, head, body, line + 2);
      }
      // A folded trailer cannot move the end of a message, and is unfolded.
      boolean folded = at > from && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
      if (!folded && !HEADER.matcher(text.substring(at, line)).matches()) {
        return new HttpReference(State.INVALID, head, body, at);
      }
      at = line + 2;
    }
  }
}
