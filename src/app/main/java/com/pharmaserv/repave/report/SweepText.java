package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.Standing;
import com.pharmaserv.repave.operation.SweepFleets.Sweep;
import com.pharmaserv.repave.operation.Swept;
import com.pharmaserv.repave.operation.Swept.Halted;
import com.pharmaserv.repave.operation.Swept.Orphan;
import com.pharmaserv.repave.operation.Swept.Retained;
import com.pharmaserv.repave.operation.Swept.Taken;
import com.pharmaserv.repave.operation.Swept.Unfinished;
import java.util.List;

/** What the janitor finds and does, in words. */
public final class SweepText {
  private final boolean plan;

  /**
   * Words for a sweep.
   *
   * @param plan whether nothing is done
   */
  public SweepText(boolean plan) {
    this.plan = plan;
  }

  /** One thing that was found. */
  public String line(Swept swept) {
    return swept.fleet() + ": " + what(swept);
  }

  /** What is left to say when all was swept. */
  public static List<String> rest(Sweep sweep) {
    return sweep.swept().isEmpty() ? List.of("nothing to sweep") : List.of();
  }

  private String what(Swept swept) {
    if (swept instanceof Standing standing) {
      return RollText.sentence(standing);
    }
    if (swept instanceof Halted halted) {
      return "%s is halted and left to a person".formatted(halted.rollout());
    }
    if (swept instanceof Retained retained) {
      return "%s retains the previous generation until %s"
          .formatted(retained.rollout(), retained.retainedUntil());
    }
    if (swept instanceof Orphan orphan) {
      return "%s orphan %s".formatted(plan ? "would remove" : "removes", orphan.generation());
    }
    if (swept instanceof Unfinished left) {
      return "%s %s in %s"
          .formatted(plan ? "would go on with" : "goes on with", left.rollout(), left.phase());
    }
    if (swept instanceof Taken) {
      return "was taken over by another process meanwhile; left alone";
    }
    throw new IllegalStateException("unknown thing " + swept);
  }
}
