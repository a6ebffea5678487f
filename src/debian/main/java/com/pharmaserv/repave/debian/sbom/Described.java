package com.pharmaserv.repave.debian.sbom;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an inventory is of.
 *
 * @param image its name
 * @param disk SHA-256 of the disk, in hexadecimal; empty before it is made
 */
public record Described(String image, Optional<String> disk) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public Described {
    if (disk.isPresent() && !SHA256.matcher(disk.get()).matches()) {
      throw new IllegalArgumentException(
          "digest '%s' of image '%s' must be 64 hexadecimal digits".formatted(disk.get(), image));
    }
  }
}
