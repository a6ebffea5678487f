package com.pharmaserv.repave.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Reads one configuration file as text, bounded and strict, before any parser sees it. */
final class TextFile {
  /** Far above any file that people write, far below what would hurt to parse. */
  static final int BYTES_MAX = 256 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private TextFile() {}

  /**
   * The file's text.
   *
   * @param below the folder that it must be in, however many links lead to it
   */
  static Optional<String> read(Path file, Path below, Problems problems) {
    return bytes(file, below, problems)
        .flatMap(bytes -> decode(bytes, problems))
        .filter(text -> characters(text, problems));
  }

  private static Optional<byte[]> bytes(Path file, Path below, Problems problems) {
    if (Files.isDirectory(file)) {
      problems.add("is a directory, not a file", "");
      return Optional.empty();
    }
    if (!Files.exists(file)) {
      problems.add("does not exist", "");
      return Optional.empty();
    }
    if (leadsOut(file, below)) {
      problems.add(
          "is a symbolic link that leads out of its folder", "copy the file into the folder");
      return Optional.empty();
    }
    // A pipe or a device would block the reader, or never end.
    if (!Files.isRegularFile(file)) {
      problems.add("is not a regular file", "");
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length <= BYTES_MAX) {
        return Optional.of(bytes);
      }
      problems.add("is larger than " + BYTES_MAX / 1024 + " KiB", "make it smaller");
    } catch (AccessDeniedException e) {
      problems.add("cannot be read: access denied", "check its permissions");
    } catch (IOException e) {
      problems.add("cannot be read: " + e.getMessage(), "");
    }
    return Optional.empty();
  }

  /** Messages quote what a file says: nobody's project may make them quote another file. */
  private static boolean leadsOut(Path file, Path below) {
    try {
      Path real = file.toRealPath();
      Path own = below.toRealPath().resolve(below.relativize(file)).getParent();
      return own == null || !real.startsWith(own);
    } catch (IOException cannotBeFollowed) {
      return true;
    }
  }

  private static Optional<String> decode(byte[] bytes, Problems problems) {
    if (bytes.length >= 3
        && ByteBuffer.wrap(bytes, 0, 3).equals(ByteBuffer.wrap(BYTE_ORDER_MARK))) {
      problems.add(1, 1, "begins with a byte order mark", "save the file as UTF-8 without it");
      return Optional.empty();
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (!result.isError()) {
      return Optional.of(text);
    }
    int start = text.lastIndexOf('\n') + 1;
    problems.add(
        line(text, text.length()),
        text.length() - start + 1,
        String.format(Locale.ROOT, "byte 0x%02X is not UTF-8 text", in.get(in.position())),
        "save the file as UTF-8");
    return Optional.empty();
  }

  /** Names tabs and control characters here, because the parser's words for them puzzle people. */
  private static boolean characters(String text, Problems problems) {
    boolean good = true;
    int line = 1;
    int start = 0;
    boolean indenting = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        start = i + 1;
        indenting = true;
        continue;
      }
      if (c == '\t' && indenting) {
        problems.add(line, i - start + 1, "a tab indents this line", "indent with spaces");
        good = false;
      } else if (Character.isISOControl(c) && c != '\t' && c != '\r') {
        problems.add(
            line,
            i - start + 1,
            String.format(Locale.ROOT, "control character U+%04X", (int) c),
            "delete it");
        good = false;
      }
      indenting &= c == ' ';
    }
    return good;
  }

  private static int line(String text, int end) {
    return 1 + (int) text.chars().limit(end).filter(c -> c == '\n').count();
  }
}
