package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.TearDownFleets.Fall;
import com.pharmaserv.repave.operation.TearDownFleets.Result;
import com.pharmaserv.repave.wording.Sentences;

/** How fleets are taken down, in words. */
public final class TearDownText {
  private TearDownText() {}

  /** What became of one fleet; in a plan, what would. */
  public static Wording of(Fall fall, boolean plan) {
    String before = plan && fall.result() == Result.TORN_DOWN ? "in a teardown, " : "";
    String line = "%s: %s%s".formatted(fall.fleet(), before, Sentences.of(fall.why()));
    return fall.result() == Result.REFUSED ? Wording.problem(line) : Wording.result(line);
  }
}
