package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.local.balancer.Exchanged.Seen;
import com.pharmaserv.repave.local.balancer.Exchanged.Step;
import com.pharmaserv.repave.testing.Until;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.core.ConditionTimeoutException;

/** Plays exchanges between a raw client and a raw machine, with a balancer between them. */
record Stage(SSLContext trust, int port, RawMachine machine, Between between) {
  /** What a balancer needs between two exchanges, so that none touches the next. */
  interface Between {
    /** The last one is over. */
    boolean idle();

    /** Connections to the machine that it has kept are used no more. */
    void forget();

    /** It answers for hosts that it does not know, without a machine. */
    boolean answersStrangers();
  }

  /** For what is sure to come, however slow this computer is; above each bound under test. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  /**
   * How long nothing more comes when nobody knows what to wait for, or when nothing at all is to
   * come. A computer that is slower than this can only hide a fault, not invent one, except when
   * tables are written anew.
   */
  private static final long QUIET_MILLIS = 1_200;

  private static final long SETTLE_MILLIS = 600;
  private static final long GLANCE_MILLIS = 50;
  private static final Pattern METHOD = Pattern.compile("> ([A-Z]+) [^ ]+ HTTP/1.*");
  private static final Step.Send STRANGER =
      new Step.Send("GET /stranger HTTP/1.1\r\nHost: stranger.test\r\n\r\n");

  /**
   * @param expected what is waited for; without it, until all is quiet
   */
  Seen play(Exchanged exchange, Optional<Seen> expected) throws Exception {
    machine.script(exchange.answers());
    List<String> methods = new ArrayList<>();
    for (String line : exchange.script()) {
      Matcher method = METHOD.matcher(line);
      if (method.matches()) {
        methods.add(method.group(1));
      }
    }
    Seen seen = play(exchange, methods, expected);
    Until.holds("the exchange is over", BOUND, between::idle);
    between.forget();
    machine.script(List.of());
    return seen;
  }

  private Seen play(Exchanged exchange, List<String> methods, Optional<Seen> expected)
      throws Exception {
    List<Step> steps = new ArrayList<>(exchange.client());
    try (RawPeer client = connect(steps)) {
      machine.serves(client);
      long patience = expected.isPresent() ? BOUND.toMillis() : QUIET_MILLIS;
      for (Step step : steps) {
        if (step instanceof Step.Await await) {
          client.await(
              soFar -> Transcript.answers(soFar, methods).finals() >= await.answers(), patience);
        } else {
          play(step, client);
        }
      }
      machine.said();
      if (expected.isEmpty()) {
        settle(exchange, client, methods);
        return seen(client, methods);
      }
      holds(() -> seen(client, methods).equals(expected.get()));
      Seen seen = seen(client, methods);
      return seen.equals(expected.get()) && client.end().equals("open")
          ? stillSeen(exchange, client, methods)
          : seen;
    }
  }

  private void play(Step step, RawPeer client) throws InterruptedException {
    if (step instanceof Step.Until until && until.what().equals("until seen")) {
      holds(() -> machine.hasSeen(until.bytes()));
    } else if (step instanceof Step.Until until) {
      client.awaitBytes(until.bytes(), BOUND.toMillis());
    } else if (step.equals(new Step.Act("until dropped", 0))) {
      holds(machine::isDropped);
    } else if (step.equals(new Step.Act("until closed", 0))) {
      client.awaitEnd(BOUND.toMillis());
    } else {
      client.play(step);
    }
  }

  /** Or does not: what was seen tells. */
  private static void holds(Callable<Boolean> condition) {
    try {
      Until.holds("what the table says", BOUND, condition);
    } catch (ConditionTimeoutException e) {
      // The table differs then.
    }
  }

  private Seen seen(RawPeer client, List<String> methods) {
    // The end first: what comes before it must be there too.
    String end = client.end();
    return new Seen(Transcript.answers(client.received(), methods).shown(end), machine.shown());
  }

  /**
   * A connection that is open serves another request, and nothing came before its answer. One that
   * cannot is only looked at again.
   */
  private Seen stillSeen(Exchanged exchange, RawPeer client, List<String> methods)
      throws Exception {
    Seen before = seen(client, methods);
    Transcript answers = Transcript.answers(client.received(), methods);
    if (!between.answersStrangers() || !answers.persists() || !isAnswered(exchange, answers)) {
      client.awaitEnd(GLANCE_MILLIS);
      return seen(client, methods);
    }
    client.play(STRANGER);
    List<String> all = new ArrayList<>(methods);
    all.add("GET");
    client.await(
        soFar -> Transcript.answers(soFar, all).finals() > answers.finals(), BOUND.toMillis());
    Seen after = seen(client, all);
    Seen known =
        new Seen(before.client().replaceFirst("open$", "404 of its own | open"), before.machine());
    return after.equals(known) ? before : after;
  }

  /** All that the client has sent. */
  private static boolean isAnswered(Exchanged exchange, Transcript answers) {
    StringBuilder sent = new StringBuilder();
    for (Step step : exchange.client()) {
      sent.append(step instanceof Step.Send send ? send.text() : "");
    }
    Transcript requests =
        Transcript.requests(sent.toString().getBytes(StandardCharsets.ISO_8859_1));
    return requests.isWhole() && requests.finals() == answers.finals();
  }

  private void settle(Exchanged exchange, RawPeer client, List<String> methods) throws Exception {
    int all = Math.max(1, exchange.answers().size());
    client.await(soFar -> Transcript.answers(soFar, methods).finals() >= all, QUIET_MILLIS);
    if (client.awaitEnd(SETTLE_MILLIS)) {
      machine.settle(SETTLE_MILLIS);
    }
  }

  private RawPeer connect(List<Step> steps) throws Exception {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    plain.setTcpNoDelay(true);
    if (steps.remove(new Step.Act("plain", 0))) {
      return new RawPeer(plain, plain);
    }
    SSLSocket socket =
        (SSLSocket) trust.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
    if (steps.remove(new Step.Act("tls old", 0))) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    }
    socket.startHandshake();
    return new RawPeer(plain, socket);
  }
}
