package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.local.balancer.Exchanged.Seen;
import com.pharmaserv.repave.local.balancer.Exchanged.Step;
import com.pharmaserv.repave.testing.Until;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Plays exchanges between a raw client and a raw machine, with a balancer between them. */
record Stage(SSLContext trust, int port, RawMachine machine, Between between) {
  /** What a balancer needs between two exchanges, so that none touches the next. */
  interface Between {
    /** The last one is over. */
    boolean idle();

    /** Connections to the machine that it has kept are used no more. */
    void forget();
  }

  /** How long an answer may take to begin or go on, and how long an end may take to follow it. */
  private static final long QUIET_MILLIS = 1_200;

  private static final long SETTLE_MILLIS = 600;
  private static final long END_MILLIS = 9_000;
  private static final Pattern METHOD = Pattern.compile("> ([A-Z]+) [^ ]+ HTTP/1.*");

  Seen play(Exchanged exchange) throws Exception {
    machine.script(exchange.answers());
    List<String> methods = new ArrayList<>();
    for (String line : exchange.script()) {
      Matcher method = METHOD.matcher(line);
      if (method.matches()) {
        methods.add(method.group(1));
      }
    }
    Seen seen = play(exchange, methods);
    Until.holds("the exchange is over", BalancerFixture.BOUND, between::idle);
    between.forget();
    machine.script(List.of());
    return seen;
  }

  private Seen play(Exchanged exchange, List<String> methods) throws Exception {
    List<Step> steps = new ArrayList<>(exchange.client());
    try (RawPeer client = connect(steps)) {
      boolean untilClosed = false;
      for (Step step : steps) {
        if (step instanceof Step.Await await) {
          client.await(
              soFar -> Transcript.answers(soFar, methods).finals() >= await.answers(),
              QUIET_MILLIS);
        } else if (step.equals(new Step.Act("until seen", 0))) {
          Until.holds("the machine sees it", BalancerFixture.BOUND, machine::hasSeen);
        } else if (step.equals(new Step.Act("until closed", 0))) {
          untilClosed = true;
        } else {
          client.play(step);
        }
      }
      if (untilClosed) {
        client.awaitEnd(END_MILLIS);
      } else {
        int all = Math.max(1, exchange.answers().size());
        client.await(soFar -> Transcript.answers(soFar, methods).finals() >= all, QUIET_MILLIS);
      }
      if (client.awaitEnd(SETTLE_MILLIS)) {
        machine.settle(SETTLE_MILLIS);
      }
      String seen = Transcript.answers(client.received(), methods).shown(client.end());
      return new Seen(seen, machine.shown());
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
