package com.pharmaserv.repave.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.pharmaserv.repave.demo.LoadGenerator.Totals;
import com.pharmaserv.repave.demo.ScriptedServer.Step;
import com.pharmaserv.repave.report.Figures;
import com.pharmaserv.repave.report.Sample;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadGeneratorIT {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final int RATE = 200;

  @TempDir Path folder;

  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer(folder, ScriptedServer.HOST);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void countsExactlyWhatTheServerSaw() throws IOException {
    LoadGenerator load = loaded(400);
    Totals totals = load.totals();

    assertThat(totals.requests()).isEqualTo(server.requests());
    assertThat(totals.failed()).as(totals.firstFailure()).isZero();
    assertThat(totals.retried()).isZero();
    assertThat(totals.connections()).as("4 paced and 1 slow").isEqualTo(5);
    Figures figures = load.between("all", load.startedAt(), Instant.now());
    assertThat(figures.requests()).isEqualTo(totals.requests());
    assertThat(figures.p50()).isPositive().isLessThanOrEqualTo(figures.p99());
  }

  @Test
  void keepsItsPace() throws IOException {
    LoadGenerator load = start(4);
    Until.holds("1.5 seconds", BOUND, () -> load.samples().size() >= 6);
    load.close();
    Figures figures = load.between("1 s", load.startedAt(), load.startedAt().plusSeconds(1));

    assertThat(figures.requests() + load.totals().skipped())
        .as("200 paced ones, and up to 10 slow ones")
        .isBetween(195L, 211L);
  }

  @Test
  void asksAgainOnceWhenTheIdleConnectionWasClosed() throws IOException {
    server.script((path, count) -> new Step(ScriptedServer.OK, count < 10));
    Totals totals = loaded(200).totals();

    assertThat(totals.failed()).as(totals.firstFailure()).isZero();
    assertThat(totals.retried()).isPositive();
    assertThat(totals.requests()).isEqualTo(server.requests());
  }

  @Test
  void connectionClosedBeforeItsFirstAnswerIsAFailure() throws IOException {
    server.script((path, count) -> new Step("", false));
    Totals totals = loaded(50).totals();

    assertThat(totals.failed()).isEqualTo(totals.requests());
    assertThat(totals.retried()).isZero();
    assertThat(totals.firstFailure()).contains("without an answer");
  }

  @Test
  void answerCutInItsBodyIsAFailure() throws IOException {
    server.script(
        (path, count) ->
            count < 3
                ? new Step(ScriptedServer.OK, true)
                : new Step("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", false));
    Totals totals = loaded(60).totals();

    assertThat(totals.failed()).isPositive();
    assertThat(totals.retried()).as("bytes of the answer had come").isZero();
    assertThat(totals.requests()).isEqualTo(server.requests());
    assertThat(totals.firstFailure()).contains("body ended after 4 of 50 bytes");
  }

  @Test
  void closeThatIsAnnouncedIsNoRetry() throws IOException {
    String bye =
        """
        HTTP/1.1 200 OK
        Connection: close
        Transfer-Encoding: chunked

        5;x=y
        hello
        16
         {"version":"chunked"}
        0

        """
            .replace("\n", "\r\n");
    server.script((path, count) -> new Step(bye, false));
    LoadGenerator load = loaded(60);
    Totals totals = load.totals();

    assertThat(totals.failed()).as(totals.firstFailure()).isZero();
    assertThat(totals.retried()).isZero();
    assertThat(versions(load)).containsOnlyKeys("chunked");
  }

  @Test
  void tellsVersionsAndTheirFailuresApart() throws IOException {
    String bad = ScriptedServer.answer("500 Oops", "{\"version\":\"2\"}");
    server.script((path, count) -> new Step(count % 4 == 0 ? bad : ScriptedServer.OK, true));
    LoadGenerator load = loaded(200);
    Figures figures = load.between("all", load.startedAt(), Instant.now());

    assertThat(versions(load)).containsOnlyKeys("1", "2");
    assertThat(figures.failed()).isPositive().isEqualTo(load.totals().failed());
    assertThat(figures.failedByVersion()).isEqualTo(Map.of("2", figures.failed()));
    assertThat(load.totals().firstFailure()).contains("status 500");
  }

  @Test
  void stallCountsInTheLatencyOfAllThatWereDueInIt() throws IOException {
    Instant begin = Instant.now();
    server.script(
        (path, count) -> {
          boolean stall = Duration.between(begin, Instant.now()).toMillis() < 700;
          new CountDownLatch(1).await(stall ? 500 : 0, TimeUnit.MILLISECONDS);
          return new Step(ScriptedServer.OK, true);
        });
    LoadGenerator load = loaded(250);
    Figures figures = load.between("stall", load.startedAt(), load.startedAt().plusMillis(500));

    assertThat(figures.requests()).as("not only one for each connection").isGreaterThan(60);
    assertThat(figures.p50()).isGreaterThan(Duration.ofMillis(150));
    assertThat(figures.failed()).isZero();
  }

  @Test
  void requestsThatCouldNotBeSentForLongAreCountedApart() throws IOException {
    Instant begin = Instant.now();
    server.script(
        (path, count) -> {
          boolean stall = Duration.between(begin, Instant.now()).toMillis() < 2_000;
          new CountDownLatch(1).await(stall ? 2_500 : 0, TimeUnit.MILLISECONDS);
          return new Step(ScriptedServer.OK, true);
        });
    LoadGenerator load = loaded(250);
    Figures all = load.between("all", load.startedAt(), Instant.now());

    assertThat(load.totals().skipped()).isPositive().isEqualTo(all.skipped());
    assertThat(load.samples().stream().mapToLong(Sample::skipped).sum()).isEqualTo(all.skipped());
    assertThat(load.totals().requests()).isEqualTo(server.requests());
  }

  @Test
  void certificateForAnotherHostIsAFailure() throws IOException {
    try (ScriptedServer other = new ScriptedServer(folder.resolve("other"), "other.localhost")) {
      LoadGenerator load = LoadGenerator.start(other.target(), other.trust(), RATE, 2);
      Until.holds("a few attempts", BOUND, () -> load.totals().requests() >= 5);
      load.close();

      assertThat(load.totals().failed()).isEqualTo(load.totals().requests());
      assertThat(other.requests()).isZero();
    }
  }

  @Test
  void unknownAuthorityIsAFailure() throws IOException {
    try (ScriptedServer other = new ScriptedServer(folder.resolve("other"), ScriptedServer.HOST)) {
      LoadGenerator load = LoadGenerator.start(server.target(), other.trust(), RATE, 2);
      Until.holds("a few attempts", BOUND, () -> load.totals().requests() >= 5);
      load.close();

      assertThat(load.totals().failed()).isEqualTo(load.totals().requests());
    }
  }

  @Test
  void serverThatIsNotThereIsAFailureAndNoFlood() throws IOException {
    server.close();
    LoadGenerator load = start(4);
    Until.holds("two seconds", BOUND, () -> load.samples().size() >= 6);
    load.close();

    assertThat(load.totals().failed()).isEqualTo(load.totals().requests());
    assertThat(load.totals().requests()).isLessThan(2L * RATE + 100);
  }

  @Test
  void closeWaitsForWhatIsUnderWay() throws IOException {
    server.script(
        (path, count) -> {
          new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
          return new Step(ScriptedServer.OK, true);
        });
    LoadGenerator load = start(4);
    Until.holds("requests are under way", BOUND, () -> server.requests() >= 5);
    load.close();

    assertThat(load.totals().failed()).as(load.totals().firstFailure()).isZero();
    assertThat(load.totals().requests()).isEqualTo(server.requests());
  }

  @Test
  void samplesAddUpToTheTotals() throws IOException {
    LoadGenerator load = loaded(300);
    List<Sample> samples = load.samples();
    long sum = samples.stream().mapToLong(Sample::requests).sum();
    Figures rest =
        load.between(
            "rest",
            load.startedAt().plus(Recording.SAMPLE.multipliedBy(samples.size())),
            Instant.now());

    assertThat(sum + rest.requests()).isEqualTo(load.totals().requests());
    assertThat(samples.get(1).at()).isEqualTo(load.startedAt().plus(Recording.SAMPLE));
  }

  @Test
  void refusesRatesAndTargetsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadGenerator.start(server.target(), server.trust(), 0, 1))
        .withMessage("rate 0 must be from 1 to 10000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.loopback(1, "evil\r\nX: y"))
        .withMessageContaining("must be printable ASCII");
  }

  private LoadGenerator start(int connections) throws IOException {
    return LoadGenerator.start(server.target(), server.trust(), RATE, connections);
  }

  private LoadGenerator loaded(int requests) throws IOException {
    LoadGenerator load = start(4);
    Until.holds(requests + " requests", BOUND, () -> load.totals().requests() >= requests);
    load.close();
    return load;
  }

  private static Map<String, Long> versions(LoadGenerator load) {
    Map<String, Long> versions = new TreeMap<>();
    for (Sample sample : load.samples()) {
      sample.requestsByVersion().forEach((version, n) -> versions.merge(version, n, Long::sum));
    }
    return versions;
  }
}
