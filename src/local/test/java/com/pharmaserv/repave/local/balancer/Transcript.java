package com.pharmaserv.repave.local.balancer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads what came over a connection as messages, by rules of its own and strictly. */
final class Transcript {
  /** These differ from run to run, or between any two balancers. */
  private static final Set<String> NOT_SHOWN =
      Set.of(
          "host",
          "date",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "cache-control",
          "content-type");

  private static final int SHOWN = 40;

  private final String bytes;
  private final List<String> methods;
  private final List<String> messages = new ArrayList<>();
  private int at;
  private int finals;
  private boolean rest;
  private boolean head;
  private boolean untilEnd;
  private boolean requests;
  private boolean persists;

  private Transcript(byte[] bytes, List<String> methods) {
    this.bytes = new String(bytes, StandardCharsets.ISO_8859_1);
    this.methods = methods;
  }

  /** Of answers to requests with these methods; those after them are taken for GET. */
  static Transcript answers(byte[] bytes, List<String> methods) {
    Transcript read = new Transcript(bytes, methods);
    read.read(false);
    return read;
  }

  static Transcript requests(byte[] bytes) {
    Transcript read = new Transcript(bytes, List.of());
    read.requests = true;
    read.read(true);
    return read;
  }

  /** Whole messages other than interim answers. */
  int finals() {
    return finals;
  }

  /** The head of one more message is there. */
  boolean head() {
    return head;
  }

  /** Nothing came but whole messages. */
  boolean isWhole() {
    return !rest && !untilEnd;
  }

  /** The last one is whole, and the connection may be used for more of them. */
  boolean persists() {
    return persists && isWhole();
  }

  /**
   * @param end how the connection ended, or that it did not
   */
  String shown(String end) {
    List<String> all = new ArrayList<>(messages);
    boolean whole = untilEnd && end.equals("closed");
    if (rest && !whole) {
      int last = all.size() - 1;
      all.set(last, all.get(last) + " ...");
    }
    if (requests && !rest && !all.isEmpty()) {
      // Whether it may be used again is the business of the balancer.
      return String.join(" | ", all);
    }
    boolean broken = all.isEmpty() || (rest && !whole);
    // A close in the middle of a message is as good as a reset.
    all.add(broken && end.equals("closed") ? "cut" : end);
    return String.join(" | ", all);
  }

  private void read(boolean requests) {
    while (at < bytes.length()) {
      int end = bytes.indexOf("\r\n\r\n", at);
      if (end < 0) {
        messages.add("'" + cut(bytes.substring(at)) + "'");
        rest = true;
        return;
      }
      String[] lines = bytes.substring(at, end).split("\r\n", -1);
      at = end + 4;
      Map<String, String> headers = new TreeMap<>();
      for (int i = 1; i < lines.length; i++) {
        int colon = Math.max(0, lines[i].indexOf(':'));
        headers.merge(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(Math.min(lines[i].length(), colon + 1)).strip(),
            (a, b) -> a + ", " + b);
      }
      String method = finals < methods.size() ? methods.get(finals) : "GET";
      String first = requests ? lines[0].replaceFirst(" HTTP/1[.][01]$", "") : status(lines[0]);
      boolean interim = !requests && first.startsWith("1");
      boolean bodiless =
          !requests
              && (interim || first.equals("204") || first.equals("304") || method.equals("HEAD"));
      head = !interim;
      persists =
          head && !first.equals("101") && !headers.getOrDefault("connection", "").equals("close");
      String body = bodiless ? "" : body(requests, headers);
      messages.add(message(first, headers, body));
      if (rest) {
        return;
      }
      head = false;
      finals += interim ? 0 : 1;
      if (first.equals("101")) {
        messages.add("'" + cut(bytes.substring(at)) + "'");
        at = bytes.length();
      }
    }
  }

  /** What a balancer says in its own words is not shown, only that it does. */
  private String message(String first, Map<String, String> headers, String body) {
    if (body.startsWith("<html><body><h1>" + first)
        || (body.startsWith(first + " ") && body.contains(": ") && body.endsWith("\n"))) {
      headers.remove("content-length");
      return first + " of its own" + shown(headers);
    }
    // How much of a broken one came through is chance.
    String part = rest && body.length() > SHOWN ? body.substring(0, SHOWN) : body;
    return first + shown(headers) + (body.isEmpty() ? "" : " '" + cut(part) + "'");
  }

  private static String status(String line) {
    return line.startsWith("HTTP/1.") && line.length() >= 12 ? line.substring(9, 12) : line;
  }

  private String body(boolean request, Map<String, String> headers) {
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return chunks();
    }
    String length = headers.get("content-length");
    if (length == null && request) {
      return "";
    }
    untilEnd = length == null;
    int want = untilEnd ? Integer.MAX_VALUE : Integer.parseInt(length);
    int to = (int) Math.min(bytes.length(), (long) at + want);
    String body = bytes.substring(at, to);
    at = to;
    rest = body.length() < want;
    return body;
  }

  private String chunks() {
    StringBuilder all = new StringBuilder();
    while (true) {
      int line = bytes.indexOf("\r\n", at);
      if (line < 0) {
        rest = true;
        return all.toString();
      }
      int size = Integer.parseInt(bytes.substring(at, line).split(";", 2)[0].strip(), 16);
      at = line + 2;
      if (size == 0) {
        int end = bytes.startsWith("\r\n", at) ? at : bytes.indexOf("\r\n\r\n", at);
        if (end < 0) {
          rest = true;
        } else {
          String trailers = bytes.substring(at, end).toLowerCase(Locale.ROOT);
          all.append(end == at ? "" : " trailers " + trailers);
          at = end + (end == at ? 2 : 4);
        }
        return all.toString();
      }
      int to = Math.min(bytes.length(), at + size);
      all.append(bytes, at, to);
      if (to + 2 > bytes.length()) {
        at = bytes.length();
        rest = true;
        return all.toString();
      }
      at = to + 2;
    }
  }

  private String shown(Map<String, String> headers) {
    StringBuilder all = new StringBuilder();
    headers.forEach(
        (name, value) -> {
          boolean shown = !NOT_SHOWN.contains(name) && !(requests && value.equals("keep-alive"));
          if (shown) {
            all.append(' ').append(name).append('=').append(cut(value));
          }
        });
    return all.toString();
  }

  private static String cut(String text) {
    String plain = text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    return plain.length() <= SHOWN
        ? plain
        : plain.substring(0, SHOWN) + "... " + text.length() + " in all";
  }
}
