package com.pharmaserv.repave.aws.twin.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinService;
import com.pharmaserv.repave.aws.twin.wire.Json;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** DynamoDB: conditional updates, transactions and strongly consistent reads. */
public final class TablesService extends TwinService {
  /** DynamoDB API reference, Query: one page. */
  private static final int PAGE_BYTES = 1024 * 1024;

  /** DynamoDB API reference, TransactWriteItems. */
  private static final int TRANSACTION_ITEMS = 100;

  /** DynamoDB API reference, BatchGetItem. */
  private static final int BATCH_ITEMS = 100;

  /** So many of them are answered at once; DynamoDB may leave any number to be asked for again. */
  private static final int BATCH_ANSWERED = 60;

  private static final int TRANSACTION_BYTES = 4 * 1024 * 1024;
  private static final String REFUSED = "The conditional request failed";

  private TablesService() {
    super("dynamodb", Protocol.JSON, "");
    on("BatchGetItem", TablesService::batch);
    on("GetItem", TablesService::get);
    on("Query", TablesService::query);
    on("UpdateItem", TablesService::update);
    on("TransactWriteItems", TablesService::transact);
  }

  /** Adds the service and a region's part of it. */
  public static void register(TwinCloud cloud) {
    cloud.serve(new TablesService());
    cloud.provide(DynamoTables.class, DynamoTables::new);
  }

  private static DynamoTables tables(Request request) {
    return request.region().part(DynamoTables.class);
  }

  private static void requireConsistent(JsonNode input) {
    if (!input.path("ConsistentRead").asBoolean()) {
      throw new AssertionError("the double knows strongly consistent reads only: " + input);
    }
  }

  private static Answer get(Request request) {
    JsonNode input = request.json();
    requireConsistent(input);
    ObjectNode answer = Json.object();
    tables(request)
        .get(input.path("TableName").asText(), DynamoTables.Key.of(input.path("Key")))
        .ifPresent(item -> answer.set("Item", item));
    return Answer.json(answer);
  }

  private static Answer batch(Request request) {
    ObjectNode answer = Json.object();
    ObjectNode responses = answer.putObject("Responses");
    ObjectNode unprocessed = answer.putObject("UnprocessedKeys");
    Set<String> places = new HashSet<>();
    int keys = 0;
    for (Map.Entry<String, JsonNode> table : request.json().path("RequestItems").properties()) {
      requireConsistent(table.getValue());
      ArrayNode found = responses.putArray(table.getKey());
      for (JsonNode attributes : table.getValue().path("Keys")) {
        DynamoTables.Key key = DynamoTables.Key.of(attributes);
        if (!places.add(table.getKey() + "/" + key)) {
          throw Values.invalid("Provided list of item keys contains duplicates");
        }
        if (++keys > BATCH_ANSWERED) {
          later(unprocessed, table.getKey()).add(attributes);
        } else {
          tables(request).get(table.getKey(), key).ifPresent(found::add);
        }
      }
    }
    if (keys == 0 || keys > BATCH_ITEMS) {
      throw Values.invalid("Too many items requested for the BatchGetItem call");
    }
    return Answer.json(answer);
  }

  private static ArrayNode later(ObjectNode unprocessed, String table) {
    ObjectNode rest =
        unprocessed.has(table)
            ? (ObjectNode) unprocessed.get(table)
            : unprocessed.putObject(table).put("ConsistentRead", true);
    return rest.withArray("Keys");
  }

  private static Answer query(Request request) {
    JsonNode input = request.json();
    requireConsistent(input);
    Expression condition = Change.expression(input, "KeyConditionExpression");
    boolean backwards = !input.path("ScanIndexForward").asBoolean(true);
    Map<String, ObjectNode> partition =
        tables(request).partition(input.path("TableName").asText(), partitionKey(input));
    List<ObjectNode> fitting = new ArrayList<>();
    for (ObjectNode item : partition.values()) {
      if (condition.holds(item)) {
        fitting.add(backwards ? 0 : fitting.size(), item);
      }
    }
    // Evaluated once more against nothing, so that an empty partition checks the expression, too.
    condition.holds(Json.object());
    Change.requireUsed(input, condition.used());
    return Answer.json(page(input, fitting, backwards));
  }

