package com.pharmaserv.repave.debian.boot;

import com.pharmaserv.repave.model.Recipe.HealthCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks a guest's health over TLS. The guest made its key and certificate when it started, so that
 * nobody can vouch for it; it is reached through a port of this machine that leads nowhere else.
 */
final class HealthQuestion {
  private static final int ANSWER_BYTES_MAX = 4_096;

  private final int port;
  private final HealthCheck health;
  private String last = "nobody listens";

  HealthQuestion(int port, HealthCheck health) {
    this.port = port;
    this.health = health;
  }

  /** Whether it was healthy before the bound, and did not end. */
  boolean await(Guest guest, Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    while (guest.alive() && System.nanoTime() < end) {
      if (healthy()) {
        return true;
      }
      guest.pause();
    }
    if (!guest.alive()) {
      last = "the machine ended";
    }
    return false;
  }

  /** What the last answer was, in words. */
  String last() {
    return last;
  }

  private boolean healthy() {
    int timeout = (int) Math.max(1_000, health.timeout().toMillis() * 5);
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.setSoTimeout(timeout);
      try (SSLSocket socket =
          (SSLSocket) context().getSocketFactory().createSocket(plain, "machine", port, true)) {
        OutputStream out = socket.getOutputStream();
        out.write(
            "GET %s HTTP/1.1\r\nHost: machine\r\nConnection: close\r\n\r\n"
                .formatted(health.path())
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        InputStream in = socket.getInputStream();
        String answer =
            new String(in.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
        last = "it answers '" + answer + "'";
        return answer.matches("HTTP/1\\.[01] 2[0-9][0-9]( .*)?");
      }
    } catch (IOException e) {
      last = String.valueOf(e.getMessage());
      return false;
    }
  }

  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /** A certificate that was made minutes ago tells nothing; that TLS works is what is asked. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
