package com.pharmaserv.repave.local.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP request to this machine on a connection of its own, with or without TLS. The JDK's
 * clients were left aside for two reasons: their start-up would double that of the tool, and they
 * do not tell whether a failed request had been sent.
 */
public final class LoopbackCall {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /** The longest answer of the control API is well below; a probe reads only the status. */
  private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

  private static final int HEADERS_MAX = 100;
  private static final int LINE_BYTES_MAX = 8 * 1024;

  private final int port;
  private final String host;
  private final Optional<SSLContext> context;

  private LoopbackCall(int port, String host, Optional<SSLContext> context) {
    this.port = port;
    this.host = host;
    this.context = context;
  }

  public static LoopbackCall plain(int port) {
    return new LoopbackCall(port, "127.0.0.1", Optional.empty());
  }

  /**
   * Over TLS. Whoever the context trusts may answer, whatever its name: a context that trusts the
   * local authority trusts nothing but this home's machines and balancers.
   *
   * @param host asked for in TLS and in HTTP; the connection itself goes to the loopback address
   */
  public static LoopbackCall tls(int port, String host, SSLContext context) {
    return new LoopbackCall(port, host, Optional.of(context));
  }

  /** Status, headers and body of the answer. */
  public static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = Map.copyOf(headers);
      this.body = body;
    }

    public int status() {
      return status;
    }

    /** By its name, whatever its case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public byte[] body() {
      return body;
    }

    public boolean good() {
      return status >= 200 && status < 300;
    }
  }

  /** The request has not left: trying again is safe. */
  public static final class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSentException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Only the status is of interest: whether the body follows, and how, does not matter. */
  public int status(String path, Duration timeout) throws IOException {
    return exchange("GET", path, Map.of(), new byte[0], timeout, false).status();
  }

  public Answer post(String path, Map<String, String> headers, byte[] body, Duration timeout)
      throws IOException {
    return exchange("POST", path, headers, body, timeout, true);
  }

  private Answer exchange(
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      Duration timeout,
      boolean readBody)
      throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    try (Socket socket = connect(timeout)) {
      StringBuilder head = new StringBuilder();
      head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
      head.append("\r\nConnection: close\r\nContent-Length: ").append(body.length);
      headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
      byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
      byte[] request = Arrays.copyOf(start, start.length + body.length);
      System.arraycopy(body, 0, request, start.length, body.length);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return answer(new Incoming(socket, end), readBody);
    }
  }

  private Socket connect(Duration timeout) throws IOException {
    Duration bound = timeout.compareTo(CONNECT_MAX) < 0 ? timeout : CONNECT_MAX;
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
          (int) bound.toMillis());
      plain.setSoTimeout((int) Math.max(1, bound.toMillis()));
      if (context.isEmpty()) {
        return plain;
      }
      SSLSocketFactory factory = context.get().getSocketFactory();
      SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      plain.close();
      throw new NotSentException(e);
    }
  }

  private static Answer answer(Incoming in, boolean readBody) throws IOException {
    String statusLine = in.line();
    String[] parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5]\\d\\d")) {
      throw new IOException("the answer is not HTTP: '" + statusLine + "'");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = in.line(); !line.isEmpty(); line = in.line()) {
      if (headers.size() == HEADERS_MAX) {
        throw new IOException("the answer has more than " + HEADERS_MAX + " headers");
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }
    byte[] body = readBody ? in.body(length(headers)) : new byte[0];
    return new Answer(Integer.parseInt(parts[1]), headers, body);
  }

  private static int length(Map<String, String> headers) throws IOException {
    String length = headers.getOrDefault("content-length", "");
    if (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > BODY_BYTES_MAX) {
      throw new IOException(
          "the answer's length '" + length + "' must be from 0 to " + BODY_BYTES_MAX);
    }
    return Integer.parseInt(length);
  }

  /** The answer as it comes in, until a deadline for the whole of it. */
  private static final class Incoming {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private final long end;

    Incoming(Socket socket, long end) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.end = end;
    }

    private void arm() throws IOException {
      long left = (end - System.nanoTime()) / NANOS_PER_MILLI;
      socket.setSoTimeout((int) Math.max(1, left));
    }

    String line() throws IOException {
      arm();
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("the connection ended before the answer did");
        }
        if (System.nanoTime() > end) {
          throw new SocketTimeoutException("the answer took too long");
        }
        if (line.size() == LINE_BYTES_MAX) {
          throw new IOException("the answer has a line above " + LINE_BYTES_MAX + " bytes");
        }
        line.write(c);
      }
      return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    byte[] body(int length) throws IOException {
      arm();
      return in.readNBytes(length);
    }
  }
}
