package com.pharmaserv.repave.local.balancer;

import java.util.Locale;

/**
 * One request as the access log shows it: the combined format, then what the balancer did. The
 * query is left out, because it is where applications put tokens and patients' names.
 */
record AccessLine(
    String client,
    long endMillis,
    String method,
    String path,
    String protocol,
    int status,
    long bytes,
    String agent,
    String host,
    String route,
    String slot,
    String label,
    String machine,
    int attempts,
    long nanos) {
  static final String NONE = "-";

  /** Longer values are cut: a line stays below about 2 KiB. */
  static final int MAX_VALUE = 512;

  void appendTo(StringBuilder out, LogTime time) {
    out.append(client).append(" - - [");
    time.append(endMillis, out);
    out.append("] \"");
    escape(method, out);
    out.append(' ');
    escape(path, out);
    out.append(' ').append(protocol).append("\" ").append(status).append(' ').append(bytes);
    out.append(" \"-\" \"");
    escape(agent, out);
    out.append("\" host=");
    escape(host, out);
    out.append(" route=").append(route);
    out.append(" slot=").append(slot);
    out.append(" label=").append(label);
    out.append(" machine=").append(machine);
    out.append(" attempts=").append(attempts);
    out.append(" ms=").append(nanos / 1_000_000).append('.');
    out.append((char) ('0' + nanos / 100_000 % 10)).append('\n');
  }

  /** What a client sent must not be able to end the line or the quotation. */
  private static void escape(String value, StringBuilder out) {
    int end = Math.min(value.length(), MAX_VALUE);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7f) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    if (end < value.length()) {
      out.append("...");
    }
  }
}
