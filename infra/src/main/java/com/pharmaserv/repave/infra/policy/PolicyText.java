package com.pharmaserv.repave.infra.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

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

    /** The services that it lets in, without their regions. */
    List<String> services() {
      return texts(tree(principal).path("Service")).stream()
          .map(name -> name.replaceFirst("\\.[a-z]{2}-[a-z]+-\\d\\.amazonaws", ".amazonaws"))
          .toList();
    }

    /** What its conditions look at. */
    Set<String> keys() {
      Set<String> keys = new TreeSet<>();
      tree(conditions)
          .properties()
          .forEach(operator -> operator.getValue().fieldNames().forEachRemaining(keys::add));
      return keys;
    }

    /** What a condition compares a key with; empty where none looks at it. */
    List<String> values(String key) {
      List<String> values = new ArrayList<>();
      tree(conditions)
          .properties()
          .forEach(operator -> values.addAll(texts(operator.getValue().path(key))));
      return values;
    }

    /** Whether it allows one of the actions, which may be patterns as its own may. */
    boolean allowsAny(List<String> wanted) {
      return allows
          && actions.stream().anyMatch(own -> wanted.stream().anyMatch(each -> meet(own, each)));
    }

    /** Whether it is about something. */
    boolean isOn(String arn) {
      return resources.stream().anyMatch(own -> meet(own, arn));
    }
  }

  /** Whether one of two texts is among what the other, with asterisks, stands for. */
  static boolean meet(String one, String other) {
    return stands(one, other) || stands(other, one);
  }

  private static boolean stands(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return text.matches(regex.toString());
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
