package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a person names on the command line, or standard input. */
final class GivenFile {
  private static final String STANDARD_INPUT = "-";

  private GivenFile() {}

  /**
   * What to call it in messages.
   *
   * @param path {@code -} for standard input
   */
  static String name(String path) {
    return path.equals(STANDARD_INPUT) ? "standard input" : path;
  }

  /**
   * Its text, read as UTF-8.
   *
   * @param what it is, such as {@code event}
   * @param bytesMax more than any such file has
   */
  static String text(String path, String what, int bytesMax) throws RequestException {
    byte[] bytes;
    try (InputStream in =
        path.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(path))) {
      bytes = in.readNBytes(bytesMax + 1);
    } catch (NoSuchFileException e) {
      throw new RequestException("the %s '%s' does not exist".formatted(what, path));
    } catch (IOException e) {
      throw new RequestException(
          "the %s '%s' cannot be read: %s".formatted(what, name(path), e.getMessage()));
    }
    if (bytes.length > bytesMax) {
      throw new RequestException(
          "'%s' has more than %s bytes, which no %s has".formatted(name(path), bytesMax, what));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
