package com.pharmaserv.repave.local.balancer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Answers each request by the token in its head, and is strict about all that it reads. */
final class FuzzMachine implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final int BACKLOG = 128;

  /** What is answered, and whether the connection ends with it. */
  record Answer(String text, boolean closes) {}

  private final SSLServerSocket server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

  FuzzMachine(SSLContext identity) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server =
        (SSLServerSocket)
            identity.getServerSocketFactory().createServerSocket(0, BACKLOG, loopback);
    thread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** For the requests of one round; those of others are unknown from now on. */
  void answer(Map<String, Answer> round) {
    answers.clear();
    bodies.clear();
    answers.putAll(round);
  }

  /** Bodies of the whole requests with this token. */
  List<String> bodies(String token) {
    return bodies.getOrDefault(token, List.of());
  }

  List<String> troubles() {
    return new ArrayList<>(troubles);
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "fuzz-machine");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        thread(() -> serve(socket));
      } catch (IOException e) {
        // Closed, and asked again whether it is.
      }
    }
  }

  private void serve(Socket socket) {
    StringBuilder unread = new StringBuilder();
    byte[] buffer = new byte[BUFFER];
    try (socket) {
      socket.setTcpNoDelay(true);
      for (int count = 0; count >= 0; count = socket.getInputStream().read(buffer)) {
        unread.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        if (!requests(socket, unread)) {
          return;
        }
      }
    } catch (IOException e) {
      // Cut, as a broken request must be.
    }
  }

  private boolean requests(Socket socket, StringBuilder unread) throws IOException {
    while (!unread.isEmpty()) {
      HttpReference read = HttpReference.read(unread.toString(), true, false, false);
      if (read.state() == HttpReference.State.INVALID) {
        troubles.add("the machine got what is no request:\n" + unread);
        return false;
      }
      if (read.state() == HttpReference.State.PART) {
        return true;
      }
      unread.delete(0, read.end());
      if (!answer(socket, read)) {
        return false;
      }
    }
    return true;
  }

  private boolean answer(Socket socket, HttpReference read) throws IOException {
    Matcher token = HttpMutation.TOKEN.matcher(read.head());
    Answer answer = new Answer(HttpMutation.plain("unknown"), false);
    if (token.find()) {
      Answer known = answers.get(token.group());
      bodies.computeIfAbsent(token.group(), absent -> new ArrayList<>()).add(read.body());
      answer = known == null ? answer : known;
    }
    String text = answer.text();
    if (read.head().startsWith("HEAD ")) {
      int end = text.lastIndexOf("\r\n\r\n" + "t");
      text = end < 0 || answer.closes() ? text : text.substring(0, end + 4);
    }
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return !answer.closes();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // Gone already.
    }
  }
}
