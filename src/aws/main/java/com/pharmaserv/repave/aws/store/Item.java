package com.pharmaserv.repave.aws.store;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes of one item of the table, its key among them. */
record Item(Map<String, AttributeValue> attributes) {
  static final String PK = "pk";
  static final String SK = "sk";

  Item {
    attributes = Map.copyOf(attributes);
  }

  /**
   * Where an item is.
   *
   * @param pk kind and name, for example {@code lease#eu-prod/app}; items of one pk are read
   *     together
   * @param sk which of them
   */
  record Key(String pk, String sk) {
    Map<String, AttributeValue> attributes() {
      return Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk));
    }

    @Override
    public String toString() {
      return "'" + pk + "' '" + sk + "'";
    }
  }

  static Item at(Key key) {
    return new Item(key.attributes());
  }

  Item with(String name, AttributeValue value) {
    Map<String, AttributeValue> all = new TreeMap<>(attributes);
    all.put(name, value);
    return new Item(all);
  }

  Item with(String name, String text) {
    return with(name, AttributeValue.fromS(text));
  }

  Item with(String name, long number) {
    return with(name, number(number));
  }

  Item with(String name, byte[] bytes) {
    return with(name, AttributeValue.fromB(SdkBytes.fromByteArray(bytes)));
  }

  static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  Key key() {
    return new Key(text(PK), text(SK));
  }

  String text(String name) {
    return require(name, attribute(name).s());
  }

  long number(String name) {
    return Long.parseLong(require(name, attribute(name).n()));
  }

  byte[] bytes(String name) {
    return require(name, attribute(name).b()).asByteArray();
  }

  boolean hasBytes(String name, byte[] wanted) {
    return Arrays.equals(bytes(name), wanted);
  }

  private AttributeValue attribute(String name) {
    return require(name, attributes.get(name));
  }

  private <T> T require(String name, @org.jspecify.annotations.Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(
          ("item %s %s has no attribute '%s' of the right type; it was not written by"
                  + " this tool")
              .formatted(attributes.get(PK), attributes.get(SK), name));
    }
    return value;
  }
}
