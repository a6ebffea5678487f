package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.local.balancer.Exchanged.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** One side of a connection: sends bytes as they are, keeps what comes, knows how it ended. */
final class RawPeer implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Socket plain;
  private final Socket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private String end = "open";
  private long lastNanos = System.nanoTime();

  /**
   * @param socket the TLS layer, or the plain socket itself
   */
  RawPeer(Socket plain, Socket socket) {
    this.plain = plain;
    this.socket = socket;
    Thread reader = new Thread(this::read, "raw-peer");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] buffer = new byte[BUFFER];
    String ending = "closed";
    try {
      InputStream in = socket.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        add(buffer, count);
      }
    } catch (IOException e) {
      ending = "cut";
    }
    synchronized (this) {
      end = ending;
      notifyAll();
    }
  }

  private synchronized void add(byte[] buffer, int count) {
    received.write(buffer, 0, count);
    lastNanos = System.nanoTime();
    notifyAll();
  }

  synchronized byte[] received() {
    return received.toByteArray();
  }

  synchronized String end() {
    return end;
  }

  /** Asked after each change, until true, the end of the connection, or the bound. */
  interface Condition {
    boolean holds(byte[] soFar);
  }

  /**
   * @param quietMillis give up when nothing has come for so long
   */
  synchronized boolean await(Condition condition, long quietMillis) throws InterruptedException {
    lastNanos = System.nanoTime();
    while (!condition.holds(received.toByteArray())) {
      long left = quietMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
      if (left <= 0 || !end.equals("open")) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Whether these bytes are among what came within the time. */
  boolean awaitBytes(String bytes, long millis) throws InterruptedException {
    return await(soFar -> Exchanged.text(soFar).contains(bytes), millis);
  }

  /** Whether the peer ended within the time. */
  synchronized boolean awaitEnd(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis; left > 0 && end.equals("open"); ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    }
    return !end.equals("open");
  }

  /** False if the connection is over; what fails to be sent is no fault of the sender here. */
  boolean play(Step step) throws InterruptedException {
    try {
      if (step instanceof Step.Send send) {
        OutputStream out = socket.getOutputStream();
        out.write(send.text().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      } else if (step instanceof Step.Act act) {
        return act(act);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean act(Step.Act act) throws IOException, InterruptedException {
    switch (act.what()) {
      case "wait" -> new CountDownLatch(1).await(act.number(), TimeUnit.MILLISECONDS);
      case "shut" -> socket.shutdownOutput();
      case "cut" -> {
        plain.close();
        return false;
      }
      case "reset" -> {
        plain.setSoLinger(true, 0);
        plain.close();
        return false;
      }
      case "close" -> {
        socket.close();
        return false;
      }
      case "renegotiate" -> ((SSLSocket) socket).startHandshake();
      default -> throw new IllegalArgumentException("directive '" + act.what() + "'");
    }
    return true;
  }

  @Override
  public void close() {
    try {
      plain.setSoLinger(true, 0);
      plain.close();
    } catch (IOException e) {
      // Gone already.
    }
  }
}
