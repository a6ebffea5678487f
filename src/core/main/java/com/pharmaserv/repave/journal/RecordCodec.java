package com.pharmaserv.repave.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.port.Journal.JournalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * One journal record as one line of JSON.
 *
 * <pre>
 * {"v":2,"n":7,"at":"2026-11-22T16:00:00Z","epoch":3,"record":{"entry":"intent",...},"hash":"..."}
 * </pre>
 *
 * <p>The hash is SHA-256 over the previous line's hash (as text; for the first record nothing) and
 * all bytes of this line before {@code ,"hash"}. It is the last field, so that the bytes it covers
 * are exactly the bytes on disk and no canonical form is needed.
 */
final class RecordCodec {
  /**
   * Version of the format. Version 1 is read, too; a reader refuses others by name instead of
   * guessing. A journal may change from one to the other between two records.
   */
  static final int VERSION = 2;

  private static final String HASH_FIELD = ",\"hash\":\"";
  private static final int HASH_LENGTH = 64;
  private static final int TAIL_LENGTH = HASH_FIELD.length() + HASH_LENGTH + 2;

  private final ObjectMapper json = JournalJson.mapper();

  /** The line, with its line feed. */
  byte[] encode(long number, Instant at, long epoch, JournalEntry entry, String previousHash)
      throws JournalException {
    ObjectNode node = json.createObjectNode();
    node.put("v", VERSION);
    node.put("n", number);
    node.put("at", at.toString());
    node.put("epoch", epoch);
    try {
      // Written as the interface, so that the kind of entry is always in it.
      String body = json.writerFor(JournalEntry.class).writeValueAsString(entry);
      node.set("record", json.readTree(body));
      String text = json.writeValueAsString(node);
      String open = text.substring(0, text.length() - 1);
      String line = open + HASH_FIELD + hash(previousHash, open) + "\"}\n";
      return line.getBytes(StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new JournalException("record " + number + " cannot be written as JSON", impossible);
    }
  }

  /**
   * Reads one line without its line feed.
   *
   * @throws JournalException naming the record and what is wrong with it
   */
  JournalRecord decode(String line, long expectedNumber, String previousHash)
      throws JournalException {
    return parse(line, expectedNumber, verify(line, expectedNumber, previousHash));
  }

  /**
   * Shows that the line is as it was written, right after the one with the previous hash.
   *
   * @return the line's own hash
   */
  String verify(String line, long expectedNumber, String previousHash) throws JournalException {
    String who = "record " + expectedNumber;
    if (line.length() <= TAIL_LENGTH || !line.startsWith("{") || !line.endsWith("\"}")) {
      throw new JournalException(who + " is not a journal record");
    }
    String open = line.substring(0, line.length() - TAIL_LENGTH);
    String tail = line.substring(line.length() - TAIL_LENGTH);
    if (!tail.startsWith(HASH_FIELD)) {
      throw new JournalException(who + " has no hash at its end");
    }
    String claimed = tail.substring(HASH_FIELD.length(), HASH_FIELD.length() + HASH_LENGTH);
    String actual = hash(previousHash, open);
    if (!claimed.equals(actual)) {
      throw new JournalException(
          who
              + " does not match its hash (says "
              + claimed.substring(0, 12)
              + ", is "
              + actual.substring(0, 12)
              + "): it or a record before it was changed");
    }
    return claimed;
  }

  /** Reads a line that has been verified. */
  JournalRecord parse(String line, long expectedNumber, String hash) throws JournalException {
    try {
      JsonNode node = json.readTree(line);
      int version = node.path("v").asInt();
      if (version != VERSION && version != VersionOne.VERSION) {
        throw new JournalException(
            "record %s has format version %s, this tool reads %s and %s; use the version of Repave that wrote it"
                .formatted(expectedNumber, version, VersionOne.VERSION, VERSION));
      }
      long number = node.path("n").asLong();
      if (number != expectedNumber) {
        throw new JournalException(
            "record " + expectedNumber + " is missing: its place holds record " + number);
      }
      Instant at = json.treeToValue(node.get("at"), Instant.class);
      JsonNode body = node.path("record");
      JournalEntry entry =
          json.treeToValue(
              version == VERSION ? body : new VersionOne(json).upgraded(body), JournalEntry.class);
      if (at == null || entry == null) {
        throw new JournalException("record " + expectedNumber + " has no time or no entry");
      }
      return new JournalRecord(number, at, node.path("epoch").asLong(), entry, hash);
      // Its hash is right, yet no version of this tool has written it: readers may throw anything.
    } catch (IOException | RuntimeException malformed) {
      throw new JournalException(
          "record " + expectedNumber + " cannot be read: " + JournalJson.firstLine(malformed),
          malformed);
    }
  }

  static String hash(String previousHash, String open) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(previousHash.getBytes(StandardCharsets.UTF_8));
      sha.update(open.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
