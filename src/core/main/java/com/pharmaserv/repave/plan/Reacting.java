package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.ReactionRule;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.SecurityFinding;
import java.util.List;

/** What is done about a finding, by a list of rules of which the first that fits counts. */
public record Reacting(Reaction reaction, Reason reason) {
  /** Finds the rule. */
  public static Reacting to(SecurityFinding finding, List<ReactionRule> rules) {
    if (!finding.open()) {
      return new Reacting(Reaction.NOTE, Reason.of(ReasonCode.FINDING_CLOSED));
    }
    if (finding.machine().isEmpty()) {
      return new Reacting(Reaction.NOTE, Reason.of(ReasonCode.FINDING_ON_NO_MACHINE));
    }
    return rules.stream()
        .filter(rule -> rule.fits(finding))
        .findFirst()
        .map(rule -> new Reacting(rule.reaction(), reason(rule)))
        .orElseGet(() -> new Reacting(Reaction.NOTE, Reason.of(ReasonCode.FINDING_MINOR)));
  }

  private static Reason reason(ReactionRule rule) {
    return Reason.of(ReasonCode.FINDING_FITS, rule.source(), rule.least());
  }
}
