package com.pharmaserv.repave.debian.advisory;

import java.util.Locale;

/** How bad an advisory is, worst first. */
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW,
  /** No feed that is there says anything. */
  UNKNOWN,
  /** Debian takes it for no matter of security. */
  UNIMPORTANT;

  /** The tracker's word for it; stars say that it is a guess. */
  static Severity ofUrgency(String urgency) {
    return switch (urgency.replace("*", "").strip().toLowerCase(Locale.ROOT)) {
      case "high" -> HIGH;
      case "medium" -> MEDIUM;
      case "low" -> LOW;
      case "unimportant" -> UNIMPORTANT;
      default -> UNKNOWN;
    };
  }

  /** The bands of CVSS 3. */
  static Severity ofScore(double score) {
    if (score >= 9) {
      return CRITICAL;
    }
    if (score >= 7) {
      return HIGH;
    }
    return score >= 4 ? MEDIUM : score > 0 ? LOW : UNKNOWN;
  }

  /** What two feeds say together: unimportant for Debian, whatever a score says of the world. */
  Severity with(Severity other) {
    if (this == UNIMPORTANT || other == UNIMPORTANT) {
      return UNIMPORTANT;
    }
    return compareTo(other) <= 0 ? this : other;
  }
}
