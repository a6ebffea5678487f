package com.pharmaserv.repave.debian.layout;

import java.util.Arrays;
import java.util.Optional;

/** What an entry of a tree is. */
public enum Kind {
  DIRECTORY('d'),
  FILE('f'),
  SYMLINK('l'),
  HARD_LINK('h'),
  /** A pipe, a socket or a device. */
  SPECIAL('s');

  private final char letter;

  Kind(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }

  static Optional<Kind> of(String letter) {
    return Arrays.stream(values()).filter(k -> letter.equals(String.valueOf(k.letter))).findFirst();
  }
}
