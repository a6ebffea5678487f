package com.pharmaserv.repave.aws.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Authority;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.local.tls.ServerIdentity;
import com.pharmaserv.repave.model.Probe;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpsProberIT {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpsServer server;
  private HttpsProber trusting;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    LocalHome home = new LocalHome(folder.resolve("home"));
    home.prepare();
    Authority authority = Authority.open(home, Clock.systemUTC());
    ServerIdentity identity =
        new ServerIdentity(authority.issue("localhost", List.of("localhost")));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(Contexts.server(identity)));
    server.setExecutor(threads);
    server.createContext("/good", exchange -> answer(exchange, 204));
    server.createContext("/bad", exchange -> answer(exchange, 503));
    server.createContext("/elsewhere", HttpsProberIT::redirect);
    server.createContext("/endless", HttpsProberIT::begin);
    server.start();
    trusting =
        new HttpsProber(
            HttpClient.newBuilder().sslContext(Contexts.client(authority.certificate())));
  }

  @AfterAll
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Location", "/good");
    answer(exchange, 302);
  }

  /** Sends a head and then no body. */
  private static void begin(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000_000);
    exchange.getResponseBody().flush();
  }

  @Test
  void anAnswerOfTwoHundredAndSomethingPasses() {
    Probe probe = trusting.get(at("/good"));
    assertThat(probe.passed()).isTrue();
    assertThat(probe.detail()).isEqualTo(at("/good") + " answered 204");
  }

  @Test
  void anyOtherAnswerFailsAndIsTold() {
    assertThat(trusting.get(at("/bad")))
        .isEqualTo(new Probe(false, at("/bad") + " answered 503, not 200 to 299"));
  }

  @Test
  void doesNotFollowARedirectAwayFromTheCandidate() {
    assertThat(trusting.get(at("/elsewhere")).passed()).isFalse();
    assertThat(trusting.get(at("/elsewhere")).detail()).contains("302");
  }

  @Test
  void failsBehindACertificateThatNobodyTrusts() {
    Probe probe = new HttpsProber().get(at("/good"));
    assertThat(probe.passed()).isFalse();
    assertThat(probe.detail()).contains("TLS failed");
  }

  @Test
  void failsBehindACertificateForAnotherHost() {
    Probe probe =
        trusting.get(URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/good"));
    assertThat(probe.passed()).isFalse();
    assertThat(probe.detail()).contains("TLS failed");
  }

  @Test
  void failsWithoutAServerAndWithoutAName() {
    assertThat(trusting.get(URI.create("https://localhost:1/good")).detail())
        .contains("gave no answer: no connection");
    assertThat(trusting.get(URI.create("https://nothing.invalid/good")).detail())
        .contains("gave no answer: the host's name does not resolve");
  }

  @Test
  void failsInTimeWhenTheAnswerNeverEnds() {
    Instant before = Instant.now();
    Probe probe = trusting.get(at("/endless"));

    assertThat(probe.passed()).isFalse();
    assertThat(probe.detail()).contains("no whole answer within 5 s");
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void asksNothingWithoutTls() {
    assertThat(trusting.get(URI.create("http://localhost/good")).detail())
        .contains("was not asked", "https");
  }

  private URI at(String path) {
    return URI.create("https://localhost:" + server.getAddress().getPort() + path);
  }
}
