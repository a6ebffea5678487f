package com.pharmaserv.repave.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of which this tool knows how large they can be: anything larger is not its own. */
final class SmallFile {
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
}
