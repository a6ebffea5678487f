package com.pharmaserv.repave.local.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;

/**
 * What Netty's reader of heads (4.2.18) lets pass although two readers could read it differently:
 * folded lines, blanks that are no single space in a first line, a blank before a colon, and two
 * lengths in HTTP/1.0. Throws at the place; Netty then calls the message invalid.
 */
final class HeadGuard {
  private static final AsciiString VERSION = AsciiString.cached("HTTP/1.");
  private static final AsciiString LENGTH = AsciiString.cached("content-length");

  private boolean inHeaders;
  private boolean length;
  private int end;

  /** Some of a head was read. */
  boolean begun() {
    return inHeaders;
  }

  /** A message was read to the end of its head, or not at all. */
  void reset() {
    inHeaders = false;
    length = false;
    end = 0;
  }

  /**
   * Looks for folded lines in what has come of a head, and at its first letter.
   *
   * @return false if there is one, or no letter
   */
  boolean wellFormed(ByteBuf in) {
    int at = in.readerIndex();
    if (inHeaders ? at < in.writerIndex() && isBlank(in.getByte(at)) : !beginsWell(in)) {
      return false;
    }
    while (true) {
      int feed = in.indexOf(at, in.writerIndex(), (byte) '\n');
      if (feed < 0 || feed + 1 >= in.writerIndex()) {
        return true;
      }
      byte next = in.getByte(feed + 1);
      if (next == '\r') {
        // The empty line, or a stray one that Netty refuses.
        return true;
      }
      if (isBlank(next)) {
        return false;
      }
      at = feed + 1;
    }
  }

  /** Empty lines may come before a message, as after some old clients' bodies; nothing else. */
  private static boolean beginsWell(ByteBuf in) {
    for (int at = in.readerIndex(); at < in.writerIndex(); at++) {
      byte next = in.getByte(at);
      if (next != '\r' && next != '\n') {
        return next > ' ' && next < 0x7f;
      }
    }
    return true;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  void first(int start, int length) {
    end = start + length;
  }

  /** One space before it, and visible letters only. */
  void second(byte[] line, int start, int length) {
    requireSpace(line, start);
    for (int i = start; i < start + length; i++) {
      if (line[i] <= ' ' || line[i] == 0x7f) {
        throw new IllegalArgumentException("a character that must not be in a first line");
      }
    }
    end = start + length;
  }

  /** One space before it; the headers come next. */
  void third(byte[] line, int start) {
    requireSpace(line, start);
    inHeaders = true;
  }

  private void requireSpace(byte[] line, int start) {
    if (start != end + 1 || line[end] != ' ') {
      throw new IllegalArgumentException("more or other than one space in a first line");
    }
  }

  /** A first line that ends after its second word. */
  void noThird() {
    inHeaders = true;
  }

  /** Versions of one digit that this proxy speaks: Netty takes any for the nearest. */
  static void version(byte[] line, int start, int length) {
    boolean known =
        length == VERSION.length() + 1
            && VERSION.equals(new AsciiString(line, start, length - 1, false))
            && (line[start + length - 1] == '0' || line[start + length - 1] == '1');
    if (!known) {
      throw new IllegalArgumentException("neither HTTP/1.0 nor HTTP/1.1");
    }
  }

  void header(byte[] line, int start, int size) {
    if (start + size < line.length && line[start + size] != ':') {
      throw new IllegalArgumentException("no colon after the name of a header");
    }
    if (size == LENGTH.length()
        && LENGTH.contentEqualsIgnoreCase(new AsciiString(line, start, size, false))) {
      if (length) {
        throw new IllegalArgumentException("two lengths");
      }
      length = true;
    }
  }
}
