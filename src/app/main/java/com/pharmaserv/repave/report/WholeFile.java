package com.pharmaserv.repave.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A file that others may read at any time: they see all of it, or the one before. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes a file; an existing one is replaced as a whole or not at all. */
  public static void write(String text, Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = Objects.requireNonNull(absolute.getParent(), "a file has a folder");
    Files.createDirectories(folder);
    Path draft = folder.resolve("." + absolute.getFileName() + ".draft");
    try {
      Files.writeString(draft, text);
      Files.move(draft, absolute, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
