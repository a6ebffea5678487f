package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.operation.Kept;
import com.pharmaserv.repave.operation.Kept.Result;
import com.pharmaserv.repave.wording.Sentences;

/** What became of a machine that somebody wants kept apart, in words. */
public final class QuarantineText {
  private QuarantineText() {}

  /** What a person who insists has to know. */
  private static String cost(Kept kept) {
    return kept.why().code() == ReasonCode.BELOW_FLOOR
        ? "; --force takes it all the same: until the replacement serves, the others carry its share"
        : "";
  }

  /** The answer. */
  public static Wording of(Kept kept) {
    String would = kept.plan() && kept.result() == Result.QUARANTINED ? "in a quarantine, " : "";
    String line = "%s: %s%s".formatted(kept.fleet(), would, Sentences.of(kept.why()));
    return switch (kept.result()) {
      case QUARANTINED, ALREADY -> Wording.result(line);
      case REFUSED, UNHEARD -> Wording.problem(line + cost(kept));
    };
  }
}
