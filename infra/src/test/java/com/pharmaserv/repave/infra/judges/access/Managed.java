package com.pharmaserv.repave.infra.judges.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** AWS's own policies, as a folder has them. */
final class Managed {
  private static final Path FOLDER = Path.of("src/test/resources/access/managed");

  private Managed() {}

  /** What a policy says, by the last part of its ARN. */
  static String text(String name) {
    try {
      return Files.readString(FOLDER.resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException("what " + name + " says must stand in " + FOLDER, e);
    }
  }
}
