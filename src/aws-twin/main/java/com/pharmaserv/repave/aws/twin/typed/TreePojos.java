package com.pharmaserv.repave.aws.twin.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.MapTrait;

/** The SDK's objects as trees; instants come as seconds since 1970, bytes in base64. */
final class TreePojos {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Function<Instant, JsonNode> instants;

  /**
   * Writes trees.
   *
   * @param instants how the protocol writes an instant
   */
  TreePojos(Function<Instant, JsonNode> instants) {
    this.instants = instants;
  }

  /** Fills a builder from a tree. */
  static void read(SdkPojo builder, JsonNode tree) {
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode node = tree.path(field.locationName());
      if (!node.isMissingNode() && !node.isNull()) {
        field.set(builder, value(field, node));
      }
    }
  }

  private static Object value(SdkField<?> field, JsonNode node) {
    MarshallingType<?> type = field.marshallingType();
    if (type.equals(MarshallingType.SDK_POJO)) {
      SdkPojo builder = Pojos.builderOf(field);
      read(builder, node);
      return Pojos.built(builder);
    }
    if (type.equals(MarshallingType.LIST)) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(value(Pojos.elementOf(field), item)));
      return items;
    }
    if (type.equals(MarshallingType.MAP)) {
      Map<String, Object> entries = new LinkedHashMap<>();
      SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
      node.properties()
          .forEach(entry -> entries.put(entry.getKey(), value(element, entry.getValue())));
      return entries;
    }
    return plain(type, node);
  }

  private static Object plain(MarshallingType<?> type, JsonNode node) {
    if (type.equals(MarshallingType.INTEGER)) {
      return node.asInt();
    }
    if (type.equals(MarshallingType.LONG)) {
      return node.asLong();
    }
    if (type.equals(MarshallingType.DOUBLE)) {
      return node.asDouble();
    }
    if (type.equals(MarshallingType.BOOLEAN)) {
      return node.asBoolean();
    }
    if (type.equals(MarshallingType.INSTANT)) {
      return Instant.ofEpochMilli(Math.round(node.asDouble() * 1000));
    }
    if (type.equals(MarshallingType.SDK_BYTES)) {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(node.asText()));
    }
    return node.asText();
  }

  /** The tree of every field that is set. */
  ObjectNode write(SdkPojo pojo) {
    ObjectNode tree = Json.object();
    for (SdkField<?> field : pojo.sdkFields()) {
      Pojos.valueOf(field, pojo)
          .ifPresent(value -> tree.set(field.unmarshallLocationName(), node(value)));
    }
    return tree;
  }

  private JsonNode node(Object value) {
    if (value instanceof SdkPojo pojo) {
      return write(pojo);
    }
    if (value instanceof List<?> items) {
      ArrayNode array = NODES.arrayNode();
      items.forEach(item -> array.add(node(item)));
      return array;
    }
    if (value instanceof Map<?, ?> entries) {
      ObjectNode tree = Json.object();
      entries.forEach((key, inner) -> tree.set(key.toString(), node(inner)));
      return tree;
    }
    if (value instanceof Instant instant) {
      return instants.apply(instant);
    }
    if (value instanceof SdkBytes bytes) {
      return NODES.textNode(Base64.getEncoder().encodeToString(bytes.asByteArray()));
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof Number number) {
      return number instanceof Double || number instanceof Float
          ? NODES.numberNode(number.doubleValue())
          : NODES.numberNode(number.longValue());
    }
    return NODES.textNode(value.toString());
  }
}
