package com.pharmaserv.repave.debian.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files that stand beside recipes and belong into the repository. */
final class Committed {
  private Committed() {}

  /** All of the text or nothing; everybody may read it. */
  static void write(String text, Path file) throws IOException {
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".written", ".draft");
    Files.writeString(draft, text);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
