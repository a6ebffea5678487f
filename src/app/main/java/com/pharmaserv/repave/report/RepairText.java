package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.RepairRoute.Repaired;
import com.pharmaserv.repave.operation.RepairRoute.Result;
import com.pharmaserv.repave.wording.Sentences;

/** How a route was put right, in words. */
public final class RepairText {
  private RepairText() {}

  /** The answer. */
  public static Wording of(Repaired repaired) {
    String why = Sentences.of(repaired.why());
    String before = repaired.plan() && repaired.result() == Result.REPAIRED ? "in a repair, " : "";
    String line = "%s: %s%s".formatted(repaired.fleet(), before, why);
    return repaired.result() == Result.REFUSED ? Wording.problem(line) : Wording.result(line);
  }
}
