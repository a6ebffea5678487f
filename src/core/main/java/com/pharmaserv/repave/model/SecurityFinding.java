package com.pharmaserv.repave.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a service that watches the account has found.
 *
 * @param id as the service names it
 * @param types as the service names them
 * @param severity from 0 to 10, however the service writes it
 * @param exploited whether the service says that somebody exploits it, or could with what is known
 * @param open whether nobody has archived, suppressed or closed it
 * @param machine which it is about; empty if it is about anything else
 */
public record SecurityFinding(
    Detector detector,
    String id,
    String title,
    List<String> types,
    String account,
    String region,
    double severity,
    boolean exploited,
    boolean open,
    Optional<String> machine) {
  public static final int SEVERITY_MAX = 10;

  public SecurityFinding {
    types = List.copyOf(types);
    if (!(severity >= 0 && severity <= SEVERITY_MAX)) {
      throw new IllegalArgumentException(
          "severity %s must be from 0 to %s".formatted(severity, SEVERITY_MAX));
    }
  }

  /** Who found it. */
  public enum Detector {
    GUARDDUTY,
    INSPECTOR,
    SECURITYHUB;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** In one line, for people. */
  public String line() {
    String number = BigDecimal.valueOf(severity).stripTrailingZeros().toPlainString();
    return "%s finding %s, severity %s: %s".formatted(detector, id, number, title);
  }
}
