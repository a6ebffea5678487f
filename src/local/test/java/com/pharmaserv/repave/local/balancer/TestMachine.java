package com.pharmaserv.repave.local.balancer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * A machine for tests: answers its name, and misbehaves on request. It reads and writes sockets by
 * hand, so that it judges the balancer's HTTP instead of sharing its mistakes.
 */
final class TestMachine implements AutoCloseable {
  private static final int KEEP_ALIVE_MILLIS = 30_000;
  private static final long HOLD_SECONDS = 30;
  private static final int BACKLOG = 256;

  final String name;
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger posts = new AtomicInteger();
  final AtomicInteger probes = new AtomicInteger();
  final Queue<String> seen = new ConcurrentLinkedQueue<>();

  /** What {@code /slow} waits for. */
  final CountDownLatch gate = new CountDownLatch(1);

  volatile int healthStatus = 200;

  private final SSLServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  TestMachine(String name, SSLContext identity) throws Exception {
    this(name, identity, 0);
  }

  TestMachine(String name, SSLContext identity, int port) throws Exception {
    this.name = name;
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    this.server =
        (SSLServerSocket)
            identity.getServerSocketFactory().createServerSocket(port, BACKLOG, loopback);
    start("machine-" + name, this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  Balancer.Target target(String label) {
    return new Balancer.Target(name, label, port());
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        start("machine-" + name, () -> serve(socket));
      } catch (IOException e) {
        // Closed, and asked again whether it is.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(KEEP_ALIVE_MILLIS);
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      for (Call call = read(in); call != null && handle(call, in, out); call = read(in)) {
        out.flush();
      }
      out.flush();
    } catch (IOException e) {
      // The balancer has gone, or was cut on purpose.
    } finally {
      open.remove(socket);
    }
  }

  private record Call(String method, String path, Map<String, List<String>> headers) {
    String first(String header) {
      return headers.getOrDefault(header, List.of("")).get(0);
    }
  }

  private static @Nullable Call read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null || first.isEmpty()) {
      return null;
    }
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String line = line(in);
    while (line != null && !line.isEmpty()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(line.substring(0, colon), absent -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
      line = line(in);
    }
    String[] words = first.split(" ", 3);
    String path = words[1].split("\\?", 2)[0];
    return line == null ? null : new Call(words[0], path, headers);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** False to end the connection. */
  private boolean handle(Call call, InputStream in, OutputStream out) throws IOException {
    if (call.path().equals("/health")) {
      probes.incrementAndGet();
      return answer(call, out, healthStatus, "health of " + name);
    }
    requests.incrementAndGet();
    seen.add(call.method() + " " + call.path());
    if (call.method().equals("POST")) {
      posts.incrementAndGet();
    }
    if (call.path().equals("/early")) {
      // Answers before the body came.
      write(out, "HTTP/1.1 413 Too Much\r\nContent-Length: 8\r\nConnection: close\r\n\r\ntoo much");
      return false;
    }
    String body = body(call, in, out);
    return switch (call.path()) {
      case "/slow" -> slow(call, out);
      case "/die" -> false;
      case "/half" -> half(out, "Content-Length: 1000\r\n\r\n0123456789");
      case "/half-chunked" -> half(out, "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n");
      case "/echo" -> answer(call, out, 200, body);
      case "/headers" -> answer(call, out, 200, headers(call));
      case "/500" -> answer(call, out, 500, "sorry");
      case "/204" -> empty(out);
      case "/big" -> answer(call, out, 200, "x".repeat(1_000_000));
      case "/chunks" -> chunks(out);
      default -> answer(call, out, 200, name);
    };
  }

  private static boolean half(OutputStream out, String rest) throws IOException {
    write(out, "HTTP/1.1 200 OK\r\n" + rest);
    return false;
  }

  private boolean empty(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 204 No Content\r\nX-Machine: " + name + "\r\n\r\n");
    return true;
  }

  private boolean slow(Call call, OutputStream out) throws IOException {
    try {
      boolean opened = gate.await(HOLD_SECONDS, TimeUnit.SECONDS);
      return answer(call, out, opened ? 200 : 500, "slow " + name);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static String headers(Call call) {
    StringBuilder all = new StringBuilder();
    call.headers().forEach((header, values) -> all.append(header + ": " + values + "\n"));
    return all.toString();
  }

  private static boolean chunks(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 5; i++) {
      write(out, "6\r\nchunk" + i + "\r\n");
    }
    write(out, "0\r\n\r\n");
    return true;
  }

  private boolean answer(Call call, OutputStream out, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    write(
        out,
        "HTTP/1.1 %s Fine\r\nX-Machine: %s\r\nContent-Length: %s\r\n\r\n"
            .formatted(status, name, bytes.length));
    if (!call.method().equals("HEAD")) {
      out.write(bytes);
      out.flush();
    }
    return true;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String body(Call call, InputStream in, OutputStream out) throws IOException {
    if (call.first("Expect").equalsIgnoreCase("100-continue")) {
      write(out, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (call.first("Transfer-Encoding").equalsIgnoreCase("chunked")) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        all.writeBytes(exactly(in, size));
        line(in);
      }
      line(in);
      return all.toString(StandardCharsets.ISO_8859_1);
    }
    String length = call.first("Content-Length");
    int size = length.isEmpty() ? 0 : Integer.parseInt(length);
    return new String(exactly(in, size), StandardCharsets.ISO_8859_1);
  }

  private static int chunk(InputStream in) throws IOException {
    String size = line(in);
    if (size == null) {
      throw new IOException("the body was cut");
    }
    return Integer.parseInt(size.split(";", 2)[0], 16);
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new IOException("the body was cut");
    }
    return bytes;
  }

  /** Gone at once, open connections too. */
  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      // Gone anyway.
    }
  }
}
