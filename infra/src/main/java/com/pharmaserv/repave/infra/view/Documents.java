package com.pharmaserv.repave.infra.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Resources from what Pulumi's own commands print. */
public final class Documents {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
  private static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  /** How previews print a secret. */
  private static final String HIDDEN = "[secret]";

  private Documents() {}

  /**
   * Reads {@code pulumi preview --json} or {@code pulumi stack export}.
   *
   * @param source where the text comes from, for messages
   */
  public static List<ResourceView> read(String text, String source) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("'" + source + "' is not JSON: " + e.getMessage(), e);
    }
    List<ResourceView> views = new ArrayList<>();
    if (root.has("steps")) {
      int unchanged = root.path("changeSummary").path("same").asInt();
      for (JsonNode step : root.path("steps")) {
        JsonNode after = step.path("newState");
        String op = step.path("op").asText();
        unchanged -= op.equals("same") ? 1 : 0;
        if (!op.startsWith("delete") && !op.equals("discard") && !after.isMissingNode()) {
          views.add(view(after));
        }
      }
      if (unchanged > 0) {
        throw new IllegalArgumentException(
            "'"
                + source
                + "' leaves out "
                + unchanged
                + " unchanged resources; make it with 'pulumi preview --json --show-sames'");
      }
    } else if (root.path("deployment").has("resources")) {
      for (JsonNode resource : root.path("deployment").path("resources")) {
        if (!resource.path("delete").asBoolean()) {
          views.add(view(resource));
        }
      }
    } else {
      throw new IllegalArgumentException(
          "'"
              + source
              + "' has neither steps nor a deployment; give it the output of"
              + " 'pulumi preview --json --show-sames' or 'pulumi stack export'");
    }
    return views;
  }

  private static ResourceView view(JsonNode state) {
    String urn = state.path("urn").asText();
    Map<String, Object> inputs = new LinkedHashMap<>();
    state.path("inputs").properties().forEach(e -> inputs.put(e.getKey(), tree(e.getValue())));
    Map<String, Set<String>> uses = new TreeMap<>();
    state
        .path("propertyDependencies")
        .properties()
        .forEach(e -> uses.put(e.getKey(), texts(e.getValue())));
    String provider = state.path("provider").asText();
    int id = provider.lastIndexOf("::");
    return new ResourceView(
        urn,
        state.path("type").asText(),
        urn.substring(urn.lastIndexOf("::") + 2),
        inputs,
        id < 0 ? "" : provider.substring(0, id),
        state.path("parent").asText(),
        state.path("protect").asBoolean(),
        texts(state.path("ignoreChanges")),
        texts(state.path("dependencies")),
        uses);
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static Object tree(JsonNode node) {
    if (node.isObject()) {
      if (node.has(SIGNATURE)) {
        return new ResourceView.Secret("");
      }
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(e -> map.put(e.getKey(), tree(e.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(each -> list.add(tree(each)));
      return list;
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    if (node.isNumber()) {
      return node.asDouble();
    }
    return switch (node.asText()) {
      case UNKNOWN -> new ResourceView.Unknown();
      case HIDDEN -> new ResourceView.Secret("");
      default -> node.asText();
    };
  }
}
