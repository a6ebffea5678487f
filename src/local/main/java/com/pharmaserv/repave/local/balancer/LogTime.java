package com.pharmaserv.repave.local.balancer;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes times as the access log shows them. Lines come in the order of time, so the last second's
 * text serves most of them.
 */
final class LogTime {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int MILLIS = 1_000;

  private long second = Long.MIN_VALUE;
  private String text = "";

  void append(long millis, StringBuilder out) {
    long now = Math.floorDiv(millis, MILLIS);
    if (now != second) {
      second = now;
      text = SECOND.format(Instant.ofEpochSecond(now));
    }
    int rest = (int) Math.floorMod(millis, (long) MILLIS);
    out.append(text);
    out.append((char) ('0' + rest / 100));
    out.append((char) ('0' + rest / 10 % 10));
    out.append((char) ('0' + rest % 10));
    out.append(" +0000");
  }
}
