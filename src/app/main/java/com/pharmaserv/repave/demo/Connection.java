package com.pharmaserv.repave.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One kept-alive HTTPS connection, one request at a time.
 *
 * <p>HTTP by hand, because this is a measuring instrument: client libraries retry by themselves and
 * hide which connection a request used, and both must be counted here.
 */
final class Connection implements AutoCloseable {
  private static final int CONNECT_MILLIS_MAX = 2_000;

  /** Longer than the slowest answer that a load asks for. */
  private static final int READ_MILLIS_MAX = 10_000;

  private static final int LINE_MAX = 8_192;
  private static final int HEADERS_MAX = 100;
  private static final int BODY_MAX = 1 << 20;

  private final Target target;
  private final SSLSocket socket;
  private final InputStream in;
  private boolean idle;

  private Connection(Target target, SSLSocket socket) throws IOException {
    this.target = target;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** The server closed the connection while it was idle: the request never was answered at all. */
  static final class IdleClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    IdleClosedException(IOException cause) {
      super("the server closed the idle connection", cause);
    }
  }

  static Connection open(Target target, SSLContext trust) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(target.address(), CONNECT_MILLIS_MAX);
      plain.setSoTimeout(READ_MILLIS_MAX);
      plain.setTcpNoDelay(true);
      int port = target.address().getPort();
      SSLSocket socket =
          (SSLSocket) trust.getSocketFactory().createSocket(plain, target.host(), port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(target.host())));
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new Connection(target, socket);
    } catch (IOException | RuntimeException failed) {
      plain.close();
      throw failed;
    }
  }

  /**
   * Asks once and reads the whole answer.
   *
   * @throws IdleClosedException if this was not the connection's first request and it was closed
   *     before a single byte of the answer: the one case in which asking again is safe
   */
  Reply get(String path) throws IOException {
    boolean reused = idle;
    idle = false;
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: " + target.host() + "\r\nAccept: */*\r\n\r\n";
    int first;
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      first = in.read();
      if (first < 0) {
        throw new EOFException("the server closed the connection without an answer");
      }
    } catch (SocketTimeoutException silent) {
      // The server has the request and may be at work on it.
      throw silent;
    } catch (IOException closed) {
      throw reused ? new IdleClosedException(closed) : closed;
    }
    Reply reply = reply((char) first);
    idle = reply.keepAlive();
    return reply;
  }

  private Reply reply(char first) throws IOException {
    String status = first + line();
    if (!status.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new IOException("not an HTTP status line: '" + status + "'");
    }
    int code = Integer.parseInt(status.substring(9, 12));
    boolean keepAlive = status.startsWith("HTTP/1.1");
    boolean chunked = false;
    long length = -1;
    for (int i = 0; i <= HEADERS_MAX; i++) {
      String header = line();
      if (header.isEmpty()) {
        String body = body(chunked, length);
        return new Reply(code, body, keepAlive && (chunked || length >= 0));
      }
      int colon = header.indexOf(':');
      String name = header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      String value = header.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      switch (name) {
        case "connection" -> keepAlive = !value.contains("close");
        case "transfer-encoding" -> chunked = value.contains("chunked");
        case "content-length" -> length = number(value, 10);
        default -> {
          // No other header changes where the answer ends.
        }
      }
    }
    throw new IOException("more than " + HEADERS_MAX + " headers");
  }

  private String body(boolean chunked, long length) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (chunked) {
      for (long size = chunk(); size > 0; size = chunk()) {
        read(body, size);
        line();
      }
      line();
    } else if (length >= 0) {
      read(body, length);
    } else {
      body.writeBytes(in.readNBytes(BODY_MAX));
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private long chunk() throws IOException {
    String size = line();
    int end = size.indexOf(';');
    return number(end < 0 ? size : size.substring(0, end), 16);
  }

  private void read(ByteArrayOutputStream body, long size) throws IOException {
    if (body.size() + size > BODY_MAX) {
      throw new IOException("body of more than " + BODY_MAX + " bytes");
    }
    byte[] part = in.readNBytes((int) size);
    if (part.length < size) {
      throw new EOFException("body ended after " + part.length + " of " + size + " bytes");
    }
    body.writeBytes(part);
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long value = Long.parseLong(text.strip(), radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException malformed) {
      // The message below says all that this exception knows.
    }
    throw new IOException("not a length: '" + text + "'");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() <= LINE_MAX) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the answer ended in its headers");
      }
      if (next == '\n') {
        int end = line.length();
        boolean carriageReturn = end > 0 && line.charAt(end - 1) == '\r';
        return carriageReturn ? line.substring(0, end - 1) : line.toString();
      }
      line.append((char) next);
    }
    throw new IOException("header line of more than " + LINE_MAX + " characters");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing was owed on it any more, and the operating system frees it in any case.
    }
  }
}
