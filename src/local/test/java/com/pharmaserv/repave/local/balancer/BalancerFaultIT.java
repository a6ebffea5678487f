package com.pharmaserv.repave.local.balancer;

import static com.pharmaserv.repave.local.balancer.BalancerFixture.BOUND;
import static com.pharmaserv.repave.local.balancer.BalancerFixture.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalancerFaultIT {
  private static final int CLIENTS = 8;

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
  void losesNoRequestWhileTrafficFlipsEvery20Milliseconds() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    fixture.healthy("m-2", Slot.GREEN, "app-g0002");
    balancer.shift(HOST, new Weights(100, 0));
    CountDownLatch never = new CountDownLatch(1);
    TestLoad load = fixture.load("/", CLIENTS);
    for (int flip = 0; flip < 100; flip++) {
      balancer.shift(HOST, flip % 2 == 0 ? new Weights(0, 100) : new Weights(100, 0));
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
    load.stop();
    assertThat(load.outcomes()).containsOnlyKeys("200");
    assertThat(load.done()).isGreaterThan(500);
    long counted =
        balancer.totals(HOST, Slot.BLUE).requests() + balancer.totals(HOST, Slot.GREEN).requests();
    assertThat(counted).isEqualTo(load.done());
  }

  @Test
  void losesNoRequestWhenAMachineIsKilled() throws Exception {
    try (TestMachineMain.Running victim =
        TestMachineMain.start("m-1", fixture.authority.identity(), folder)) {
      balancer.register(HOST, Slot.BLUE, new Balancer.Target("m-1", "app-g0001", victim.port()));
      fixture.await("m-1", Health.HEALTHY);
      fixture.healthy("m-2", Slot.BLUE, "app-g0001");
      balancer.shift(HOST, new Weights(100, 0));
      TestLoad load = fixture.load("/", CLIENTS);
      Until.holds("load runs", BOUND, () -> load.done() > 500);
      victim.kill();
      int then = load.done();
      Until.holds("load goes on", BOUND, () -> load.done() > then + 500);
      load.stop();
      assertThat(load.outcomes()).containsOnlyKeys("200");
      assertThat(balancer.health(HOST, "m-1")).isEqualTo(Health.UNHEALTHY);
      assertThat(fixture.open("m-1")).isZero();
      assertThat(balancer.totals(HOST, Slot.BLUE).failures()).isZero();
    }
  }

  @Test
  void finishesOpenRequestsOfAMachineThatDrains() throws Exception {
    TestMachine old = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    List<CompletableFuture<TestClient.Answer>> slow = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      slow.add(
          CompletableFuture.supplyAsync(() -> getOnce("/slow"), task -> new Thread(task).start()));
    }
    Until.holds("all are open", BOUND, () -> old.requests.get() == 5);
    assertThat(fixture.open("m-1")).isEqualTo(5);
    assertThat(balancer.totals(HOST, Slot.BLUE).open()).isEqualTo(5);
    TestMachine fresh = fixture.healthy("m-2", Slot.BLUE, "app-g0001");
    balancer.deregister(HOST, "m-1");
    assertThat(balancer.health(HOST, "m-1")).isEqualTo(Health.DRAINING);
    int before = old.requests.get();
    for (int i = 0; i < 20; i++) {
      assertThat(getOnce("/").body()).isEqualTo("m-2");
    }
    assertThat(old.requests).hasValue(before);
    assertThat(fresh.requests).hasValue(20);
    assertThat(fixture.open("m-1")).isEqualTo(5);
    old.gate.countDown();
    for (CompletableFuture<TestClient.Answer> answer : slow) {
      assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("slow m-1");
    }
    Until.holds("none is open", BOUND, () -> fixture.open("m-1") == 0);
    balancer.forget(HOST, "m-1");
    assertThatThrownBy(() -> fixture.open("m-1")).hasMessageContaining("m-1");
  }

  @Test
  void neverSendsAPostTwice() throws Exception {
    TestMachine one = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    TestMachine two = fixture.healthy("m-2", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    try (TestClient client = fixture.client()) {
      assertThat(client.post(HOST, "/die", "dose").status()).isIn(502, 503);
    }
    assertThat(one.posts.get() + two.posts.get()).isEqualTo(1);
    assertThat(balancer.totals(HOST, Slot.BLUE)).isEqualTo(new Balancer.Totals(1, 1, 0));
  }

  @Test
  void triesASafeRequestThreeTimesAndNoMore() throws Exception {
    TestMachine one = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    TestMachine two = fixture.healthy("m-2", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    assertThat(getOnce("/die").status()).isEqualTo(503);
    assertThat(one.requests.get() + two.requests.get()).isEqualTo(3);
    assertThat(one.requests.get()).isBetween(1, 2);
    assertThat(balancer.totals(HOST, Slot.BLUE)).isEqualTo(new Balancer.Totals(1, 1, 0));
    assertThat(fixture.open("m-1") + fixture.open("m-2")).isZero();
  }

  @Test
  void takesAPostElsewhereIfTheMachineRefusedTheConnection() throws Exception {
    balancer.putFleet(
        HOST, new HealthCheck("/health", Duration.ofMinutes(1), Duration.ofSeconds(1)));
    TestMachine one = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    TestMachine two = fixture.healthy("m-2", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    one.close();
    for (int i = 0; i < 4; i++) {
      try (TestClient client = fixture.client()) {
        assertThat(client.post(HOST, "/echo", "dose").body()).isEqualTo("dose");
      }
    }
    assertThat(two.posts).hasValue(4);
    assertThat(balancer.health(HOST, "m-1"))
        .as("seen without waiting for a probe")
        .isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void countsHalfAnAnswerAsAFailure() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    try (TestClient client = fixture.client()) {
      assertThatThrownBy(() -> client.get(HOST, "/half")).isInstanceOf(IOException.class);
    }
    try (TestClient client = fixture.client()) {
      assertThatThrownBy(() -> client.get(HOST, "/half-chunked")).isInstanceOf(IOException.class);
    }
    Until.holds("none is open", BOUND, () -> fixture.open("m-1") == 0);
    assertThat(balancer.totals(HOST, Slot.BLUE)).isEqualTo(new Balancer.Totals(2, 2, 0));
  }

  @Test
  void doesNotBlameTheMachineForClientsThatLeave() throws Exception {
    TestMachine machine = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    TestClient waiting = fixture.client();
    waiting.send("GET /slow HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
    TestClient sending = fixture.client();
    sending.send("POST /echo HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 1000\r\n\r\nhalf");
    TestClient reading = fixture.client();
    reading.send("GET /big HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
    Until.holds("all are under way", BOUND, () -> machine.requests.get() == 3);
    waiting.vanish();
    sending.vanish();
    reading.vanish();
    machine.gate.countDown();
    // The machine is left first, then the slot counts.
    Until.holds("none is open", BOUND, () -> balancer.totals(HOST, Slot.BLUE).open() == 0);
    assertThat(fixture.open("m-1")).isZero();
    assertThat(balancer.totals(HOST, Slot.BLUE).failures()).isZero();
    Instant now = Instant.now();
    Measurement measured = balancer.measure(HOST, "app-g0001", now.minusSeconds(20), now);
    assertThat(measured.failures()).isZero();
    assertThat(getOnce("/").body()).isEqualTo("m-1");
  }

  @Test
  void followsProbesAndFailsOpenWithinTheSlot() throws Exception {
    TestMachine one = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    TestMachine two = fixture.healthy("m-2", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
    one.healthStatus = 503;
    fixture.await("m-1", Health.UNHEALTHY);
    int before = one.requests.get();
    for (int i = 0; i < 10; i++) {
      assertThat(getOnce("/").body()).isEqualTo("m-2");
    }
    assertThat(one.requests).hasValue(before);
    two.healthStatus = 503;
    fixture.await("m-2", Health.UNHEALTHY);
    for (int i = 0; i < 10; i++) {
      assertThat(getOnce("/").status()).isEqualTo(200);
    }
    assertThat(one.requests.get()).isGreaterThan(before);
    one.healthStatus = 200;
    fixture.await("m-1", Health.HEALTHY);
    assertThat(getOnce("/").body()).isEqualTo("m-1");
  }

  private TestClient.Answer getOnce(String path) {
    try (TestClient client = fixture.client()) {
      return client.get(HOST, path);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
