package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The environment's DynamoDB table: partition key {@code pk}, sort key {@code sk}, both texts.
 * Every read is strongly consistent and every write has a condition, so that a write whose answer
 * got lost may be sent again: it takes effect at most once.
 */
public final class Table {
  /** Tries of one conditional write whose answer got lost. */
  private static final int WRITES_MAX = 3;

  /** Pages of one query, of at most 1 MB each (DynamoDB API reference, Query). */
  private static final int PAGES_MAX = 256;

  /** Items of one batch (DynamoDB API reference, BatchGetItem). */
  private static final int BATCH_MAX = 100;

  /** Calls beyond those that are needed if every answer is whole. */
  private static final int BATCHES_MORE = 20;

  /** Reasons of a cancelled transaction that pass (DynamoDB API reference, TransactWriteItems). */
  private static final Set<String> LATER =
      Set.of("TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError");

  private final Clients clients;
  private final String name;

  public Table(Clients clients, String name) {
    this.clients = clients;
    this.name = name;
  }

  String name() {
    return name;
  }

  Optional<Item> get(Item.Key key) throws ProviderException {
    GetItemResponse read =
        Errors.read(
            "read item " + key + " of table '" + name + "'",
            () ->
                dynamo()
                    .getItem(g -> g.tableName(name).key(key.attributes()).consistentRead(true)));
    return read.hasItem() ? Optional.of(new Item(read.item())) : Optional.empty();
  }

  /** Those of these items that exist. */
  Map<Item.Key, Item> all(List<Item.Key> keys) throws ProviderException {
    Map<Item.Key, Item> items = new HashMap<>();
    Deque<Item.Key> open = new ArrayDeque<>(keys);
    int callsMax = keys.size() / BATCH_MAX + BATCHES_MORE;
    for (int calls = 0; !open.isEmpty(); calls++) {
      if (calls == callsMax) {
        throw new ProviderException(
            Failure.Kind.THROTTLED,
            "table '%s' left %s of %s items out; try again later"
                .formatted(name, open.size(), keys.size()));
      }
      BatchGetItemResponse read = batch(next(open));
      for (Map<String, AttributeValue> attributes :
          read.responses().getOrDefault(name, List.of())) {
        Item item = new Item(attributes);
        items.put(item.key(), item);
      }
      // What an answer had no room for, or what was too much at once, is asked for again.
      if (read.unprocessedKeys().containsKey(name)) {
        read.unprocessedKeys().get(name).keys().forEach(key -> open.add(new Item(key).key()));
      }
    }
    return items;
  }

  private static List<Map<String, AttributeValue>> next(Deque<Item.Key> open) {
    List<Map<String, AttributeValue>> batch = new ArrayList<>();
    while (batch.size() < BATCH_MAX && !open.isEmpty()) {
      batch.add(open.remove().attributes());
    }
    return batch;
  }

  private BatchGetItemResponse batch(List<Map<String, AttributeValue>> keys)
      throws ProviderException {
    KeysAndAttributes wanted = KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
    return Errors.read(
        "read %s items of table '%s'".formatted(keys.size(), name),
        () -> dynamo().batchGetItem(b -> b.requestItems(Map.of(name, wanted))));
  }

  /** All items of a pk with a sort key in a range, both ends included, in order. */
  List<Item> between(String pk, String from, String to) throws ProviderException {
    List<Item> items = new ArrayList<>();
    Pages.<Map<String, AttributeValue>>walk(
        "items '%s' of table '%s'".formatted(pk, name),
        Pages.atMost(
            PAGES_MAX,
            "'%s' in table '%s' has more than %s pages of 1 MB; move it aside and begin anew"
                .formatted(pk, name, PAGES_MAX)),
        start -> {
          QueryResponse page = page(pk, from, to, start);
          page.items().forEach(attributes -> items.add(new Item(attributes)));
          return page.hasLastEvaluatedKey()
              ? Optional.of(page.lastEvaluatedKey())
              : Optional.empty();
        });
    return items;
  }

  private QueryResponse page(
      String pk, String from, String to, Optional<Map<String, AttributeValue>> start) {
    return dynamo()
        .query(
            q ->
                q.tableName(name)
                    .consistentRead(true)
                    .keyConditionExpression("#pk = :pk AND #sk BETWEEN :from AND :to")
                    .expressionAttributeNames(Map.of("#pk", Item.PK, "#sk", Item.SK))
                    .expressionAttributeValues(
                        Map.of(
                            ":pk", AttributeValue.fromS(pk),
                            ":from", AttributeValue.fromS(from),
                            ":to", AttributeValue.fromS(to)))
                    .exclusiveStartKey(start.orElse(null)));
  }

  /** The item of a pk with the highest sort key. */
  Optional<Item> last(String pk) throws ProviderException {
    QueryResponse read =
        Errors.read(
            "read the last item '" + pk + "' of table '" + name + "'",
            () ->
                dynamo()
                    .query(
                        q ->
                            q.tableName(name)
                                .consistentRead(true)
                                .scanIndexForward(false)
                                .limit(1)
                                .keyConditionExpression("#pk = :pk")
                                .expressionAttributeNames(Map.of("#pk", Item.PK))
                                .expressionAttributeValues(
                                    Map.of(":pk", AttributeValue.fromS(pk)))));
    return read.items().stream().findFirst().map(Item::new);
  }

