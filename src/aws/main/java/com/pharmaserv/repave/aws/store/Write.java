package com.pharmaserv.repave.aws.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A change of one item under a condition on what it is before.
 *
 * @param update DynamoDB's update expression; empty to delete the item
 * @param condition DynamoDB's condition expression
 * @param names what placeholders with {@code #} stand for
 * @param values what placeholders with {@code :} stand for
 */
record Write(
    Item.Key key,
    Optional<String> update,
    String condition,
    Map<String, String> names,
    Map<String, AttributeValue> values) {
  Write {
    names = Map.copyOf(names);
    values = Map.copyOf(values);
  }

  /** What became of a write. */
  record Outcome(boolean done, Optional<Item> item) {
    /** The item is now this. */
    static Outcome done(Item now) {
      return new Outcome(true, Optional.of(now));
    }

    /** The condition did not hold for what is there; nothing if nothing is. */
    static Outcome refused(Optional<Item> there) {
      return new Outcome(false, there);
    }
  }

  static Write update(Item.Key key, String update, String condition) {
    return new Write(key, Optional.of(update), condition, Map.of(), Map.of());
  }

  static Write delete(Item.Key key, String condition) {
    return new Write(key, Optional.empty(), condition, Map.of(), Map.of());
  }

  /** Creates the item, unless one is there already. */
  static Write create(Item.Key key, Map<String, AttributeValue> attributes) {
    Write write = update(key, "", "attribute_not_exists(#pk)").name("#pk", Item.PK);
    StringBuilder set = new StringBuilder();
    for (Map.Entry<String, AttributeValue> each : new TreeMap<>(attributes).entrySet()) {
      set.append(set.length() == 0 ? "SET " : ", ").append('#').append(each.getKey());
      set.append(" = :").append(each.getKey());
      write = write.name("#" + each.getKey(), each.getKey());
      write = write.value(":" + each.getKey(), each.getValue());
    }
    return new Write(key, Optional.of(set.toString()), write.condition, write.names, write.values);
  }

  Write name(String placeholder, String attribute) {
    Map<String, String> all = new TreeMap<>(names);
    all.put(placeholder, attribute);
    return new Write(key, update, condition, all, values);
  }

  Write value(String placeholder, AttributeValue value) {
    Map<String, AttributeValue> all = new TreeMap<>(values);
    all.put(placeholder, value);
    return new Write(key, update, condition, names, all);
  }

  Write value(String placeholder, String text) {
    return value(placeholder, AttributeValue.fromS(text));
  }

  Write value(String placeholder, long number) {
    return value(placeholder, Item.number(number));
  }
}
