package com.pharmaserv.repave.model;

import com.pharmaserv.repave.model.SecurityFinding.Detector;
import java.util.List;
import java.util.Optional;

/**
 * What is done about findings of one kind. They are about machines: about anything else, this tool
 * can do nothing.
 *
 * @param source who found it
 * @param severity the least that it fits, from 0 to {@link SecurityFinding#SEVERITY_MAX}
 * @param exploited whether it fits only what somebody exploits, or could
 * @param type the only types that it fits, where {@code *} stands for any text; empty for all
 * @param reaction what is done
 */
public record ReactionRule(
    Detector source, int severity, boolean exploited, Optional<String> type, Reaction reaction) {
  /** Longest pattern of types; the longest type that AWS lists has about 100 characters. */
  public static final int TYPE_MAX = 200;

  /** GuardDuty's "high" begins here (GuardDuty user guide, "Severity levels"). */
  static final int HIGH = 7;

  /** Where "critical" begins, for Inspector and Security Hub as for GuardDuty. */
  static final int CRITICAL = 9;

  /**
   * What counts where an environment says nothing. It is short on purpose: a machine that behaves
   * like a stranger's is taken out without asking; what could be exploited in an image is a
   * person's to judge, since it stands on every machine of the fleet.
   */
  public static final List<ReactionRule> DEFAULT =
      List.of(
          new ReactionRule(Detector.GUARDDUTY, HIGH, false, Optional.empty(), Reaction.QUARANTINE),
          new ReactionRule(Detector.INSPECTOR, CRITICAL, true, Optional.empty(), Reaction.TELL),
          new ReactionRule(Detector.SECURITYHUB, HIGH, false, Optional.empty(), Reaction.TELL));

  public ReactionRule {
    if (severity < 0 || severity > SecurityFinding.SEVERITY_MAX) {
      throw new IllegalArgumentException(
          "severity %s must be from 0 to %s".formatted(severity, SecurityFinding.SEVERITY_MAX));
    }
    if (type.isPresent() && (type.get().isBlank() || type.get().length() > TYPE_MAX)) {
      throw new IllegalArgumentException(
          "type '%s' must have from 1 to %s characters".formatted(type.get(), TYPE_MAX));
    }
  }

  /** Whether it says what is done about the finding, if no rule before it does. */
  public boolean fits(SecurityFinding finding) {
    return finding.detector() == source
        && finding.severity() >= severity
        && (finding.exploited() || !exploited)
        && (type.isEmpty() || finding.types().stream().anyMatch(t -> matches(type.get(), t)));
  }

  /** Whether it fits all that the other one fits, which then never counts after it. */
  public boolean covers(ReactionRule other) {
    return source == other.source
        && severity <= other.severity
        && (!exploited || other.exploited)
        && (type.isEmpty() || type.equals(other.type));
  }

  /** The least that it asks for, in words. */
  public String least() {
    return severity
        + (exploited ? " with an exploit" : "")
        + type.map(" of type %s"::formatted).orElse("");
  }

  /** Each part between stars is looked for from the left: the first place is as good as any. */
  private static boolean matches(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    String first = parts[0];
    if (parts.length == 1) {
      return text.equals(first);
    }
    String last = parts[parts.length - 1];
    if (!text.startsWith(first)) {
      return false;
    }
    int at = first.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return text.length() - last.length() >= at && text.endsWith(last);
  }
}
