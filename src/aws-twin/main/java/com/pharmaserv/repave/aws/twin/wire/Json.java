package com.pharmaserv.repave.aws.twin.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** JSON trees as the SDK sends and reads them. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Seconds since 1970 with a fraction: how AWS's JSON protocols write instants. */
  public static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  public static ObjectNode parse(String body) {
    try {
      return body.isEmpty() ? object() : (ObjectNode) MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tree as flat names with dots and element numbers from 1, as in a query. */
  public static Map<String, String> flat(JsonNode tree) {
    Map<String, String> values = new TreeMap<>();
    flatten("", tree, values);
    return values;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> values) {
    String start = path.isEmpty() ? "" : path + ".";
    if (node.isObject()) {
      node.properties().forEach(field -> flatten(start + field.getKey(), field.getValue(), values));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(start + (i + 1), node.get(i), values);
      }
    } else if (!node.isNull()) {
      values.put(path, node.asText());
    }
  }
}
