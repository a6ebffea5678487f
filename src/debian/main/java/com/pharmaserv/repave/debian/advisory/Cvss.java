package com.pharmaserv.repave.debian.advisory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The base score of CVSS 3.0 and 3.1, which feeds give as a vector only. */
final class Cvss {
  private static final Map<String, Double> WEIGHTS =
      Map.ofEntries(
          Map.entry("AV:N", 0.85),
          Map.entry("AV:A", 0.62),
          Map.entry("AV:L", 0.55),
          Map.entry("AV:P", 0.2),
          Map.entry("AC:L", 0.77),
          Map.entry("AC:H", 0.44),
          Map.entry("PR:N", 0.85),
          Map.entry("PR:L", 0.62),
          Map.entry("PR:H", 0.27),
          Map.entry("UI:N", 0.85),
          Map.entry("UI:R", 0.62),
          Map.entry("H", 0.56),
          Map.entry("L", 0.22),
          Map.entry("N", 0.0));

  private static final int LENGTH_MAX = 200;

  private final Map<String, String> metrics = new HashMap<>();
  private final boolean scopeChanges;

  private Cvss(String vector) {
    for (String part : vector.split("/", 0)) {
      int colon = part.indexOf(':');
      metrics.put(part.substring(0, Math.max(colon, 0)), part.substring(colon + 1));
    }
    scopeChanges = "C".equals(metrics.get("S"));
  }

  /** Empty for what is no vector of version 3, or not a whole one. */
  static Optional<Double> score(String vector) {
    if (vector.length() > LENGTH_MAX || !vector.startsWith("CVSS:3.")) {
      return Optional.empty();
    }
    double score = new Cvss(vector).base();
    return Double.isNaN(score) ? Optional.empty() : Optional.of(score);
  }

  private double base() {
    double unharmed = (1 - impact("C")) * (1 - impact("I")) * (1 - impact("A"));
    double sub = 1 - unharmed;
    double impact =
        scopeChanges ? 7.52 * (sub - 0.029) - 3.25 * Math.pow(sub - 0.02, 15) : 6.42 * sub;
    double ease = 8.22 * weight("AV") * weight("AC") * privileges() * weight("UI");
    if (impact <= 0) {
      return 0;
    }
    return roundedUp(Math.min((scopeChanges ? 1.08 : 1) * (impact + ease), 10));
  }

  private double impact(String metric) {
    return WEIGHTS.getOrDefault(metrics.getOrDefault(metric, "?"), Double.NaN);
  }

  private double weight(String metric) {
    return WEIGHTS.getOrDefault(metric + ":" + metrics.get(metric), Double.NaN);
  }

  private double privileges() {
    String needed = metrics.getOrDefault("PR", "?");
    if (scopeChanges && needed.equals("L")) {
      return 0.68;
    }
    return scopeChanges && needed.equals("H") ? 0.5 : weight("PR");
  }

  /** To one digit, by integers, as the specification of 3.1 does. */
  private static double roundedUp(double value) {
    if (Double.isNaN(value)) {
      return value;
    }
    long scaled = Math.round(value * 100_000);
    return scaled % 10_000 == 0 ? scaled / 100_000.0 : (scaled / 10_000 + 1) / 10.0;
  }
}
