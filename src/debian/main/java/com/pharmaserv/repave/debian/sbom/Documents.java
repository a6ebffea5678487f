package com.pharmaserv.repave.debian.sbom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockText;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What both kinds of inventory share. */
final class Documents {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Documents() {}

  /** The same text on every system. */
  static byte[] bytes(ObjectNode document) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try {
      String text = MAPPER.writer(printer).writeValueAsString(document);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  /** A number for the document that follows from what is in it: RFC 9562, version 8. */
  static UUID number(String kind, Described described, Lock lock) {
    String all =
        String.join(
            "\n", kind, described.image(), described.disk().orElse(""), LockText.write(lock));
    byte[] digest = Canonical.sha256().digest(all.getBytes(StandardCharsets.UTF_8));
    digest[6] = (byte) ((digest[6] & 0x0f) | 0x80);
    digest[8] = (byte) ((digest[8] & 0x3f) | 0x80);
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(digest);
    return new UUID(bytes.getLong(), bytes.getLong());
  }
}
