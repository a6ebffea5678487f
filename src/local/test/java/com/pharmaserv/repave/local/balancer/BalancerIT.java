package com.pharmaserv.repave.local.balancer;

import static com.pharmaserv.repave.local.balancer.BalancerFixture.CHECK;
import static com.pharmaserv.repave.local.balancer.BalancerFixture.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalancerIT {
  @TempDir private Path folder;
  private BalancerFixture fixture;
  private Balancer balancer;

  @BeforeEach
  void start() throws Exception {
    fixture = new BalancerFixture(folder);
    balancer = fixture.balancer;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void givesEachSlotExactlyItsShareOfEveryHundredRequests() throws Exception {
    TestMachine old = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    TestMachine fresh = fixture.healthy("m-2", Slot.GREEN, "app-g0002");
    balancer.shift(HOST, new Weights(95, 5));
    try (TestClient client = fixture.client()) {
      for (int i = 0; i < 300; i++) {
        assertThat(client.get(HOST, "/").status()).isEqualTo(200);
      }
    }
    assertThat(old.requests).hasValue(285);
    assertThat(fresh.requests).hasValue(15);
    assertThat(balancer.totals(HOST, Slot.GREEN)).isEqualTo(new Balancer.Totals(15, 0, 0));
  }

  @Test
  void sharesASlotEvenlyBetweenItsMachines() throws Exception {
    TestMachine one = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    TestMachine two = fixture.healthy("m-2", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    try (TestClient client = fixture.client()) {
      for (int i = 0; i < 100; i++) {
        client.get(HOST, "/");
      }
    }
    assertThat(one.requests).hasValue(50);
    assertThat(two.requests).hasValue(50);
  }

  @Test
  void testRouteFollowsItsSlotWhateverTheWeights() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    fixture.healthy("m-2", Slot.GREEN, "app-g0002");
    balancer.shift(HOST, new Weights(100, 0));
    assertThat(balancer.testSlot(HOST)).isEmpty();
    try (TestClient client = fixture.testClient()) {
      assertThat(client.get(HOST, "/").status()).isEqualTo(503);
      balancer.pointTestRoute(HOST, Slot.GREEN);
      assertThat(client.get(HOST, "/").body()).isEqualTo("m-2");
    }
    assertThat(balancer.testSlot(HOST)).contains(Slot.GREEN);
    assertThat(balancer.totals(HOST, Slot.GREEN).requests()).isZero();
  }

  @Test
  void choosesTheFleetByHostWithoutCaseOrPort() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    balancer.putFleet("other.test", CHECK);
    try (TestClient client = fixture.client()) {
      assertThat(client.get("APP.Test:8443", "/").body()).isEqualTo("m-1");
      assertThat(client.get("unknown.test", "/").status()).isEqualTo(404);
      assertThat(client.get("other.test", "/").status()).isEqualTo(503);
      assertThat(client.get("localhost", "/").status()).isEqualTo(404);
      balancer.removeFleet("other.test");
      assertThat(client.get("localhost", "/").body()).isEqualTo("m-1");
    }
  }

  @Test
  void answers503ForASlotWithoutMachinesAndDoesNotSpillIntoTheOther() throws Exception {
    TestMachine machine = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    try (TestClient client = fixture.client()) {
      assertThat(client.get(HOST, "/").status()).isEqualTo(503);
      balancer.shift(HOST, new Weights(0, 100));
      TestClient.Answer answer = client.get(HOST, "/");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("slot green has no machine");
    }
    assertThat(machine.requests).hasValue(0);
    assertThat(balancer.totals(HOST, Slot.GREEN)).isEqualTo(new Balancer.Totals(1, 1, 0));
  }

  @Test
  void replacesForwardedHeadersThatAClientMadeUp() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    try (TestClient client = fixture.client()) {
      client.send(
          "GET /headers HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nX-Forwarded-For: 6.6.6.6\r\n"
              + "X-Forwarded-Proto: http\r\nX-Forwarded-Host: evil.test\r\n"
              + "Forwarded: for=6.6.6.6\r\nX-Forwarded-Port: 1\r\n\r\n");
      assertThat(client.read(false).body())
          .contains("X-Forwarded-For: [127.0.0.1]")
          .contains("X-Forwarded-Proto: [https]")
          .contains("X-Forwarded-Host: [" + HOST + "]")
          .doesNotContain("6.6.6.6")
          .doesNotContain("evil");
    }
  }

  @Test
  void measuresRequestsFailuresAndLatencyOfEachLabel() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    fixture.healthy("m-2", Slot.GREEN, "app-g0002");
    balancer.shift(HOST, new Weights(0, 100));
    Instant since = Instant.now();
    try (TestClient client = fixture.client()) {
      for (int i = 0; i < 40; i++) {
        client.get(HOST, i % 4 == 0 ? "/500" : "/");
      }
    }
    Measurement measured = balancer.measure(HOST, "app-g0002", since, Instant.now());
    assertThat(measured.requests()).isEqualTo(40);
    assertThat(measured.failures()).isEqualTo(10);
    assertThat(measured.failurePercent()).isEqualTo(25);
    assertThat(measured.p50()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
    assertThat(measured.p99()).isGreaterThanOrEqualTo(measured.p50());
    assertThat(balancer.measure(HOST, "app-g0001", since, Instant.now()).requests()).isZero();
    assertThat(balancer.measure(HOST, "app-g0009", since, Instant.now()).requests()).isZero();
  }

  @Test
  void namesAnUnknownHostOrMachine() throws Exception {
    assertThatThrownBy(() -> balancer.weights("no.test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no.test")
        .hasMessageContaining(HOST);
    assertThatThrownBy(() -> balancer.health(HOST, "m-9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("m-9");
  }

  @Test
  void namesThePortThatIsTakenAndTheRemedy() throws Exception {
    int taken = balancer.port();
    Balancer.Settings settings =
        new Balancer.Settings(
            0, taken, fixture.authority.server(), fixture.authority.client(), fixture.log);
    assertThatThrownBy(() -> Balancer.start(settings))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("127.0.0.1:" + taken)
        .hasMessageContaining("configure another");
  }

  @Test
  void registeringTheSameMachineAgainChangesNothing() throws Exception {
    TestMachine machine = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    balancer.register(HOST, Slot.BLUE, machine.target("app-g0001"));
    assertThat(balancer.health(HOST, "m-1")).isEqualTo(Health.HEALTHY);
    assertThatThrownBy(() -> balancer.register(HOST, Slot.GREEN, machine.target("app-g0001")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slot blue");
  }
}
