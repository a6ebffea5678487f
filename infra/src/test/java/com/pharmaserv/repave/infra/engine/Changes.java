package com.pharmaserv.repave.infra.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code pulumi preview --json} would do.
 *
 * @param root all that it printed
 */
record Changes(JsonNode root) {
  /** Says where the provider comes from, which is the point here. */
  private static final String AMBIENT = "using pulumi-resource-aws from $PATH";

  /**
   * @param name of a resource
   * @param change such as update
   * @param properties those at the top of the resource that differ
   */
  record Change(String type, String name, String change, Set<String> properties) {}

  static Changes of(String printed) throws IOException {
    return new Changes(new ObjectMapper().readTree(printed));
  }

  /** Warnings and errors, of Pulumi, of the provider, or of the program's libraries. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (JsonNode each : root.path("diagnostics")) {
      String message = each.path("message").asText();
      if (!each.path("severity").asText().startsWith("info") && !message.contains(AMBIENT)) {
        complaints.add(each.path("urn").asText() + ": " + message);
      }
    }
    return complaints;
  }

  /** How many resources would be made. */
  int created() {
    return root.path("changeSummary").path("create").asInt();
  }

  /** All but what stays as it is. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (JsonNode step : root.path("steps")) {
      String change = step.path("op").asText();
      if (!Set.of("same", "refresh", "read").contains(change)) {
        String[] urn = step.path("urn").asText().split("::", -1);
        Set<String> properties = new TreeSet<>();
        step.path("diffReasons").forEach(each -> properties.add(each.asText()));
        changes.add(
            new Change(urn[2].substring(urn[2].lastIndexOf('$') + 1), urn[3], change, properties));
      }
    }
    return changes;
  }
}
