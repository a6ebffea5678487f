package com.pharmaserv.repave.aws.twin.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** What DynamoDB's guide and API reference say, as far as the double has it. */
class TablesTest {
  private static final AttributeValue ONE = AttributeValue.fromN("1");

  private final TwinCloud cloud = new TwinCloud(5);
  private final DynamoDbClient dynamo =
      DynamoDbClient.builder()
          .region(Region.EU_CENTRAL_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
          .httpClient(cloud.http())
          .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
          .build();

  TablesTest() {
    cloud.region("eu-central-1").part(DynamoTables.class).create("t");
  }

  private static Map<String, AttributeValue> key(String sk) {
    return Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromS(sk));
  }

  private Map<String, AttributeValue> update(
      String sk, String update, String condition, Map<String, AttributeValue> values) {
    return dynamo
        .updateItem(
            u ->
                u.tableName("t")
                    .key(key(sk))
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeNames(names(update + condition))
                    .expressionAttributeValues(values)
                    .returnValues(ReturnValue.ALL_NEW)
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .attributes();
  }

  /** Each placeholder {@code #x} stands for {@code x}. */
  private static Map<String, String> names(String expressions) {
    Map<String, String> names = new TreeMap<>();
    for (String word : expressions.split("[^#\\w]+", -1)) {
      if (word.startsWith("#")) {
        names.put(word, word.substring(1));
      }
    }
    return names;
  }

  private void set(String sk, AttributeValue value) {
    update(sk, "SET #v = :v", "attribute_not_exists(#v) OR #v <> :v", Map.of(":v", value));
  }

  @Test
  void countsFromNothingAndReturnsWhatItLeft() {
    String count = "SET #n = if_not_exists(#n, :zero) + :one, #was = :one";
    Map<String, AttributeValue> values = Map.of(":zero", AttributeValue.fromN("0"), ":one", ONE);

    update("a", count, "attribute_not_exists(#x)", values);
    Map<String, AttributeValue> left =
        update("a", count, "(#n >= :one) AND #n < #far OR #n = :one", values);

    assertThat(left.get("n")).isEqualTo(AttributeValue.fromN("2"));
    assertThat(left).containsKeys("pk", "sk", "was");
  }

  @Test
  void refusesWithTheItemAsItIsAndChangesNothing() {
    set("a", ONE);

    assertThatThrownBy(
            () -> update("a", "SET #v = :v", "attribute_not_exists(#v)", Map.of(":v", ONE)))
        .isInstanceOfSatisfying(
            ConditionalCheckFailedException.class,
            e -> assertThat(e.item()).containsEntry("v", ONE))
        .hasMessageContaining("The conditional request failed");
    assertThatThrownBy(() -> update("b", "SET #v = :v", "#v = :v", Map.of(":v", ONE)))
        .isInstanceOfSatisfying(
            ConditionalCheckFailedException.class, e -> assertThat(e.hasItem()).isFalse());
  }

  @Test
  void comparesNumbersAsNumbersTextsAsBytesAndTypesNever() {
    set("a", AttributeValue.fromN("9"));
    update("a", "SET #v = :v", "#v < :v", Map.of(":v", AttributeValue.fromN("10")));

    assertThatThrownBy(
            () -> update("a", "SET #v = :v", "#v < :v", Map.of(":v", AttributeValue.fromS("9"))))
        .isInstanceOf(ConditionalCheckFailedException.class);
    update("a", "SET #v = :v", "#v <> :v", Map.of(":v", AttributeValue.fromS("9")));
    assertThatThrownBy(
            () -> update("a", "SET #v = :v", "#v < :v", Map.of(":v", AttributeValue.fromS("10"))))
        .isInstanceOf(ConditionalCheckFailedException.class);
  }

  @Test
  void refusesPlaceholdersThatAreUnusedOrUndefined() {
    invalid(
        () -> update("a", "SET #v = :v", "attribute_not_exists(#v)", Map.of(":v", ONE, ":w", ONE)),
        "unused in expressions: keys: {:w}");
    invalid(
        () -> update("a", "SET #v = :w", "attribute_not_exists(#v)", Map.of(":v", ONE)),
        "not defined; attribute value: :w");
    assertThatThrownBy(
            () -> update("a", "SET v = :v", "attribute_not_exists(#v)", Map.of(":v", ONE)))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> update("a", "REMOVE #v", "attribute_exists(#v)", Map.of(":v", ONE)))
        .isInstanceOf(Throwable.class);
  }

