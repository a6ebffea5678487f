package com.pharmaserv.repave.aws.twin.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.wire.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An update or a deletion as it is asked for, alone or in a transaction.
 *
 * @param input its fields on the wire
 */
record Change(DynamoTables tables, JsonNode input, boolean deletes) {
  /** DynamoDB developer guide, "Service quotas": an item with its names. */
  static final int ITEM_MAX = 400 * 1024;

  String table() {
    return input.path("TableName").asText();
  }

  DynamoTables.Key key() {
    return DynamoTables.Key.of(input.path("Key"));
  }

  /** The item as it is; without any attribute if there is none. */
  ObjectNode before() {
    return tables.get(table(), key()).orElseGet(Json::object);
  }

  /** Checks everything, and whether the condition holds; changes nothing. */
  boolean allowed() {
    Expression condition = expression(input, "ConditionExpression");
    boolean holds = condition.holds(before());
    Set<String> used = new TreeSet<>(condition.used());
    if (holds && !deletes) {
      Expression update = expression(input, "UpdateExpression");
      after(update);
      used.addAll(update.used());
    }
    if (holds) {
      requireUsed(input, used);
    }
    return holds;
  }

  /** Does it. */
  ObjectNode done() {
    if (deletes) {
      tables.remove(table(), key());
      return Json.object();
    }
    ObjectNode after = after(expression(input, "UpdateExpression"));
    tables.put(table(), key(), after);
    return after;
  }

  boolean wantsOld() {
    return input.path("ReturnValuesOnConditionCheckFailure").asText().equals("ALL_OLD");
  }

  private ObjectNode after(Expression update) {
    ObjectNode before = before();
    ObjectNode after = update.updated(before.isEmpty() ? key().attributes() : before);
    if (!DynamoTables.Key.of(after.deepCopy().retain(DynamoTables.PK, DynamoTables.SK))
        .equals(key())) {
      throw Values.invalid("Cannot update attribute: This attribute is part of the key");
    }
    if (Values.size(after) > ITEM_MAX) {
      throw Values.invalid("Item size to update has exceeded the maximum allowed size");
    }
    return after;
  }

  static Expression expression(JsonNode input, String field) {
    if (!input.hasNonNull(field)) {
      throw new AssertionError("the double wants a " + field + " with every call: " + input);
    }
    Map<String, String> names = new TreeMap<>();
    input
        .path("ExpressionAttributeNames")
        .properties()
        .forEach(name -> names.put(name.getKey(), name.getValue().asText()));
    Map<String, JsonNode> values = new TreeMap<>();
    input
        .path("ExpressionAttributeValues")
        .properties()
        .forEach(value -> values.put(value.getKey(), value.getValue()));
    return new Expression(input.path(field).asText(), names, values);
  }

  static void requireUsed(JsonNode input, Set<String> used) {
    for (String field : Set.of("ExpressionAttributeNames", "ExpressionAttributeValues")) {
      input
          .path(field)
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!used.contains(name)) {
                  throw Values.invalid(
                      "Value provided in "
                          + field
                          + " unused in expressions: keys: {"
                          + name
                          + "}");
                }
              });
    }
  }
}
