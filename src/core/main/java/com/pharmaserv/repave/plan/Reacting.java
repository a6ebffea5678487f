package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.model.SecurityFinding.Detector;
import java.util.List;

/**
 * What is done about a finding, by a table of rules of which the first that fits counts. It is
 * short on purpose: a machine that behaves like a stranger's is taken out without asking; what
 * could be exploited in an image is a person's to judge, since it stands on every machine of the
 * fleet, and keeping them all apart is an outage.
 */
public record Reacting(Reaction reaction, Reason reason) {
  /** GuardDuty's "high" begins here (GuardDuty user guide, "Severity levels"). */
  static final int HIGH = 7;

  /** Where "critical" begins, for Inspector and Security Hub as for GuardDuty. */
  static final int CRITICAL = 9;

  private record Rule(Detector by, int least, boolean exploited, Reaction reaction) {
    boolean fits(SecurityFinding finding) {
      return finding.detector() == by
          && finding.severity() >= least
          && (finding.exploited() || !exploited);
    }
  }

  /** Only of machines: about anything else, this tool can do nothing. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(Detector.GUARDDUTY, HIGH, false, Reaction.QUARANTINE),
          new Rule(Detector.INSPECTOR, CRITICAL, true, Reaction.TELL),
          new Rule(Detector.SECURITYHUB, HIGH, false, Reaction.TELL));

  /** Finds the rule. */
  public static Reacting to(SecurityFinding finding) {
    if (!finding.open()) {
      return new Reacting(Reaction.NOTE, Reason.of(ReasonCode.FINDING_CLOSED));
    }
    if (finding.machine().isEmpty()) {
      return new Reacting(Reaction.NOTE, Reason.of(ReasonCode.FINDING_ON_NO_MACHINE));
    }
    return RULES.stream()
        .filter(rule -> rule.fits(finding))
        .findFirst()
        .map(rule -> new Reacting(rule.reaction(), reason(rule)))
        .orElseGet(() -> new Reacting(Reaction.NOTE, Reason.of(ReasonCode.FINDING_MINOR)));
  }

  private static Reason reason(Rule rule) {
    String least = rule.least() + (rule.exploited() ? " with an exploit" : "");
    return Reason.of(ReasonCode.FINDING_FITS, rule.by(), least);
  }
}
