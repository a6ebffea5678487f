package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.Outcome;

/** What the tool's exit codes mean; scripts depend on them. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** Bad command line or bad configuration: nothing was done. */
  static final int USAGE = 2;

  static final int ROLLED_BACK = 3;
  static final int WAITING = 4;
  static final int HELD = 5;

  private ExitCode() {}

  static int of(Outcome outcome) {
    return switch (outcome) {
      case DONE -> DONE;
      case FAILED -> FAILED;
      case ROLLED_BACK -> ROLLED_BACK;
      case WAITING -> WAITING;
      case HELD -> HELD;
    };
  }
}
