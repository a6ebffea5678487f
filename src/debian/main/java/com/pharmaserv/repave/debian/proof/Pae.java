package com.pharmaserv.repave.debian.proof;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What DSSE signs: type and payload with their lengths, so that neither can be taken for the other.
 */
final class Pae {
  private Pae() {}

  static byte[] encode(String type, byte[] payload) {
    byte[] name = type.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ascii("DSSEv1 " + name.length + " "));
    out.writeBytes(name);
    out.writeBytes(ascii(" " + payload.length + " "));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
