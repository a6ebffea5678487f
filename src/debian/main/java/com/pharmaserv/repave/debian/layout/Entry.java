package com.pharmaserv.repave.debian.layout;

import java.nio.charset.StandardCharsets;

/**
 * An entry of a tree.
 *
 * @param path from the root, with no slash in front or behind
 * @param target path of the file that a hard link is another name of; empty for all others
 */
public record Entry(Kind kind, Runs runs, String path, String target) {
  /** A path that debugfs takes in a line of a script, twice as long with every quote. */
  private static final int FOLDER_BYTES_MAX = 2_000;

  /**
   * Whether it can have a place in a layout: its name is text, and what was put beside it can be
   * removed by its path. All others go to the end.
   */
  boolean placeable() {
    return (kind != Kind.HARD_LINK || plain(target, false)) && plain(path, kind == Kind.DIRECTORY);
  }

  private static boolean plain(String path, boolean folder) {
    String parent = folder ? path : Place.parent(path);
    return path.indexOf('\ufffd') < 0
        && parent.chars().noneMatch(c -> c < ' ' || c == '"' || c == 0x7f)
        && parent.getBytes(StandardCharsets.UTF_8).length <= FOLDER_BYTES_MAX;
  }
}
