package com.pharmaserv.repave.local.balancer;

import static com.pharmaserv.repave.local.balancer.BalancerFixture.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes valid requests and answers in small ways, each from a seed, and looks whether any message
 * reaches somebody else, is joined with another, becomes whole although it was cut, or comes from
 * nowhere. Every message carries a token. More rounds with {@code -Drepave.fuzz=100000}.
 */
class ExchangesFuzzIT {
  private static final int ROUNDS = Integer.getInteger("repave.fuzz", 300);
  private static final int FIRST = Integer.getInteger("repave.fuzz.first", 0);

  /** Tokens of rounds before, which must not come up again. */
  private static final int REMEMBERED = 64;

  private static final int TIMEOUT_MILLIS = 30_000;

  /** Seconds, so that none ends a good message; many a changed answer leaves everybody waiting. */
  private static final Limits.Bounds BOUNDS =
      new Limits.Bounds(
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(50));

  /** So that others go on while one waits. */
  private static final int LANES = 6;

  @TempDir private Path folder;
  private TestAuthority authority;
  private ResourceLeakDetector.Level level;

  @BeforeEach
  void watchForLeaks() throws Exception {
    authority = new TestAuthority();
    level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @AfterEach
  void watchNoMore() {
    ResourceLeakDetector.setLevel(level);
  }

  @Test
  void leaksJoinsCompletesAndInventsNoMessage() throws Exception {
    AtomicInteger next = new AtomicInteger(FIRST);
    ExecutorService threads = Executors.newFixedThreadPool(LANES);
    try {
      List<Callable<Boolean>> lanes = Collections.nCopies(LANES, () -> play(next));
      for (Future<Boolean> lane : threads.invokeAll(lanes)) {
        assertThat(lane.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean play(AtomicInteger next) throws Exception {
    try (Lane lane = new Lane(authority, folder)) {
      for (int seed = next.getAndIncrement();
          seed < FIRST + ROUNDS;
          seed = next.getAndIncrement()) {
        lane.play(seed);
      }
    }
    return true;
  }

  /** A balancer and a machine of its own. */
  private static final class Lane implements AutoCloseable {
    private final Deque<String> earlier = new ArrayDeque<>();
    private final SSLContext trust;
    private final Balancer balancer;
    private final FuzzMachine machine;

    Lane(TestAuthority authority, Path folder) throws Exception {
      trust = authority.client();
      machine = new FuzzMachine(authority.server());
      Path log = Files.createTempFile(folder, "access", ".log");
      balancer =
          Balancer.start(new Balancer.Settings(0, 0, authority.server(), trust, log), BOUNDS);
      balancer.putFleet(HOST, new HealthCheck("/health", Duration.ofMinutes(9), BOUNDS.head()));
      balancer.register(HOST, Slot.BLUE, new Balancer.Target("m-1", "app-g0001", machine.port()));
      balancer.shift(HOST, new Weights(100, 0));
    }

    @Override
    public void close() {
      balancer.close();
      machine.close();
    }

    void play(int seed) {
      try {
        round(seed);
      } catch (AssertionError | IOException e) {
        String what = "seed %s (-Drepave.fuzz.first=%s -Drepave.fuzz=1)".formatted(seed, seed);
        throw new AssertionError(what + ": " + e.getMessage(), e);
      }
    }

    /**
     * A changed request, or one with a changed answer; then a good one, whose answer must be its.
     */
    private void round(int seed) throws IOException {
      Random random = new Random(seed);
      String one = HttpMutation.token(seed, 'a');
      String two = HttpMutation.token(seed, 'b');
      String request = HttpMutation.request(random, one, HOST);
      String answer = HttpMutation.answer(random, one);
      boolean changesRequest = random.nextBoolean();
      if (changesRequest) {
        request = HttpMutation.changed(random, request);
      } else {
        answer = HttpMutation.changed(random, answer);
      }
      boolean head = request.startsWith("HEAD ");
      boolean closes = !changesRequest && !isWhole(answer, head, false);
      machine.answer(
          Map.of(
              one,
              new FuzzMachine.Answer(answer, closes),
              two,
              new FuzzMachine.Answer(HttpMutation.plain(two), false)));
      String first = ask(request, true);
      String good = "GET /%s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(two, HOST);
      String second = ask(good, false);
      assertThat(second).as("after\n%s", first).startsWith("HTTP/1.1 200 OK").endsWith(two);
      assertThat(first).as("what the first client saw").doesNotContain(two);
      assertThat(second).as("what the second client saw").doesNotContain(one);
      for (String other : earlier) {
        assertThat(first + second).as("what the clients saw").doesNotContain(other);
      }
      earlier.addLast(one);
      earlier.addLast(two);
      if (earlier.size() > REMEMBERED) {
        earlier.removeFirst();
        earlier.removeFirst();
      }
      assertThat(machine.troubles()).isEmpty();
      if (changesRequest) {
        holdsNoRequestWholeThatWasNot(request, one);
      } else {
        holdsNoAnswerWholeThatWasNot(answer, first, head);
      }
    }

    private void holdsNoRequestWholeThatWasNot(String request, String token) {
      HttpReference sent = HttpReference.read(request, true, false, false);
      List<String> bodies = machine.bodies(token);
      if (sent.state() != HttpReference.State.WHOLE) {
        assertThat(bodies).as("the machine saw as whole\n%s", request).isEmpty();
      } else if (!bodies.isEmpty() && sent.head().contains(token)) {
        assertThat(bodies.get(0)).as("the machine's body of\n%s", request).isEqualTo(sent.body());
      }
    }

    private static void holdsNoAnswerWholeThatWasNot(String answer, String got, boolean head) {
      String last = got;
      while (last.startsWith("HTTP/1.1 10")) {
        int end = last.indexOf("\r\n\r\n");
        last = end < 0 ? "" : last.substring(end + 4);
      }
      boolean ofOurOwn =
          last.isEmpty()
              || last.contains("\r\nContent-Type: text/plain;")
              || last.contains("\r\ncontent-type: text/plain;");
      if (!ofOurOwn && isWhole(last, head, false) && !last.startsWith("HTTP/1.1 204")) {
        assertThat(isWhole(answer, head, true))
            .as("the client saw as whole\n%s\nwhat the machine had sent as\n%s", last, answer)
            .isTrue();
      }
    }

    private static boolean isWhole(String answer, boolean head, boolean untilEnd) {
      // Empty lines before a status line are skipped, as by HAProxy (interim.txt).
      String rest = answer.replaceFirst("^(\r\n)+", "");
      for (int interim = 0; interim < Limits.MAX_INTERIM; interim++) {
        boolean bodiless = head || rest.matches("(?s)HTTP/1.1 (1..|204|304).*");
        HttpReference read = HttpReference.read(rest, false, bodiless, untilEnd);
        if (!rest.startsWith("HTTP/1.1 1") || read.state() != HttpReference.State.WHOLE) {
          return read.state() == HttpReference.State.WHOLE;
        }
        rest = rest.substring(read.end()).replaceFirst("^(\r\n)+", "");
      }
      return true;
    }

    /**
     * What comes until the end of the connection.
     *
     * @param ends says that nothing more follows, so that nobody waits for it
     */
    private String ask(String text, boolean ends) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try (SSLSocket socket =
          (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", balancer.port())) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
          all.write(next);
        }
      } catch (java.net.SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        if (!ends) {
          throw e;
        }
        // Cut, as broken messages are.
      }
      return all.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
