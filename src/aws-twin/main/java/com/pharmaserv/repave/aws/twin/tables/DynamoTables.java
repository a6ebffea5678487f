package com.pharmaserv.repave.aws.twin.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.Json;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A region's tables with partition key {@code pk} and sort key {@code sk}, both texts. */
public final class DynamoTables {
  static final String PK = "pk";
  static final String SK = "sk";

  private final TwinRegion region;
  private final Map<String, Map<String, NavigableMap<String, ObjectNode>>> tables = new TreeMap<>();

  DynamoTables(TwinRegion region) {
    this.region = region;
  }

  /** An item's place. */
  record Key(String pk, String sk) {
    static Key of(JsonNode attributes) {
      if (attributes.size() != 2) {
        throw Values.invalid("The provided key element does not match the schema");
      }
      return new Key(part(attributes, PK), part(attributes, SK));
    }

    private static String part(JsonNode attributes, String name) {
      String text = attributes.path(name).path("S").asText();
      if (text.isEmpty()) {
        throw Values.invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty string value. Key: "
                + name);
      }
      return text;
    }

    ObjectNode attributes() {
      ObjectNode attributes = Json.object();
      attributes.putObject(PK).put("S", pk);
      attributes.putObject(SK).put("S", sk);
      return attributes;
    }
  }

  /** Creates an empty table, unless it exists. */
  public DynamoTables create(String table) {
    region.cloud().guarded(() -> tables.computeIfAbsent(table, unknown -> new TreeMap<>()));
    return this;
  }

  /** Deletes an item, as somebody with a console would. */
  public void delete(String table, String pk, String sk) {
    region.cloud().guarded(() -> partition(table, pk).remove(sk));
  }

  Optional<ObjectNode> get(String table, Key key) {
    return Optional.ofNullable(partition(table, key.pk()).get(key.sk()));
  }

  void put(String table, Key key, ObjectNode item) {
    partition(table, key.pk()).put(key.sk(), item);
  }

  void remove(String table, Key key) {
    partition(table, key.pk()).remove(key.sk());
  }

  /** All items of a partition by their sort keys. */
  NavigableMap<String, ObjectNode> partition(String table, String pk) {
    Map<String, NavigableMap<String, ObjectNode>> partitions = tables.get(table);
    if (partitions == null) {
      throw new TwinException("ResourceNotFoundException", "Requested resource not found");
    }
    return partitions.computeIfAbsent(pk, unknown -> new TreeMap<>());
  }
}
