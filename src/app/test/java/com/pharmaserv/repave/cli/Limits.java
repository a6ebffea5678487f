package com.pharmaserv.repave.cli;

import java.util.List;

/** Words before a command that run it with less than it would like to have. */
final class Limits {
  private Limits() {}

  /**
   * No file may grow above that many KiB: a write fails as it does on a full disk, but only for
   * this process and whoever owns the machine.
   */
  static List<String> fileSize(long kibibytes) {
    return List.of("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "bash");
  }
}