  /**
   * Writes once, if the condition holds. If the answer gets lost, looks for what became of it.
   *
   * @param mine whether an item is what this very write leaves, and nobody else's
   */
  Write.Outcome write(Write write, Predicate<Item> mine) throws ProviderException {
    boolean unsure = false;
    for (int tries = 1; ; tries++) {
      try {
        Write.Outcome outcome = tried(write);
        boolean earlier = unsure && !outcome.done() && outcome.item().filter(mine).isPresent();
        return earlier ? new Write.Outcome(true, outcome.item()) : outcome;
      } catch (ProviderException failed) {
        requireUnknown(failed, tries);
        unsure = true;
        Optional<Item> there = get(write.key());
        if (there.filter(mine).isPresent()) {
          return new Write.Outcome(true, there);
        }
      }
    }
  }

  private Write.Outcome tried(Write write) throws ProviderException {
    return Errors.call(
        "write item " + write.key() + " of table '" + name + "'",
        () -> {
          try {
            return Write.Outcome.done(new Item(updated(write).attributes()));
          } catch (ConditionalCheckFailedException refused) {
            return Write.Outcome.refused(
                refused.hasItem() ? Optional.of(new Item(refused.item())) : Optional.empty());
          }
        });
  }

  private UpdateItemResponse updated(Write write) {
    return dynamo()
        .updateItem(
            u -> {
              u.tableName(name).key(write.key().attributes());
              u.updateExpression(write.update().orElseThrow());
              u.conditionExpression(write.condition());
              u.expressionAttributeNames(write.names());
              u.expressionAttributeValues(write.values());
              u.returnValues(ReturnValue.ALL_NEW);
              u.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            });
  }

  /** Looks whether a transaction took effect. */
  interface Look {
    boolean done() throws ProviderException;
  }

  /**
   * Does all the writes or none. If the answer gets lost, looks for what became of it.
   *
   * @param writes at most 100, of 4 MB together (DynamoDB API reference, TransactWriteItems)
   * @param done whether what is there is what this very transaction leaves, and nobody else's
   * @return whether the conditions held
   */
  boolean all(String what, List<Write> writes, Look done) throws ProviderException {
    boolean unsure = false;
    for (int tries = 1; ; tries++) {
      try {
        boolean held = triedAll(what, writes);
        return held || (unsure && done.done());
      } catch (ProviderException failed) {
        requireUnknown(failed, tries);
        unsure = true;
        if (done.done()) {
          return true;
        }
      }
    }
  }

  private boolean triedAll(String what, List<Write> writes) throws ProviderException {
    List<TransactWriteItem> items = writes.stream().map(this::item).toList();
    return Errors.call(
        what + " in table '" + name + "'",
        () -> {
          try {
            // Without a token of ours: the SDK draws one per call. A derived one would make
            // DynamoDB answer "done" to the same bytes written again after a truncation.
            dynamo().transactWriteItems(t -> t.transactItems(items));
            return true;
          } catch (TransactionCanceledException cancelled) {
            requireRefused(what, cancelled);
            return false;
          }
        });
  }

  /** A transaction is also cancelled because another one is under way, or for its rate. */
  private static void requireRefused(String what, TransactionCanceledException cancelled)
      throws ProviderException {
    List<String> codes =
        cancelled.cancellationReasons().stream().map(CancellationReason::code).toList();
    if (!codes.contains("ConditionalCheckFailed")) {
      boolean later = codes.stream().anyMatch(LATER::contains);
      throw new ProviderException(
          later ? Failure.Kind.THROTTLED : Failure.Kind.CONFLICT,
          "could not %s: the transaction was cancelled, reasons %s%s"
              .formatted(what, codes, later ? "; try again later" : ""),
          cancelled);
    }
  }

  private TransactWriteItem item(Write write) {
    TransactWriteItem.Builder item = TransactWriteItem.builder();
    if (write.update().isEmpty()) {
      return item.delete(
              d ->
                  d.tableName(name)
                      .key(write.key().attributes())
                      .conditionExpression(write.condition())
                      .expressionAttributeNames(write.names()))
          .build();
    }
    return item.update(
            u ->
                u.tableName(name)
                    .key(write.key().attributes())
                    .updateExpression(write.update().get())
                    .conditionExpression(write.condition())
                    .expressionAttributeNames(write.names())
                    .expressionAttributeValues(write.values()))
        .build();
  }

  private static void requireUnknown(ProviderException failed, int tries) throws ProviderException {
    if (failed.failure().kind() != Failure.Kind.UNKNOWN_OUTCOME || tries == WRITES_MAX) {
      throw failed;
    }
  }

  private DynamoDbClient dynamo() {
    return clients.dynamo();
  }
}
