package com.pharmaserv.repave.local.balancer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** An HTTP/1.1 client on one TLS connection that sends exactly what a test says. */
final class TestClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  /** Past "HTTP/1.1 ". */
  private static final int STATUS_AT = 9;

  private final Socket socket;
  private final InputStream in;

  TestClient(SSLContext context, int port) throws IOException {
    socket = context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  record Answer(int status, Map<String, String> headers, String body) {}

  Answer get(String host, String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return read(false);
  }

  Answer post(String host, String path, String body) throws IOException {
    send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    return read(false);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  Answer read(boolean head) throws IOException {
    String status = line();
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim(),
          (a, b) -> a + ", " + b);
    }
    int code = Integer.parseInt(status, STATUS_AT, STATUS_AT + 3, 10);
    boolean empty = head || code == 204 || code == 304 || code == 100;
    return new Answer(code, headers, empty ? "" : body(headers));
  }

  private String body(Map<String, String> headers) throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      StringBuilder all = new StringBuilder();
      while (true) {
        int size = Integer.parseInt(line(), 16);
        all.append(exactly(size));
        line();
        if (size == 0) {
          return all.toString();
        }
      }
    }
    String length = headers.get("content-length");
    return length == null
        ? new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
        : exactly(Integer.parseInt(length));
  }

  /** Without a body, whatever it says. */
  Answer readHead() throws IOException {
    return read(true);
  }

  String exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("answer ended after " + bytes.length + " of " + size + " bytes");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("connection closed after '" + line + "'");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Ends with a reset instead of a polite goodbye, as a client that vanished. */
  void vanish() throws IOException {
    socket.setSoLinger(true, 0);
    close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
