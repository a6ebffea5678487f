package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The texts that make a disk beside the recipe's: scripts of the steps, and units. */
final class Scripts {
  static final String APART = "apart";
  static final String CHECKS = "live-checks";
  static final String CHECKS_UNIT = "live-checks.service";
  static final String IMAGE_UNIT = "image.service";

  /** What a step finds in its folder. */
  private static final List<String> STEPS =
      List.of("enter", "index", "packages", "tree", "disk", "zero", "workshop");

  private Scripts() {}

  static String text(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Scripts.class.getResourceAsStream(name), "script " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Puts the scripts of all steps into the folder. */
  static void write(Path folder) throws IOException {
    for (String step : STEPS) {
      Files.writeString(folder.resolve(step), text(step));
    }
  }

  /** The hash of all that any byte of a disk depends on: a changed one makes another image. */
  static String digest() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String step : STEPS) {
      all.append(text(step)).append('\0');
    }
    for (String other : List.of(APART, CHECKS, CHECKS_UNIT, IMAGE_UNIT)) {
      all.append(text(other)).append('\0');
    }
    return Sha256.of(all.toString());
  }
}
