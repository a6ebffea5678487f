package com.pharmaserv.repave.local.balancer;

import static com.pharmaserv.repave.local.balancer.BalancerFixture.BOUND;
import static com.pharmaserv.repave.local.balancer.BalancerFixture.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalancerProtocolIT {
  @TempDir private Path folder;
  private BalancerFixture fixture;
  private Balancer balancer;
  private TestMachine machine;

  @BeforeEach
  void start() throws Exception {
    fixture = new BalancerFixture(folder);
    balancer = fixture.balancer;
    machine = fixture.healthy("m-1", Slot.BLUE, "app-g0001");
    balancer.shift(HOST, new Weights(100, 0));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void passesBodiesOfEveryKindOnOneConnection() throws Exception {
    try (TestClient client = fixture.client()) {
      assertThat(client.get(HOST, "/204").status()).isEqualTo(204);
      assertThat(client.get(HOST, "/big").body()).hasSize(1_000_000);
      assertThat(client.get(HOST, "/chunks").body()).isEqualTo("chunk0chunk1chunk2chunk3chunk4");
      assertThat(client.post(HOST, "/echo", "dose").body()).isEqualTo("dose");
      assertThat(client.post(HOST, "/echo", "").body()).isEmpty();
      String large = "y".repeat(300_000);
      assertThat(client.post(HOST, "/echo", large).body()).isEqualTo(large);
      client.send("HEAD /big HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      TestClient.Answer head = client.read(true);
      assertThat(head.headers()).containsEntry("content-length", "1000000");
      client.send(
          "POST /echo HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
      assertThat(client.read(false).body()).isEqualTo("abcde");
      client.send(
          "POST /echo HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(100);
      client.send("dose");
      assertThat(client.read(false).body()).isEqualTo("dose");
      assertThat(client.get(HOST, "/").body()).isEqualTo("m-1");
    }
    assertThat(balancer.totals(HOST, Slot.BLUE).failures()).isZero();
  }

  @Test
  void passesAnAnswerThatComesBeforeTheBody() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (TestClient client = fixture.client()) {
        client.send(
            "POST /early HTTP/1.1\r\nHost: "
                + HOST
                + "\r\nContent-Length: 500000\r\n\r\n"
                + "z".repeat(1000));
        assertThat(client.read(false).status()).isEqualTo(413);
      }
    }
    Until.holds("none is open", BOUND, () -> fixture.open("m-1") == 0);
    try (TestClient client = fixture.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get(HOST, "/").body()).isEqualTo("m-1");
      }
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    try (TestClient client = fixture.client()) {
      client.send(
          ("GET /chunks HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n").repeat(2)
              + "GET / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\n\r\n");
      assertThat(client.read(false).body()).startsWith("chunk0");
      assertThat(client.read(false).body()).startsWith("chunk0");
      assertThat(client.read(false).body()).isEqualTo("m-1");
    }
  }

  @Test
  void refusesOldTlsAndPlainHttp() throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            fixture
                .authority
                .client()
                .getSocketFactory()
                .createSocket("127.0.0.1", balancer.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(readUntilClosed(socket), StandardCharsets.ISO_8859_1);
      assertThat(answer).doesNotContain("HTTP/1.1").doesNotContain("m-1");
    }
    try (SSLSocket socket =
        (SSLSocket)
            fixture
                .authority
                .client()
                .getSocketFactory()
                .createSocket("127.0.0.1", balancer.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      assertThat(socket.getSession().getCipherSuite()).contains("ECDHE").contains("GCM");
    }
  }

  @Test
  void trustsNoMachineWithAnotherNameOrFromAnotherAuthority() throws Exception {
    try (TestMachine misnamed =
            new TestMachine(
                "m-2",
                TestAuthority.server(
                    fixture.authority.identity(
                        new GeneralName(GeneralName.dNSName, "elsewhere.test"))));
        TestMachine stranger = new TestMachine("m-3", new TestAuthority().server())) {
      balancer.register(HOST, Slot.GREEN, misnamed.target("app-g0002"));
      balancer.register(HOST, Slot.GREEN, stranger.target("app-g0002"));
      fixture.await("m-2", Health.UNHEALTHY);
      fixture.await("m-3", Health.UNHEALTHY);
      balancer.shift(HOST, new Weights(0, 100));
      try (TestClient client = fixture.client()) {
        assertThat(client.get(HOST, "/").status()).isEqualTo(503);
      }
      assertThat(misnamed.probes).hasValue(0);
      assertThat(misnamed.requests).hasValue(0);
      assertThat(stranger.requests).hasValue(0);
    }
  }

  @Test
  void refusesRequestsThatTwoReadersCouldReadDifferently() throws Exception {
    for (String twice :
        new String[] {
          "Content-Length: 4\r\nTransfer-Encoding: chunked",
          "Content-Length: 4\r\nContent-Length: 5"
        }) {
      try (TestClient client = fixture.client()) {
        client.send("POST /echo HTTP/1.1\r\nHost: " + HOST + "\r\n" + twice + "\r\n\r\n0\r\n\r\n");
        assertThat(client.read(false).status()).isEqualTo(400);
      }
    }
    try (TestClient client = fixture.client()) {
      client.send("CONNECT other.test:443 HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.read(false).status()).isIn(400, 405);
    }
    assertThat(machine.requests).hasValue(0);
  }

  @Test
  void refusesAHeadAboveItsBound() throws Exception {
    try (TestClient client = fixture.client()) {
      assertThatThrownBy(
              () -> {
                client.send(
                    "GET / HTTP/1.1\r\nHost: "
                        + HOST
                        + "\r\nX-Large: "
                        + "x".repeat(40_000)
                        + "\r\n\r\n");
                int status = client.read(false).status();
                throw new IOException("status " + status);
              })
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("status 200");
    }
    assertThat(machine.requests).hasValue(0);
  }

  @Test
  void refusesABodyAboveItsBoundOrThatCannotBeRead() throws Exception {
    try (TestClient client = fixture.client()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nContent-Length: "
              + (Limits.MAX_ENTITY_BYTES + 1)
              + "\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(413);
    }
    try (TestClient client = fixture.client()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "f".repeat(30)
              + "\r\nabc");
      assertThat(client.read(false).status()).isEqualTo(400);
    }
    Until.holds("none is open", BOUND, () -> fixture.open("m-1") == 0);
    assertThat(balancer.totals(HOST, Slot.BLUE).failures()).isZero();
  }

  @Test
  void cutsOffAClientThatTricklesItsHead() throws Exception {
    Instant start = Instant.now();
    try (TestClient client = fixture.client()) {
      client.send("GET / HTTP/1.1\r\nHost: ");
      assertThatThrownBy(() -> client.read(false)).isInstanceOf(IOException.class);
    }
    assertThat(Duration.between(start, Instant.now()))
        .isBetween(Limits.PARSE_TIMEOUT.minusSeconds(2), Limits.PARSE_TIMEOUT.plusSeconds(5));
  }

  @Test
  void logsEachRequestOnOneLineWithoutItsQuery() throws Exception {
    try (TestClient client = fixture.client()) {
      client.send("GET /?token=secret HTTP/1.1\r\nHost: " + HOST + "\r\nUser-Agent: a\"b\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(200);
      client.get("unknown.test", "/lost");
    }
    Until.holds("both lines are there", BOUND, () -> Files.readAllLines(fixture.log).size() == 2);
    assertThat(Files.readAllLines(fixture.log).get(0))
        .contains("\"GET / HTTP/1.1\" 200 3")
        .contains("\"a\\\"b\"")
        .contains("slot=blue label=app-g0001 machine=m-1 attempts=1 ms=")
        .doesNotContain("secret");
    assertThat(Files.readAllLines(fixture.log).get(1)).contains("/lost HTTP/1.1\" 404");
    assertThat(balancer.droppedLogLines()).isZero();
  }

  private static byte[] readUntilClosed(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      return e.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
