package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.comparison.Moto;
import com.pharmaserv.repave.aws.twin.tables.DynamoTables;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A fresh table to test on, whose answers can get lost. */
record TestTable(Table table, Clients clients, LostAnswers http) {
  static final String NAME = "repave";
  private static final String REGION = "eu-central-1";
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  Tables tables() {
    return fleet -> table;
  }

  static TestTable onTwin() {
    TwinCloud cloud = new TwinCloud(1);
    cloud.region(REGION).part(DynamoTables.class).create(NAME);
    return of(TwinCloud.ACCOUNT, ClientSettings.plain(cloud.http(), CREDENTIALS));
  }

  static TestTable onMoto(Moto moto) throws IOException {
    moto.reset();
    TestTable made =
        of(
            Moto.ACCOUNT,
            ClientSettings.plain(UrlConnectionHttpClient.create(), CREDENTIALS)
                .withEndpoint(moto.endpoint()));
    made.clients
        .dynamo()
        .createTable(
            t ->
                t.tableName(NAME)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(List.of(text(Item.PK), text(Item.SK)))
                    .keySchema(List.of(key(Item.PK, KeyType.HASH), key(Item.SK, KeyType.RANGE))));
    return made;
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static TestTable of(String account, ClientSettings settings) {
    LostAnswers http = new LostAnswers(settings.http());
    ClientSettings lossy =
        new ClientSettings(
            http,
            settings.credentials(),
            settings.endpoint(),
            settings.retries(),
            settings.attemptTimeout(),
            settings.callTimeout(),
            0,
            Optional.empty());
    Environment environment =
        new Environment(
            new EnvironmentId("local-eu"),
            Jurisdiction.EU,
            List.of(),
            new Environment.Aws(account, REGION, List.of(), Optional.empty()),
            List.of());
    Clients clients = Clients.of(environment, lossy, new HandTime());
    return new TestTable(new Table(clients, NAME), clients, http);
  }
}