  /** The value that the expression demands of the partition key. */
  private static String partitionKey(JsonNode input) {
    String name = "";
    for (Map.Entry<String, JsonNode> each : input.path("ExpressionAttributeNames").properties()) {
      name = each.getValue().asText().equals(DynamoTables.PK) ? each.getKey() : name;
    }
    String expression = input.path("KeyConditionExpression").asText();
    String start = name + " = ";
    if (name.isEmpty() || !expression.startsWith(start)) {
      throw new AssertionError(
          "the double wants '#pk = :value' first in a key condition: " + expression);
    }
    String value = expression.substring(start.length()).split("\\s", 2)[0];
    return input.path("ExpressionAttributeValues").path(value).path("S").asText();
  }

  private static ObjectNode page(JsonNode input, List<ObjectNode> fitting, boolean backwards) {
    String start = input.path("ExclusiveStartKey").path(DynamoTables.SK).path("S").asText();
    int limit = input.path("Limit").asInt(Integer.MAX_VALUE);
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("Items");
    int bytes = 0;
    for (ObjectNode item : fitting) {
      String sk = item.path(DynamoTables.SK).path("S").asText();
      int order = backwards ? start.compareTo(sk) : sk.compareTo(start);
      boolean behind = start.isEmpty() || order > 0;
      bytes += behind ? Values.size(item) : 0;
      if (behind && (items.size() == limit || (bytes > PAGE_BYTES && !items.isEmpty()))) {
        ObjectNode last = ((ObjectNode) items.get(items.size() - 1)).deepCopy();
        answer.set("LastEvaluatedKey", last.retain(DynamoTables.PK, DynamoTables.SK));
        break;
      }
      if (behind) {
        items.add(item);
      }
    }
    return answer.put("Count", items.size());
  }

  private static Answer update(Request request) {
    Change change = new Change(tables(request), request.json(), false);
    if (!change.allowed()) {
      ObjectNode before = change.before();
      Map<String, JsonNode> old =
          change.wantsOld() && !before.isEmpty() ? Map.of("Item", before) : Map.of();
      throw new TwinException("ConditionalCheckFailedException", REFUSED, 400, old);
    }
    ObjectNode after = change.done();
    ObjectNode answer = Json.object();
    if (request.json().path("ReturnValues").asText().equals("ALL_NEW")) {
      answer.set("Attributes", after);
    }
    return Answer.json(answer);
  }

  private static Answer transact(Request request) {
    List<Change> changes = new ArrayList<>();
    Set<String> places = new HashSet<>();
    for (JsonNode item : request.json().path("TransactItems")) {
      Change change = change(tables(request), item);
      changes.add(change);
      if (!places.add(change.table() + "/" + change.key())) {
        throw Values.invalid("Transaction request cannot include multiple operations on one item");
      }
    }
    if (changes.isEmpty() || changes.size() > TRANSACTION_ITEMS) {
      throw Values.invalid(
          changes.size() + " items: Member must have length less than or equal to 100");
    }
    List<Optional<String>> reasons =
        changes.stream()
            .map(
                c -> c.allowed() ? Optional.<String>empty() : Optional.of("ConditionalCheckFailed"))
            .toList();
    if (reasons.stream().anyMatch(Optional::isPresent)) {
      throw cancelled(reasons);
    }
    int bytes = 0;
    for (Change change : changes) {
      bytes += Values.size(change.done());
    }
    if (bytes > TRANSACTION_BYTES) {
      throw new AssertionError(
          "a transaction of " + bytes + " bytes: DynamoDB refuses more than " + TRANSACTION_BYTES);
    }
    return Answer.emptyJson();
  }

  private static Change change(DynamoTables tables, JsonNode item) {
    if (item.has("Update")) {
      return new Change(tables, item.get("Update"), false);
    }
    if (item.has("Delete")) {
      return new Change(tables, item.get("Delete"), true);
    }
    throw new AssertionError("the double knows Update and Delete in transactions: " + item);
  }

  private static TwinException cancelled(List<Optional<String>> reasons) {
    ArrayNode list = Json.object().putArray("list");
    reasons.forEach(
        reason -> {
          ObjectNode each = list.addObject().put("Code", reason.orElse("None"));
          reason.ifPresent(code -> each.put("Message", REFUSED));
        });
    return new TwinException(
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons "
            + reasons.stream().map(reason -> reason.orElse("None")).toList(),
        400,
        Map.of("CancellationReasons", list));
  }
}
