package com.pharmaserv.repave.debian.paper;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The headers of one entry of a tar as bytes, because the library takes all of them for text: its
 * own header, and the records in front of it (POSIX.1-2017, pax, "pax Extended Header"), each its
 * length in decimal, a space, a name, an equals sign, a value of any bytes, and a line feed.
 */
final class RawHeaders {
  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final int BLOCK = 512;

  /** All records of one entry; the kernel takes 64 KiB of attributes. */
  private static final int RECORDS_MAX = 1 << 20;

  private static final Field NAME = new Field(0, 100);
  private static final Field SIZE = new Field(124, 12);
  private static final Field TYPE = new Field(156, 1);
  private static final Field TARGET = new Field(157, 100);
  private static final Field PREFIX = new Field(345, 155);

  private final byte[] header;
  private final Map<String, byte[]> records;

  /**
   * Headers that were read.
   *
   * @param header the 512 bytes of the entry itself
   * @param records values by their names
   */
  private RawHeaders(byte[] header, Map<String, byte[]> records) {
    this.header = header;
    this.records = records;
  }

  private record Field(int at, int length) {
    byte[] in(byte[] bytes, int from) {
      return Arrays.copyOfRange(bytes, from + at, from + at + length);
    }
  }

  /** How far data of that size reaches. */
  static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * Reads those of one entry.
   *
   * @param from where the entry before ends
   * @param to where the data of the entry begins
   */
  static RawHeaders between(SeekableByteChannel tar, long from, long to) throws IOException {
    if (to - from < BLOCK || to - from > RECORDS_MAX) {
      throw new IOException("an entry of the tree has %s bytes of headers".formatted(to - from));
    }
    byte[] all = read(tar, from, (int) (to - from));
    Map<String, byte[]> records = new TreeMap<>();
    for (int at = 0; at + BLOCK < all.length; ) {
      String octal = new String(SIZE.in(all, at), StandardCharsets.US_ASCII);
      int size = Integer.parseInt(octal.replaceAll("[\0 ]", ""), 8);
      if (TYPE.in(all, at)[0] == 'x') {
        read(Arrays.copyOfRange(all, at + BLOCK, at + BLOCK + size), records);
      }
      at += BLOCK + (int) padded(size);
    }
    return new RawHeaders(Arrays.copyOfRange(all, all.length - BLOCK, all.length), records);
  }

  private static void read(byte[] bytes, Map<String, byte[]> records) throws IOException {
    for (int at = 0; at < bytes.length; ) {
      int space = index(bytes, at, ' ');
      int length = Integer.parseInt(new String(bytes, at, space - at, StandardCharsets.US_ASCII));
      int equals = index(bytes, space, '=');
      int end = at + length - 1;
      if (length < 1 || end > bytes.length - 1 || equals > end) {
        throw new IOException("an entry of the tree carries a record that is cut off");
      }
      records.put(
          new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8),
          Arrays.copyOfRange(bytes, equals + 1, end));
      at += length;
    }
  }

  private static int index(byte[] bytes, int from, char wanted) throws IOException {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new IOException("an entry of the tree carries a record without '%s'".formatted(wanted));
  }

  private static byte[] read(SeekableByteChannel tar, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    tar.position(from);
    while (buffer.hasRemaining()) {
      if (tar.read(buffer) < 0) {
        throw new EOFException("the tree ends within an entry");
      }
    }
    return buffer.array();
  }

  /** Whether the entry's name, and where it leads, are text in UTF-8. */
  boolean named() {
    byte[] path = records.get("path");
    byte[] target = records.get("linkpath");
    return (path == null ? text(NAME.in(header, 0)) && text(PREFIX.in(header, 0)) : text(path))
        && text(target == null ? TARGET.in(header, 0) : target);
  }

  private static boolean text(byte[] bytes) {
    try {
      // A decoder of its own reports what is malformed; text made of it by String does not.
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Extended attributes in hexadecimal, by name. */
  SortedMap<String, String> attributes() {
    SortedMap<String, String> attributes = new TreeMap<>();
    records.forEach(
        (name, value) -> {
          if (name.startsWith(ATTRIBUTE)) {
            attributes.put(name.substring(ATTRIBUTE.length()), HexFormat.of().formatHex(value));
          }
        });
    return attributes;
  }
}
