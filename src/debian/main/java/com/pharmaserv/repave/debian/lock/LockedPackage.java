package com.pharmaserv.repave.debian.lock;

import java.util.regex.Pattern;

/**
 * A binary package, pinned.
 *
 * @param name for example {@code libssl3t64}
 * @param version as dpkg writes it, with its epoch if it has one
 * @param architecture {@code amd64} or {@code all}
 * @param suite that offers it, for example {@code trixie-security}
 * @param size of the file, in bytes
 * @param sha256 of the file, 64 hexadecimal digits
 * @param source what it was built from; vulnerabilities are counted by source
 * @param file its path below the archive's root
 */
public record LockedPackage(
    String name,
    DebianVersion version,
    String architecture,
    String suite,
    long size,
    String sha256,
    Source source,
    String file)
    implements Comparable<LockedPackage> {
  /** Debian policy, 5.6.7: lower case letters, digits, plus, minus and full stops. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]{1,127}");

  private static final Pattern SUITE = Pattern.compile("[a-z0-9][a-z0-9+./-]{0,63}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+.~%:_/-]{0,399}");

  /** More than any package of Debian has. */
  private static final long SIZE_MAX = 4L << 30;

  public LockedPackage {
    require("package", name, NAME);
    require("architecture of package '" + name + "'", architecture, NAME);
    require("suite of package '" + name + "'", suite, SUITE);
    require("SHA-256 of package '" + name + "'", sha256, SHA256);
    require("file of package '" + name + "'", file, FILE);
    if (file.contains("..")) {
      throw new IllegalArgumentException("file '" + file + "' must not lead out of the archive");
    }
    if (size < 1 || size > SIZE_MAX) {
      throw new IllegalArgumentException(
          "size %s of package '%s' must be from 1 to %s bytes".formatted(size, name, SIZE_MAX));
    }
  }

  /** A source package. */
  public record Source(String name, DebianVersion version) {
    public Source {
      require("source", name, NAME);
    }
  }

  /** Whether it comes from the archive of security fixes. */
  public boolean security() {
    return suite.endsWith("-security");
  }

  @Override
  public int compareTo(LockedPackage other) {
    return name.compareTo(other.name);
  }

  private static void require(String what, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s '%s' must match %s".formatted(what, value, pattern.pattern()));
    }
  }
}
