package com.pharmaserv.repave.debian.boot;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the guest writes, as the kernel and base64 have it. */
final class Sockets {
  /** A line of /proc/net/tcp: address in the machine's byte order, port, both in hexadecimal. */
  private static final Pattern LOCAL = Pattern.compile("([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})");

  private static final String LOOPBACK_4 = "7F";
  private static final String LOOPBACK_6 = "00000000000000000000000001000000";

  private Sockets() {}

  /** {@code tcp 8443}, {@code udp 123 loopback}; empty if the line is not understood. */
  static Optional<String> read(String table, String local) {
    Matcher matcher = LOCAL.matcher(local);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String address = matcher.group(1);
    boolean loopback =
        address.length() == 8 ? address.endsWith(LOOPBACK_4) : address.equals(LOOPBACK_6);
    String protocol = table.startsWith("udp") ? "udp" : "tcp";
    int port = Integer.parseInt(matcher.group(2), 16);
    return Optional.of(protocol + " " + port + (loopback ? " loopback" : ""));
  }

  static String text(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "(unreadable)";
    }
  }
}
