package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.local.balancer.Exchanged.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A machine that answers each request with the next part of a script, on whatever connection. */
final class RawMachine implements AutoCloseable {
  private static final int BACKLOG = 128;

  /** For what is sure to come, however slow this computer is. */
  private static final long BOUND_MILLIS = 30_000;

  private static final String HEALTHY =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private final ServerSocket server;
  private final SSLContext identity;
  private final List<RawPeer> peers = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private volatile List<List<Step>> answers = List.of();
  private volatile @Nullable RawPeer client;
  private volatile CountDownLatch said = new CountDownLatch(0);

  RawMachine(SSLContext identity, int port) throws IOException {
    this.identity = identity;
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    this.server = new ServerSocket(port, BACKLOG, loopback);
    thread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Forgets what was; connections of before are gone. */
  void script(List<List<Step>> script) {
    for (RawPeer peer : peers) {
      peer.close();
    }
    peers.clear();
    next.set(0);
    answers = script;
    client = null;
    said = new CountDownLatch(1);
  }

  /** Whose requests come next. */
  void serves(RawPeer asking) {
    client = asking;
  }

  /** The client has sent all that it will. */
  void said() {
    said.countDown();
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "raw-machine");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket plain = server.accept();
        plain.setTcpNoDelay(true);
        thread(() -> serve(plain));
      } catch (IOException e) {
        // Closed, and asked again whether it is.
      }
    }
  }

  private void serve(Socket plain) {
    try {
      SSLSocket socket =
          (SSLSocket)
              identity.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
      socket.setUseClientMode(false);
      socket.startHandshake();
      RawPeer peer = new RawPeer(plain, socket);
      peers.add(peer);
      answer(peer);
    } catch (IOException e) {
      // Nobody of interest.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(RawPeer peer) throws InterruptedException {
    List<List<Step>> script = answers;
    for (int answered = 0; ; answered++) {
      int before = answered;
      peer.await(soFar -> soFar.length > 0 && begun(soFar, before), BOUND_MILLIS);
      if (!begun(peer.received(), before)) {
        return;
      }
      if (isProbe(peer)) {
        peers.remove(peer);
        peer.play(new Step.Send(HEALTHY));
        peer.play(new Step.Act("close", 0));
        return;
      }
      int mine = next.getAndIncrement();
      // The last answer stands for all that come after it.
      int last = Math.min(mine, script.size() - 1);
      List<Step> steps = last < 0 ? List.of() : script.get(last);
      boolean early = !steps.isEmpty() && steps.get(0).equals(new Step.Act("on head", 0));
      if (!early) {
        peer.await(soFar -> Transcript.requests(soFar).finals() > before, BOUND_MILLIS);
        if (Transcript.requests(peer.received()).finals() <= before) {
          return;
        }
      }
      for (Step step : steps.subList(early ? 1 : 0, steps.size())) {
        if (!play(step, peer)) {
          return;
        }
      }
    }
  }

  private boolean play(Step step, RawPeer peer) throws InterruptedException {
    RawPeer asking = client;
    if (step instanceof Step.Until until && until.what().equals("until seen")) {
      return peer.awaitBytes(until.bytes(), BOUND_MILLIS);
    } else if (step instanceof Step.Until until) {
      return asking != null && asking.awaitBytes(until.bytes(), BOUND_MILLIS);
    } else if (step.equals(new Step.Act("until dropped", 0))) {
      peer.awaitEnd(BOUND_MILLIS);
      return true;
    } else if (step.equals(new Step.Act("until said", 0))) {
      return said.await(BOUND_MILLIS, TimeUnit.MILLISECONDS);
    }
    return peer.play(step);
  }

  private static boolean begun(byte[] soFar, int before) {
    Transcript read = Transcript.requests(soFar);
    return read.finals() > before || (read.finals() == before && read.head());
  }

  private static boolean isProbe(RawPeer peer) {
    return Exchanged.text(peer.received()).startsWith("GET /health ");
  }

  /** Waits for what the end of the client's connection may bring about. */
  void settle(long millis) throws InterruptedException {
    for (RawPeer peer : peers) {
      peer.awaitEnd(millis);
    }
  }

  /** These bytes are among what came on one of its connections. */
  boolean hasSeen(String bytes) {
    return peers.stream().anyMatch(peer -> Exchanged.text(peer.received()).contains(bytes));
  }

  /** A connection that carried a request has ended. */
  boolean isDropped() {
    return peers.stream()
        .anyMatch(
            peer -> peer.received().length > 0 && !isProbe(peer) && !peer.end().equals("open"));
  }

  /** What came on all connections that carried a request. */
  String shown() {
    List<String> all = new ArrayList<>();
    for (RawPeer peer : peers) {
      if (peer.received().length > 0 && !isProbe(peer)) {
        String shown = Transcript.requests(peer.received()).shown(peer.end());
        all.add(shown);
      }
    }
    return all.isEmpty() ? "nothing" : String.join(" || ", all);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // Gone already.
    }
    peers.forEach(RawPeer::close);
  }
}
