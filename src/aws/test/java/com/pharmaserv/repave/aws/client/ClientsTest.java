package com.pharmaserv.repave.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.identity.Identity;
import com.pharmaserv.repave.aws.twin.tables.DynamoTables;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.HandTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ClientsTest {
  private static final String REGION = "eu-central-1";
  private static final String COPY = "eu-west-1";

  private final TwinCloud cloud = new TwinCloud(7);
  private final CallLog log = new CallLog();

  ClientsTest() {
    cloud.region(REGION).part(DynamoTables.class).create("t");
    cloud.region(COPY).part(DynamoTables.class).create("t");
  }

  private Clients clients(Optional<String> role) {
    return Clients.of(environment(role), settings(), new HandTime());
  }

  private static Environment environment(Optional<String> role) {
    return new Environment(
        new EnvironmentId("eu-prod"),
        Jurisdiction.EU,
        List.of(),
        new Environment.Aws(TwinCloud.ACCOUNT, REGION, List.of(COPY), role),
        List.of());
  }

  private ClientSettings settings() {
    return ClientSettings.plain(
            cloud.http(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .withLog(log);
  }

  private static String look(Clients clients) throws ProviderException {
    Map<String, AttributeValue> key =
        Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("b"));
    return Errors.read(
        "look",
        () ->
            clients
                .dynamo()
                .getItem(g -> g.tableName("t").key(key).consistentRead(true))
                .toString());
  }

  private List<String> sent() {
    return cloud.calls().stream().map(Call::operation).toList();
  }

  @Test
  void makesNoCallWhenItIsMade() {
    Clients clients = clients(Optional.of("arn:aws:iam::111122223333:role/repave"));
    clients.dynamo();
    clients.ec2();

    assertThat(cloud.calls()).isEmpty();
    assertThat(clients.region()).isEqualTo(REGION);
  }

  @Test
  void provesTheAccountOnceBeforeTheFirstCallOfAnyRegion() throws Exception {
    Clients clients = clients(Optional.empty());
    look(clients);
    look(clients);
    look(clients.in(COPY));

    assertThat(sent()).containsExactly("GetCallerIdentity", "GetItem", "GetItem", "GetItem");
    assertThat(cloud.calls().get(3).region()).isEqualTo(COPY);
  }

  @Test
  void refusesAForeignAccountBeforeAnythingElse() {
    cloud.region(REGION).part(Identity.class).answerAs("999900001111");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> look(clients(Optional.empty())))
          .isInstanceOfSatisfying(
              ProviderException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.DENIED))
          .hasMessageContainingAll("999900001111", "'eu-prod'", TwinCloud.ACCOUNT);
    }
    assertThat(sent()).containsOnly("GetCallerIdentity");
  }

  @Test
  void asksAgainAfterTheProofItselfFailed() throws Exception {
    Clients clients = clients(Optional.empty());
    cloud.faults().next("GetCallerIdentity", Fault.THROTTLED);

    assertThatThrownBy(() -> look(clients))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.THROTTLED));
    look(clients);
    assertThat(sent()).containsExactly("GetCallerIdentity", "GetCallerIdentity", "GetItem");
  }

  @Test
  void refusesARegionOutsideOfTheEnvironment() {
    assertThatThrownBy(() -> clients(Optional.empty()).in("us-east-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'us-east-1'", "'eu-prod'", "eu-central-1, eu-west-1");
    assertThat(cloud.calls()).isEmpty();
  }

  @Test
  void givesTheSameClientsForTheSameRegion() {
    Clients clients = clients(Optional.empty());

    assertThat(clients.in(COPY)).isSameAs(clients.in(COPY));
    assertThat(clients.in(COPY).in(REGION)).isSameAs(clients);
    assertThat(clients.dynamo()).isSameAs(clients.dynamo());
  }

  @Test
  void actsInTheEnvironmentsRole() throws Exception {
    look(clients(Optional.of("arn:aws:iam::111122223333:role/repave")));

    assertThat(sent()).startsWith("AssumeRole").endsWith("GetItem");
    assertThat(cloud.calls().get(0).parameter("RoleSessionName")).isEqualTo("repave-eu-prod");
    assertThat(cloud.calls().get(0).parameter("RoleArn")).endsWith("role/repave");
  }

  @Test
  void logsWhatIsSentByThePrefixesOfPolicies() throws Exception {
    Clients clients = clients(Optional.empty());
    look(clients);
    look(clients);

    assertThat(log.counts())
        .containsExactly(
            Map.entry(new CallLog.Operation("dynamodb", "GetItem"), 2L),
            Map.entry(new CallLog.Operation("sts", "GetCallerIdentity"), 1L));
    assertThat(log.total()).isEqualTo(3);
    log.clear();
    assertThat(log.counts()).isEmpty();
  }

  /** The SDK's own default would send it again, although it may have happened. */
  @Test
  void repeatsAThrottledCallButNoneWhoseAnswerGotLost() {
    ClientSettings plain = settings();
    ClientSettings adaptive =
        new ClientSettings(
            plain.http(),
            plain.credentials(),
            plain.endpoint(),
            Retries::adaptive,
            plain.attemptTimeout(),
            plain.callTimeout(),
            0,
            plain.log());
    Clients clients = Clients.of(environment(Optional.empty()), adaptive, new HandTime());
    cloud.faults().next("UpdateItem", Fault.THROTTLED);
    cloud.faults().next("UpdateItem", Fault.LOST_RESPONSE);

    assertThatThrownBy(() -> write(clients))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.UNKNOWN_OUTCOME));
    assertThat(log.counts()).containsEntry(new CallLog.Operation("dynamodb", "UpdateItem"), 2L);
    cloud.faults().next("UpdateItem", Fault.SERVER_ERROR);
    assertThatThrownBy(() -> write(clients)).isInstanceOf(ProviderException.class);
    assertThat(log.counts()).containsEntry(new CallLog.Operation("dynamodb", "UpdateItem"), 3L);
  }

  private static void write(Clients clients) throws ProviderException {
    Errors.act(
        "write",
        () ->
            clients
                .dynamo()
                .updateItem(
                    u ->
                        u.tableName("t")
                            .key(
                                Map.of(
                                    "pk", AttributeValue.fromS("a"),
                                    "sk", AttributeValue.fromS("b")))
                            .updateExpression("SET #n = :n")
                            .conditionExpression("attribute_not_exists(#n) OR #n = :n")
                            .expressionAttributeNames(Map.of("#n", "n"))
                            .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("1")))));
  }

  @Test
  void theLongestCallEndsBeforeALeaseCanBeOver() {
    ClientSettings standard = ClientSettings.standard();

    assertThat(standard.callTimeout().plus(Pace.WAIT_MAX))
        .isLessThan(com.pharmaserv.repave.port.Leases.TERM);
    assertThat(standard.share()).isEqualTo(0.5);
  }
}
