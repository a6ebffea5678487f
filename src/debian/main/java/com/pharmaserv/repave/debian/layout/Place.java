package com.pharmaserv.repave.debian.layout;

import java.nio.charset.StandardCharsets;

/**
 * A place on the disk that an entry had once: a line of a layout.
 *
 * @param path of that entry from the root, with no slash in front or behind
 */
public record Place(Kind kind, Runs runs, String path) {
  /** The longest path that Linux takes. */
  private static final int PATH_BYTES_MAX = 4_096;

  public Place {
    if (path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
      throw new IllegalArgumentException(
          "path '%s…' has more than %s bytes".formatted(path.substring(0, 40), PATH_BYTES_MAX));
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("path '%s' is no path in a tree".formatted(path));
      }
    }
    long blocks = runs.blocks();
    boolean fits =
        switch (kind) {
          case DIRECTORY -> blocks == 1;
          case FILE -> true;
          case SYMLINK -> blocks <= 1;
          case HARD_LINK, SPECIAL -> blocks == 0;
        };
    if (!fits || (kind != Kind.FILE && runs.counts().size() > 1)) {
      throw new IllegalArgumentException(
          "'%s' cannot have blocks '%s'".formatted(path, runs.text()));
    }
  }

  /** The folder that it is in, empty for the root. */
  String parent() {
    return parent(path);
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
