package com.pharmaserv.repave.infra.judges;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a flow did in one situation.
 *
 * @param failing the step that the test let fail; empty if none
 * @param rules that react to how it ended
 */
record Course(
    String flow, String name, String failing, boolean succeeded, List<String> rules, JsonNode all) {

  static Course of(JsonNode all) {
    List<String> rules = new ArrayList<>();
    all.path("rules").forEach(rule -> rules.add(rule.asText()));
    return new Course(
        all.path("flow").asText(),
        all.path("name").asText(),
        all.path("failing").asText(),
        all.path("status").asText().equals("SUCCEEDED"),
        rules,
        all);
  }

  /** Whether people are told: by the flow, or by a rule that reacts to its failure. */
  boolean told(List<String> rulesThatTell) {
    return toldByFlow() || rules.stream().anyMatch(rulesThatTell::contains);
  }

  private boolean toldByFlow() {
    for (JsonNode state : all.path("steps")) {
      for (JsonNode call : state.path("does")) {
        if (call.path("action").asText().equals("sns:publish") && !call.has("refused")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the machine that the flow is about can reach nobody any more. */
  boolean cutOff() {
    JsonNode groups = all.path("after").path("groups");
    return groups.size() == 1 && groups.path(0).asText().equals("sg-cell");
  }

  /** Whether there was a machine to cut off. */
  boolean hasMachine() {
    return all.path("after").has("groups");
  }

  /** The whole course, to be read. */
  String text() {
    StringBuilder text = new StringBuilder("== %s%n".formatted(name));
    for (JsonNode state : all.path("steps")) {
      text.append("%s%n".formatted(state.path("state").asText()));
      text.append(folded(state.path("does")));
    }
    text.append("%s%n".formatted(succeeded ? "done" : end()));
    if (!rules.isEmpty()) {
      text.append("  noticed by %s%n".formatted(String.join(", ", rules)));
    }
    if (hasMachine()) {
      text.append("  leaves the machine with %s%n".formatted(all.path("after")));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  /** Without what differs from run to run. */
  private String end() {
    String cause =
        all.path("cause")
            .asText()
            .replaceAll(" \\(Service:.*\\)", "")
            .replaceAll(" \\(entered at the event id #[0-9]+\\)", "");
    return "%s: %s: %s".formatted(all.path("status").asText(), all.path("error").asText(), cause);
  }

  /** Calls and waits, where the same ones follow each other only once. */
  private static String folded(JsonNode does) {
    List<String> lines = new ArrayList<>();
    for (JsonNode each : does) {
      lines.add(line(each));
    }
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < lines.size()) {
      int again = 0;
      while (at + 2 * again + 3 < lines.size()
          && lines.get(at).equals(lines.get(at + 2 * again + 2))
          && lines.get(at + 1).equals(lines.get(at + 2 * again + 3))) {
        again++;
      }
      text.append("  %s%n".formatted(lines.get(at)));
      if (again > 0) {
        text.append("  %s%n".formatted(lines.get(at + 1)));
        text.append("  and the same again, %s times%n".formatted(again));
        at += 2 * again + 2;
      } else {
        at++;
      }
    }
    return text.toString();
  }

  private static String line(JsonNode does) {
    if (does.has("waits")) {
      return "waits %s s".formatted(does.path("waits").asInt());
    }
    String refused = does.has("refused") ? ": " + does.path("refused").asText() : "";
    String ends = does.has("ends") ? ": " + does.path("ends").asText() : "";
    return "%s %s%s"
        .formatted(does.path("action").asText(), does.path("arguments"), refused + ends);
  }
}
