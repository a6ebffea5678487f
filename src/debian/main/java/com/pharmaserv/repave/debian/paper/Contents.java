package com.pharmaserv.repave.debian.paper;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything in an image's tree. Times are not in it: all files of an image carry the time of its
 * lock.
 *
 * @param entries by path, without a slash in front; the root itself is {@code .}
 */
public record Contents(SortedMap<String, Entry> entries) {
  public Contents {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** What an entry is; the letters are those of ls, and h for a second name of a file. */
  public enum Kind {
    FILE('f'),
    FOLDER('d'),
    LINK('l'),
    HARD_LINK('h'),
    CHARACTER_DEVICE('c'),
    BLOCK_DEVICE('b'),
    PIPE('p');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }

    static Optional<Kind> of(String word) {
      for (Kind kind : values()) {
        if (word.equals(String.valueOf(kind.letter))) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * One entry.
   *
   * @param mode the lower twelve bits: setuid, setgid, sticky and who may read, write and execute
   * @param owner number of the user
   * @param group number of the group
   * @param size of a file in bytes; 0 for anything else
   * @param content SHA-256 of a file in hexadecimal, target of a link, or the major and minor
   *     number of a device with a colon in between; empty for anything else
   * @param attributes extended ones, by name, in hexadecimal
   */
  public record Entry(
      Kind kind,
      int mode,
      long owner,
      long group,
      long size,
      String content,
      SortedMap<String, String> attributes) {
    private static final int MODE_MAX = 07777;
    private static final int SET_USER = 04000;
    private static final int SET_GROUP = 02000;

    public Entry {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
      if (mode < 0 || mode > MODE_MAX || owner < 0 || group < 0 || size < 0) {
        throw new IllegalArgumentException(
            "mode %s, owner %s:%s or size %s of an entry is out of bounds"
                .formatted(Integer.toOctalString(mode), owner, group, size));
      }
    }

    /** For example {@code 4755 0:0}; as people write it. */
    public String modeText() {
      String octal = "0000" + Integer.toOctalString(mode);
      return octal.substring(octal.length() - 4);
    }

    public String ownerText() {
      return owner + ":" + group;
    }

    /**
     * What whoever starts the program gets beyond the own rights: {@code setuid 0}, {@code setgid
     * 42}, {@code cap_net_raw=ep}; empty for most.
     */
    public String privileges() {
      StringBuilder all = new StringBuilder();
      if (kind == Kind.FILE && (mode & SET_USER) != 0) {
        all.append("setuid ").append(owner).append(' ');
      }
      if (kind == Kind.FILE && (mode & SET_GROUP) != 0) {
        all.append("setgid ").append(group).append(' ');
      }
      String capability = attributes.get(Capabilities.ATTRIBUTE);
      if (capability != null) {
        all.append(Capabilities.words(capability));
      }
      return all.toString().strip();
    }
  }
}
