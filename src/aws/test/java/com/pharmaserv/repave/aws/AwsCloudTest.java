package com.pharmaserv.repave.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.systems.Parameters;
import com.pharmaserv.repave.aws.twin.tables.DynamoTables;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class AwsCloudTest {
  private static final String REGION = "eu-central-1";
  private static final Environment.Aws ON_AWS =
      new Environment.Aws(TwinCloud.ACCOUNT, REGION, List.of(), Optional.empty());
  private static final String TABLE = "repave-eu-prod";
  private static final String PARAMETER = "/repave/v1/eu-prod/app/infra";
  private static final Fleet FLEET =
      new Fleet(
          new FleetId("eu-prod", "app"),
          "app",
          new Capacity(1, 2, 3),
          List.of("eu-central-1a", "eu-central-1b"),
          Optional.empty(),
          new Policy(
              List.of(100),
              Duration.ZERO,
              Duration.ZERO,
              50,
              false,
              List.of(),
              Policy.Bounds.DEFAULT));

  private final TwinCloud cloud = new TwinCloud(3);

  private AwsCloud open(HandOverText text) {
    return AwsCloud.open(
        environment(ON_AWS),
        ClientSettings.plain(
            cloud.http(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))),
        new HandTime(),
        text,
        url -> new Probe(true, "200"));
  }

  private static Environment environment(Environment.Where where) {
    return new Environment(
        new EnvironmentId("eu-prod"), Jurisdiction.EU, FLEET.zones(), where, List.of(FLEET));
  }

  private void handOver(String text) {
    cloud.region(REGION).part(Parameters.class).set(PARAMETER, text);
    cloud.region(REGION).part(DynamoTables.class).create(TABLE);
  }

  private static HandOver document(FleetId fleet, String account, String region) {
    return new HandOver(
        "1.0",
        fleet,
        account,
        region,
        List.of(),
        Optional.empty(),
        new HandOver.Skeleton("lt-1", "1"),
        TABLE,
        new HandOver.Bake(
            "subnet-1", "sg-1", "builder", "t3.small", new TreeMap<>(), Optional.empty()));
  }

  private static HandOver document() {
    return document(FLEET.id(), TwinCloud.ACCOUNT, REGION);
  }

  @Test
  void opensWithoutACall() {
    open((json, name) -> document());

    assertThat(cloud.calls()).isEmpty();
  }

  @Test
  void refusesAnEnvironmentOfAnotherProvider() {
    assertThatThrownBy(
            () ->
                AwsCloud.open(
                    environment(new Environment.Local(Environment.Listen.ANY)),
                    new HandTime(),
                    (json, name) -> document()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'eu-prod' is not on aws");
  }

  @Test
  void keepsJournalLeasesAndSignalsInTheTableThatIsHandedOver() throws Exception {
    handOver("the document");
    AwsCloud aws = open((json, name) -> document());

    aws.journal(FLEET.id())
        .append(0, "a\n".getBytes(StandardCharsets.UTF_8), new Head(1, "0".repeat(64)));
    long epoch = aws.leases().acquire(FLEET.id(), "ada").epoch();
    aws.signals().post(FLEET.id(), Signal.Kind.PAUSE, "ada", "");
    aws.fleets().fence(FLEET, epoch);

    AwsCloud other = open((json, name) -> document());
    assertThat(other.journal(FLEET.id()).read()).containsExactly('a', '\n');
    assertThat(other.leases().current(FLEET.id())).isPresent();
    assertThat(other.signals().pending(FLEET.id(), 0)).hasSize(1);
    assertThat(cloud.unsupported()).isEmpty();
  }

  @Test
  void readsAHandOverOnceAndKnowsItsVersion() throws Exception {
    handOver("first");
    handOver("second");
    StringBuilder read = new StringBuilder();
    HandOvers handOvers =
        open((json, name) -> {
              read.append(json).append(' ').append(name);
              return document();
            })
            .site()
            .handOvers();

    assertThat(handOvers.version(FLEET)).isEqualTo(2);
    handOver("third");
    assertThat(handOvers.of(FLEET)).isEqualTo(document());
    assertThat(handOvers.version(FLEET)).as("as long as the process runs").isEqualTo(2);
    assertThat(read).hasToString("second " + PARAMETER);
  }

  @Test
  void saysWhoHasNotHandedOver() {
    AwsCloud aws = open((json, name) -> document());

    refused(Failure.Kind.GONE, () -> aws.site().handOvers().of(FLEET), PARAMETER, "pulumi up");
    assertThatThrownBy(() -> aws.leases().acquire(FLEET.id(), "ada"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(PARAMETER);
  }

  @Test
  void refusesAHandOverForAnotherPlace() {
    handOver("the document");
    for (HandOver wrong :
        List.of(
            document(new FleetId("eu-prod", "web"), TwinCloud.ACCOUNT, REGION),
            document(FLEET.id(), "999900001111", REGION),
            document(FLEET.id(), TwinCloud.ACCOUNT, "us-east-1"))) {
      HandOvers handOvers = open((json, name) -> wrong).site().handOvers();

      refused(Failure.Kind.DENIED, () -> handOvers.of(FLEET), PARAMETER, "'eu-prod' wants");
    }
  }

  @Test
  void quotesWhatIsWrongWithAHandOver() {
    handOver("{");
    HandOvers handOvers =
        open((json, name) -> {
              throw new IllegalArgumentException("line 1: not JSON");
            })
            .site()
            .handOvers();

    refused(Failure.Kind.CONFLICT, () -> handOvers.of(FLEET), PARAMETER, "line 1: not JSON");
  }

  @Test
  void namesAFleetThatTheEnvironmentDoesNotDescribe() {
    AwsCloud aws = open((json, name) -> document());

    for (FleetId unknown : List.of(new FleetId("eu-prod", "web"), new FleetId("us-prod", "app"))) {
      assertThatThrownBy(() -> aws.leases().current(unknown))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("'eu-prod' describes no fleet", unknown.toString());
    }
  }

  private static void refused(Failure.Kind kind, ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind))
        .hasMessageContainingAll(words);
  }
}
