package com.pharmaserv.repave.aws.twin.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.wire.Json;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;

/** Attribute values on the wire: an object with one field, the type. */
final class Values {
  private Values() {}

  static TwinException invalid(String message) {
    return new TwinException("ValidationException", message);
  }

  static String type(JsonNode value) {
    if (value.size() != 1) {
      throw invalid("Supplied AttributeValue " + value + " must contain exactly one type");
    }
    String type = value.fieldNames().next();
    if (!type.matches("S|N|B")) {
      throw new AssertionError("the double knows attributes of type S, N and B only: " + value);
    }
    return type;
  }

  /** The order of two values; none if their types differ. */
  static OptionalInt compare(JsonNode left, JsonNode right) {
    String type = type(left);
    if (!type.equals(type(right))) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        type.equals("N")
            ? decimal(left).compareTo(decimal(right))
            : Arrays.compareUnsigned(bytes(left), bytes(right)));
  }

  static JsonNode sum(JsonNode left, JsonNode right) {
    return Json.object().put("N", decimal(left).add(decimal(right)).toPlainString());
  }

  private static BigDecimal decimal(JsonNode value) {
    if (!type(value).equals("N")) {
      throw invalid("An operand in the update expression has an incorrect data type");
    }
    return new BigDecimal(value.get("N").textValue());
  }

  private static byte[] bytes(JsonNode value) {
    String text = value.elements().next().textValue();
    return type(value).equals("B")
        ? Base64.getDecoder().decode(text)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes of an item: names and values (DynamoDB developer guide, "Item sizes and formats"). */
  static int size(ObjectNode item) {
    int size = 0;
    for (Map.Entry<String, JsonNode> attribute : item.properties()) {
      size += attribute.getKey().getBytes(StandardCharsets.UTF_8).length;
      size += bytes(attribute.getValue()).length;
    }
    return size;
  }
}
