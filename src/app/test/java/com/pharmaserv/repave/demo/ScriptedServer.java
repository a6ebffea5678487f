package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Authority;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.local.tls.ServerIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** An HTTPS server that answers, or fails to, byte by byte as a test wants it. */
final class ScriptedServer implements AutoCloseable {
  static final String HOST = "hello.localhost";
  static final String OK = answer("200 OK", "{\"service\":\"hello\",\"version\":\"1\"}\n");

  private final Authority authority;
  private final SSLServerSocket server;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Script script = (path, count) -> new Step(OK, true);

  /** What to send for a request, and whether the connection stays open afterwards. */
  record Step(String bytes, boolean keep) {}

  /** Answers the {@code count}th request of a connection, from 1. */
  interface Script {
    Step answer(String path, int count) throws InterruptedException;
  }

  ScriptedServer(Path folder, String... names) throws IOException {
    LocalHome home = new LocalHome(folder);
    home.prepare();
    authority = Authority.open(home, Clock.systemUTC());
    SSLContext context =
        Contexts.server(new ServerIdentity(authority.issue("test", List.of(names))));
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon("accept", this::accept);
  }

  static String answer(String status, String body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  void script(Script newScript) {
    script = newScript;
  }

  SSLContext trust() throws IOException {
    return Contexts.client(authority.certificate());
  }

  Target target() {
    return new Target(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
        HOST,
        "/",
        "/slow");
  }

  /** Requests that were read, whatever was answered. */
  int requests() {
    return requests.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) server.accept();
        daemon("serve", () -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = socket.getOutputStream()) {
      boolean keep = true;
      for (int count = 1; keep; count++) {
        String first = in.readLine();
        if (first == null) {
          return;
        }
        boolean more = true;
        while (more) {
          String header = in.readLine();
          more = header != null && !header.isEmpty();
        }
        requests.incrementAndGet();
        Step step = script.answer(first.split(" ", 3)[1], count);
        out.write(step.bytes().getBytes(StandardCharsets.US_ASCII));
        out.flush();
        keep = step.keep();
      }
    } catch (IOException | InterruptedException gone) {
      // The client went away, which the tests are about.
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
