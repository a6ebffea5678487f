package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.FindingReader;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.operation.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads an event from a file or from standard input. */
final class EventFile {
  private EventFile() {}

  /**
   * The finding in it.
   *
   * @param event the file's name; - for standard input
   */
  static SecurityFinding read(String event) throws RequestException, ConfigException {
    boolean given = event.equals("-");
    String name = given ? "standard input" : event;
    byte[] bytes;
    try (InputStream in = given ? System.in : Files.newInputStream(Path.of(event))) {
      bytes = in.readNBytes(FindingReader.BYTES_MAX + 1);
    } catch (NoSuchFileException e) {
      throw new RequestException("the event '%s' does not exist".formatted(name));
    } catch (IOException e) {
      throw new RequestException(
          "the event '%s' cannot be read: %s".formatted(name, e.getMessage()));
    }
    if (bytes.length > FindingReader.BYTES_MAX) {
      throw new RequestException(
          "'%s' has more than %s bytes, which no event has"
              .formatted(name, FindingReader.BYTES_MAX));
    }
    return FindingReader.read(new String(bytes, StandardCharsets.UTF_8), name);
  }
}
