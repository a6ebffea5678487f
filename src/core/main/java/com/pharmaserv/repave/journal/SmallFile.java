package com.pharmaserv.repave.journal;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads files of which this tool knows what they hold and how large they can be. A file that is
 * otherwise is named, whatever is wrong with it: people and disks write into it, too.
 */
final class SmallFile {
  private static final ObjectReader JSON =
      JournalJson.mapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private SmallFile() {}

  /**
   * The file's text.
   *
   * @throws IOException naming the file, if it is larger or not UTF-8
   */
  static String read(Path file, int max) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(max + 1);
    }
    if (bytes.length > max) {
      throw new IOException(
          "'%s' has more than %s bytes; this tool has not written it".formatted(file, max));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException bad) {
      throw new IOException("'%s' is not UTF-8; this tool has not written it".formatted(file), bad);
    }
  }

  /**
   * What a text of the file says.
   *
   * @throws IOException naming the file, if it says anything else
   */
  static <T> T json(String text, Class<T> type, Path file) throws IOException {
    try {
      T value = JSON.forType(type).readValue(text);
      if (value == null) {
        throw new IllegalArgumentException("nothing is in it");
      }
      return value;
      // Readers of single fields throw what they like: a number that is no date, a list too deep.
    } catch (IOException | RuntimeException malformed) {
      throw new IOException(
          "'%s' is damaged: %s; restore it from a copy"
              .formatted(file, JournalJson.firstLine(malformed)),
          malformed);
    }
  }
}
