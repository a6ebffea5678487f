package com.pharmaserv.repave.aws.pojo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The SDK's data as JSON trees with sorted fields, and back. */
final class PojoJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PojoJson() {}

  static ObjectNode write(SdkPojo pojo, Set<String> without, int depth) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Fields.requireDepth(depth, field);
      if (!without.contains(field.memberName())) {
        Fields.value(field, pojo)
            .ifPresent(value -> sorted.put(field.memberName(), write(field, value, depth)));
      }
    }
    return NODES.objectNode().setAll(sorted);
  }

  private static JsonNode write(SdkField<?> field, Object value, int depth) {
    return switch (Fields.type(field)) {
      case SDK_POJO -> write((SdkPojo) value, Set.of(), depth + 1);
      case LIST -> {
        ArrayNode array = NODES.arrayNode();
        ((List<?>) value).forEach(e -> array.add(write(Fields.element(field), e, depth)));
        yield array;
      }
      case MAP -> {
        Map<String, JsonNode> sorted = new TreeMap<>();
        ((Map<?, ?>) value)
            .forEach((k, v) -> sorted.put(k.toString(), write(Fields.entry(field), v, depth)));
        yield NODES.objectNode().setAll(sorted);
      }
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      case INTEGER, LONG -> NODES.numberNode(((Number) value).longValue());
      // One spelling for one number: 50, 50.0 and 5E1 are the same target.
      case FLOAT, DOUBLE, BIG_DECIMAL ->
          NODES.textNode(new BigDecimal(value.toString()).stripTrailingZeros().toPlainString());
      case STRING, INSTANT -> NODES.textNode(value.toString());
      case SDK_BYTES ->
          NODES.textNode(Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArray()));
      case SHORT, BYTE, NULL, DOCUMENT ->
          throw new IllegalArgumentException(
              "field '" + field.memberName() + "' has type " + Fields.type(field) + ", not known");
    };
  }

  static void read(JsonNode tree, SdkPojo builder, String path, int depth) {
    if (!tree.isObject()) {
      throw new IllegalArgumentException("'" + path + "' must be an object, is " + tree);
    }
    Map<String, SdkField<?>> places = new TreeMap<>();
    builder.sdkFields().forEach(place -> places.put(place.memberName(), place));
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      SdkField<?> place = places.get(entry.getKey());
      if (place == null) {
        throw new IllegalArgumentException(
            "'%s%s' is not a field of the AWS API; have %s"
                .formatted(path, entry.getKey(), places.keySet()));
      }
      Fields.requireDepth(depth, place);
      place.set(builder, read(place, entry.getValue(), path + entry.getKey(), depth));
    }
  }

  private static Object read(SdkField<?> field, JsonNode node, String at, int depth) {
    try {
      return switch (Fields.type(field)) {
        case SDK_POJO -> {
          SdkPojo builder = Fields.builder(field);
          read(node, builder, at + ".", depth + 1);
          yield Fields.built(builder);
        }
        case LIST -> {
          List<Object> elements = new ArrayList<>();
          for (JsonNode element : node) {
            String here = at + "[" + elements.size() + "]";
            elements.add(read(Fields.element(field), element, here, depth));
          }
          yield elements;
        }
        case MAP -> {
          Map<String, Object> entries = new TreeMap<>();
          for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String here = at + "[" + entry.getKey() + "]";
            entries.put(entry.getKey(), read(Fields.entry(field), entry.getValue(), here, depth));
          }
          yield entries;
        }
        case BOOLEAN -> strict(node.isBoolean(), node.booleanValue(), node);
        case INTEGER -> strict(whole(node) && node.canConvertToInt(), node.intValue(), node);
        case LONG -> strict(whole(node) && node.canConvertToLong(), node.longValue(), node);
        case FLOAT -> new BigDecimal(text(node)).floatValue();
        case DOUBLE -> new BigDecimal(text(node)).doubleValue();
        case BIG_DECIMAL -> new BigDecimal(text(node));
        case INSTANT -> Instant.parse(text(node));
        case STRING -> text(node);
        case SDK_BYTES -> SdkBytes.fromByteArray(Base64.getDecoder().decode(text(node)));
        // No API that we read uses the others.
        case SHORT, BYTE, NULL, DOCUMENT ->
            throw new IllegalArgumentException(
                "'" + at + "': " + Fields.type(field) + " is not known");
      };
    } catch (NumberFormatException | DateTimeException malformed) {
      throw new IllegalArgumentException(
          "'" + at + "' cannot be " + node + ": it is a " + Fields.type(field), malformed);
    }
  }

  private static boolean whole(JsonNode node) {
    return node.isIntegralNumber();
  }

  private static String text(JsonNode node) {
    return strict(node.isTextual(), node.asText(), node);
  }

  private static <T> T strict(boolean fits, T value, JsonNode node) {
    if (!fits) {
      throw new NumberFormatException(node.toString());
    }
    return value;
  }
}
