package com.pharmaserv.repave.infra.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Policies of IAM as rules read them: every field that may be one text or a list is a list. */
final class PolicyText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PolicyText() {}

  /**
   * One statement.
   *
   * @param principal as JSON; empty in identity policies
   * @param conditions as JSON; empty if none
   */
  record Entry(
      boolean allows,
      List<String> actions,
      List<String> exceptions,
      List<String> resources,
      String principal,
      String conditions) {
    boolean everybody() {
      return principal.equals("\"*\"")
          || principal.contains(":\"*\"")
          || principal.contains("[\"*\"");
    }
  }

  /** JSON as a tree; an empty one where the text is none, as with values that are not known yet. */
  static JsonNode tree(String json) {
    if (json.isBlank()) {
      return MAPPER.createObjectNode();
    }
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return MAPPER.createObjectNode();
    }
  }

  static List<Entry> entries(String policy) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode statement : tree(policy).path("Statement")) {
      entries.add(
          new Entry(
              statement.path("Effect").asText().equals("Allow"),
              texts(statement.path("Action")),
              texts(statement.path("NotAction")),
              texts(statement.path("Resource")),
              statement.has("Principal") ? statement.path("Principal").toString() : "",
              statement.has("Condition") ? statement.path("Condition").toString() : ""));
    }
    return entries;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
