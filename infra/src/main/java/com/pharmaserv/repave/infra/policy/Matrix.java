package com.pharmaserv.repave.infra.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which rules and resources make each statement of the security page true, as Markdown. */
public final class Matrix {
  /** Statements that are made true by people, and what of this program they can point to. */
  private static final Map<Claim, String> ELSEWHERE =
      Map.of(
          Claim.S6,
              "Penetration tests are made by people, on stacks of the same program with"
                  + " synthetic data; what watches all the time is below.",
          Claim.S12, "Offices and workstations are not in AWS.",
          Claim.S14,
              "Organisational (since September 2025 the law is the NDPA 2023 with GAID"
                  + " 2025); the evidence that this program gives is below.");

  private Matrix() {}

  /**
   * The whole matrix.
   *
   * @param stacks what each rule saw, by the stack's name
   */
  public static String markdown(Map<String, Map<Rule, Sight>> stacks) {
    StringBuilder text = new StringBuilder();
    text.append("# The security page, rule by rule\n\n")
        .append("Generated from the rules in `policy` and a run of every stack: ")
        .append(String.join(", ", stacks.keySet()))
        .append(".\nDo not edit: `make golden` writes it again.\n");
    Map<Rule, Sight> first = stacks.values().iterator().next();
    for (Claim claim : Claim.values()) {
      text.append("\n## ").append(claim).append(": ").append(claim.words()).append("\n\n");
      if (ELSEWHERE.containsKey(claim)) {
        text.append(ELSEWHERE.get(claim)).append("\n\n");
      }
      List<Rule> rules =
          first.keySet().stream().filter(rule -> rule.claims().contains(claim)).toList();
      if (!rules.isEmpty()) {
        text.append(
            "| rule | what holds | asked for by | looked at |\n| --- | --- | --- | --- |\n");
        rules.forEach(rule -> text.append(row(rule, first)));
      }
    }
    return text.toString();
  }

  private static String row(Rule rule, Map<Rule, Sight> sights) {
    Map<String, Integer> kinds = new TreeMap<>();
    Sight sight = sights.get(rule);
    if (sight != null) {
      sight.subjects().forEach(view -> kinds.merge(view.kind(), 1, Integer::sum));
    }
    String seen =
        kinds.size() > 8
            ? "every resource"
            : String.join(
                ", ", kinds.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
    return "| "
        + rule.id()
        + " | "
        + rule.text()
        + " | "
        + String.join(", ", rule.controls())
        + " | "
        + seen
        + " |\n";
  }
}
