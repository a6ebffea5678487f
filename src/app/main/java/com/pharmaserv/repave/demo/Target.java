package com.pharmaserv.repave.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What a load is put on: an address, and the host name that is asked for there. The name stands in
 * the Host header and in the TLS handshake, and the server's certificate must be for it.
 *
 * @param path asked at the paced rate
 * @param slowPath asked by one client all the time, so that there always is a long request open
 */
public record Target(InetSocketAddress address, String host, String path, String slowPath) {
  /** Long against the time that new weights take to apply. */
  public static final String SLOW_PATH = "/slow?ms=800";

  public Target {
    requireOnLine("host", host);
    requireOnLine("path", path);
    requireOnLine("slow path", slowPath);
  }

  /** A fleet behind the local balancer. */
  public static Target loopback(int port, String host) {
    return new Target(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), host, "/", SLOW_PATH);
  }

  private static void requireOnLine(String what, String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          what + " '" + value + "' must be printable ASCII without blanks");
    }
  }
}
