package com.pharmaserv.repave.local.balancer;

import static com.pharmaserv.repave.local.balancer.BalancerFixture.BOUND;
import static com.pharmaserv.repave.local.balancer.BalancerFixture.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.local.balancer.Exchanged.Step;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.testing.Until;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in crowds, or takes long, and must harm nobody else. */
class BalancerHardshipIT {
  /** Seconds longer than anything here takes that is not about them. */
  private static final Limits.Bounds BOUNDS =
      new Limits.Bounds(
          Duration.ofSeconds(8),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(500));

  /** For what a bound brings about, on any computer. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private static final int CONNECTIONS = 4096;
  private static final int STUCK = 80;
  private static final int MEGABYTE = 1_000_000;

  @TempDir private Path folder;
  private BalancerFixture fixture;
  private Balancer balancer;

  @BeforeEach
  void start() throws Exception {
    fixture = new BalancerFixture(folder, BOUNDS);
    balancer = fixture.balancer;
    balancer.shift(HOST, new Weights(100, 0));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void servesOthersDuringAFloodWithoutHandshakesAndEndsIt() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    List<Socket> flood = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        flood.add(new Socket(InetAddress.getLoopbackAddress(), balancer.port()));
      }
      for (int i = 0; i < 20; i++) {
        try (TestClient client = fixture.client()) {
          assertThat(client.get(HOST, "/").status()).isEqualTo(200);
        }
      }
      assertThat(balancer.health(HOST, "m-1")).isEqualTo(Health.HEALTHY);
      Socket last = flood.get(CONNECTIONS - 1);
      last.setSoTimeout((int) LATE.toMillis());
      assertThat(ended(last)).as("its handshake has a deadline").isTrue();
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.io.IOException e) {
      return true;
    }
  }

  @Test
  void cutsBodiesThatStopWithoutBlameAndGoesOnProbing() throws Exception {
    TestMachine machine = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    List<TestClient> stuck = new ArrayList<>();
    try {
      for (int i = 0; i < STUCK; i++) {
        TestClient client = fixture.client();
        client.send("POST /echo HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 100\r\n\r\nx");
        stuck.add(client);
      }
      Until.holds("all are open", LATE, () -> balancer.totals(HOST, Slot.BLUE).open() > 0);
      int probes = machine.probes.get();
      try (TestClient client = fixture.client()) {
        assertThat(client.get(HOST, "/").status()).isEqualTo(200);
      }
      for (TestClient client : stuck) {
        assertThat(client.read(false).status()).isEqualTo(408);
      }
      assertThat(machine.probes.get()).isGreaterThan(probes + 5);
      assertThat(balancer.health(HOST, "m-1")).isEqualTo(Health.HEALTHY);
      Until.holds("none is open", LATE, () -> fixture.open("m-1") == 0);
      assertThat(balancer.totals(HOST, Slot.BLUE)).isEqualTo(new Balancer.Totals(STUCK + 1, 0, 0));
    } finally {
      for (TestClient client : stuck) {
        client.close();
      }
    }
  }

  @Test
  void refusesASecondHandshake() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), balancer.port());
    SSLSocket socket =
        (SSLSocket)
            fixture
                .authority
                .client()
                .getSocketFactory()
                .createSocket(plain, "127.0.0.1", balancer.port(), true);
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.startHandshake();
    try (RawPeer peer = new RawPeer(plain, socket)) {
      peer.play(get("/"));
      assertThat(
              peer.await(
                  soFar -> Transcript.answers(soFar, List.of()).finals() == 1, LATE.toMillis()))
          .isTrue();
      peer.play(new Step.Act("renegotiate", 0));
      assertThat(peer.awaitEnd(LATE.toMillis())).isTrue();
      assertThat(peer.end()).isEqualTo("cut");
    }
    try (TestClient client = fixture.client()) {
      assertThat(client.get(HOST, "/").status()).isEqualTo(200);
    }
  }

  @Test
  void countsAWebsocketAsOpenWhileItsMachineDrains() throws Exception {
    Step upgrade = send("HTTP/1.1 101 Go\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    try (RawMachine machine =
        raw(
            List.of(
                upgrade,
                new Step.Until("until seen", "go on"),
                send("still"),
                new Step.Act("until dropped", 0),
                new Step.Act("close", 0)))) {
      try (TestClient client = fixture.client()) {
        client.send(
            "GET /chat HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                .formatted(HOST));
        assertThat(client.readHead().status()).isEqualTo(101);
        balancer.deregister(HOST, "m-1");
        assertThat(balancer.health(HOST, "m-1")).isEqualTo(Health.DRAINING);
        assertThat(fixture.open("m-1")).isEqualTo(1);
        client.send("go on");
        assertThat(client.exactly(5)).isEqualTo("still");
        assertThat(fixture.open("m-1")).isEqualTo(1);
      }
      Until.holds("it has ended", LATE, () -> fixture.open("m-1") == 0);
      assertThat(balancer.totals(HOST, Slot.BLUE)).isEqualTo(new Balancer.Totals(1, 0, 0));
      assertThat(machine.shown()).contains("GET /chat");
    }
  }

  /** With the machine, which has nothing to say and does not care. */
  @Test
  void endsAWebsocketSoonAfterItsClientHasLeft() throws Exception {
    Step upgrade = send("HTTP/1.1 101 Go\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    try (RawMachine machine = raw(List.of(upgrade))) {
      try (TestClient client = fixture.client()) {
        client.send(
            "GET /chat HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                .formatted(HOST));
        assertThat(client.readHead().status()).isEqualTo(101);
      }
      Instant left = Instant.now();
      Until.holds("it has ended", LATE, () -> fixture.open("m-1") == 0);
      assertThat(Duration.between(left, Instant.now())).isLessThan(BOUNDS.idle().dividedBy(2));
      assertThat(machine.shown()).contains("GET /chat");
    }
  }

  @Test
  void endsAWebsocketThatIsIdleAndWithItTheDrain() throws Exception {
    Step upgrade = send("HTTP/1.1 101 Go\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    try (RawMachine machine = raw(List.of(upgrade));
        TestClient client = fixture.client()) {
      client.send(
          "GET /chat HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
              .formatted(HOST));
      assertThat(client.readHead().status()).isEqualTo(101);
      balancer.deregister(HOST, "m-1");
      Until.holds("it has ended", LATE, () -> fixture.open("m-1") == 0);
      assertThat(machine.shown()).contains("GET /chat");
    }
  }

  @Test
  void letsAStreamGoOnThatIsSlowerThanEveryBound() throws Exception {
    int bytes = 11;
    List<Step> steps = new ArrayList<>();
    steps.add(send("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n"));
    for (int i = 0; i < bytes; i++) {
      steps.add(new Step.Act("wait", 1_000));
      steps.add(send("x"));
    }
    Instant start = Instant.now();
    try (RawMachine machine = raw(steps);
        TestClient client = fixture.client()) {
      assertThat(client.get(HOST, "/stream").body()).isEqualTo("x".repeat(bytes));
      assertThat(machine.shown()).isEqualTo("GET /stream");
    }
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(BOUNDS.idle().multipliedBy(2));
    assertThat(balancer.totals(HOST, Slot.BLUE)).isEqualTo(new Balancer.Totals(1, 0, 0));
  }

  @Test
  void passesEarlyAnswersToLargeBodiesWithoutBlame() throws Exception {
    fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    int rounds = 20;
    String request =
        "POST /early HTTP/1.1\r\nHost: %s\r\nContent-Length: %s\r\n\r\n".formatted(HOST, MEGABYTE);
    for (int i = 0; i < rounds; i++) {
      try (TestClient client = fixture.client()) {
        client.send(request);
        client.send("z".repeat(MEGABYTE));
        assertThat(client.read(false).body()).isEqualTo("too much");
      }
    }
    Until.holds("none is open", LATE, () -> fixture.open("m-1") == 0);
    assertThat(balancer.totals(HOST, Slot.BLUE)).isEqualTo(new Balancer.Totals(rounds, 0, 0));
    assertThat(balancer.health(HOST, "m-1")).isEqualTo(Health.HEALTHY);
  }

  @Test
  void cutsAReaderThatReadsNoMore() throws Exception {
    String large = "HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n" + "x".repeat(MEGABYTE);
    List<Step> steps =
        Stream.concat(
                Stream.of(send(large)), Stream.generate(() -> send("x".repeat(MEGABYTE))).limit(49))
            .toList();
    try (RawMachine machine = raw(steps);
        TestClient client = fixture.client()) {
      client.send("GET /large HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      Until.holds("it is open", BOUND, () -> fixture.open("m-1") == 1);
      Until.holds("it has ended", LATE, () -> fixture.open("m-1") == 0);
      // The machine is let go of before its slot counts the request.
      Until.holds("it is counted", BOUND, () -> balancer.totals(HOST, Slot.BLUE).open() == 0);
      assertThat(balancer.totals(HOST, Slot.BLUE)).isEqualTo(new Balancer.Totals(1, 0, 0));
      assertThat(machine.shown()).contains("GET /large");
    }
  }

  private RawMachine raw(List<Step> answer) throws Exception {
    RawMachine machine = new RawMachine(fixture.authority.server(), 0);
    machine.script(List.of(answer));
    balancer.register(HOST, Slot.BLUE, new Balancer.Target("m-1", "app-g0001", machine.port()));
    fixture.await("m-1", Health.HEALTHY);
    return machine;
  }

  private static Step get(String path) {
    return send("GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
  }

  private static Step send(String text) {
    return new Step.Send(text);
  }
}