  @Test
  void refusesItemsThatAreTooLargeAndChangesOfTheKey() {
    byte[] large = new byte[Change.ITEM_MAX];

    invalid(
        () -> set("a", AttributeValue.fromB(SdkBytes.fromByteArray(large))),
        "exceeded the maximum allowed size");
    invalid(
        () ->
            update(
                "a",
                "SET #sk = :v",
                "attribute_not_exists(#sk)",
                Map.of(":v", AttributeValue.fromS("b"))),
        "part of the key");
    invalid(() -> set("", ONE), "empty string value");
  }

  @Test
  void aTransactionDoesAllOrNothingAndSaysWhichConditionsFailed() {
    set("a", ONE);
    List<TransactWriteItem> items = List.of(created("b"), created("a"));

    assertThatThrownBy(() -> dynamo.transactWriteItems(t -> t.transactItems(items)))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            e ->
                assertThat(e.cancellationReasons())
                    .extracting(reason -> reason.code())
                    .containsExactly("None", "ConditionalCheckFailed"));
    assertThat(query(100, Map.of()).items()).hasSize(1);
    invalid(
        () -> dynamo.transactWriteItems(t -> t.transactItems(created("b"), created("b"))),
        "multiple operations on one item");
    List<TransactWriteItem> many = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      many.add(created("many" + i));
    }
    invalid(() -> dynamo.transactWriteItems(t -> t.transactItems(many)), "101 items");
  }

  private static TransactWriteItem created(String sk) {
    Update update =
        Update.builder()
            .tableName("t")
            .key(key(sk))
            .updateExpression("SET #v = :v")
            .conditionExpression("attribute_not_exists(#v)")
            .expressionAttributeNames(Map.of("#v", "v"))
            .expressionAttributeValues(Map.of(":v", ONE))
            .build();
    return TransactWriteItem.builder().update(update).build();
  }

  private QueryResponse query(int limit, Map<String, AttributeValue> start) {
    return dynamo.query(
        q -> {
          q.tableName("t").consistentRead(true).limit(limit);
          q.keyConditionExpression("#pk = :pk AND #sk BETWEEN :from AND :to");
          q.expressionAttributeNames(Map.of("#pk", "pk", "#sk", "sk"));
          q.expressionAttributeValues(
              Map.of(
                  ":pk", AttributeValue.fromS("p"),
                  ":from", AttributeValue.fromS("a"),
                  ":to", AttributeValue.fromS("c")));
          if (!start.isEmpty()) {
            q.exclusiveStartKey(start);
          }
        });
  }

  @Test
  void answersQueriesInPagesOfTheOrderOfKeys() {
    for (String sk : List.of("d", "b", "c", "a", "0")) {
      set(sk, ONE);
    }

    QueryResponse first = query(2, Map.of());
    QueryResponse second = query(2, first.lastEvaluatedKey());

    assertThat(sortKeys(first)).containsExactly("a", "b");
    assertThat(first.lastEvaluatedKey()).isEqualTo(key("b"));
    assertThat(sortKeys(second)).containsExactly("c");
    assertThat(second.hasLastEvaluatedKey()).isFalse();
  }

  private static List<String> sortKeys(QueryResponse page) {
    return page.items().stream().map(i -> i.getOrDefault("sk", ONE).s()).toList();
  }

  @Test
  void refusesATableThatDoesNotExist() {
    assertThatThrownBy(
            () -> dynamo.getItem(g -> g.tableName("u").key(key("a")).consistentRead(true)))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("Requested resource not found");
  }

  private static void invalid(Runnable call, String words) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
        .hasMessageContaining(words);
  }
}
