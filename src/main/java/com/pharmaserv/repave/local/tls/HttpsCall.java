package com.pharmaserv.repave.local.tls;

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
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One HTTPS request to this machine on a connection of its own. The JDK's clients were left aside
 * for two reasons: their start-up would double that of the tool, and they do not tell whether a
 * failed request had been sent.
 */
public final class HttpsCall {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /** The longest answer of the control API is well below; a probe reads only the status. */
  private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

  private static final int HEADERS_MAX = 100;
  private static final int LINE_BYTES_MAX = 8 * 1024;

  private final SSLContext context;
  private final int port;
  private final String host;
  private final boolean checkHost;

  /**
   * Prepares a call.
   *
   * @param host asked for in TLS and in HTTP; the connection itself goes to the loopback address
   * @param checkHost whether the certificate has to be for that host
   */
  public HttpsCall(SSLContext context, int port, String host, boolean checkHost) {
    this.context = context;
    this.port = port;
    this.host = host;
    this.checkHost = checkHost;
  }

  /** Status and body of the answer. */
  public static final class Answer {
    private final int status;
    private final byte[] body;

    private Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    public int status() {
      return status;
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
    try (SSLSocket socket = connect(timeout)) {
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

  private SSLSocket connect(Duration timeout) throws IOException {
    Duration bound = timeout.compareTo(CONNECT_MAX) < 0 ? timeout : CONNECT_MAX;
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
          (int) bound.toMillis());
      plain.setSoTimeout((int) Math.max(1, bound.toMillis()));
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      if (checkHost) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
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
    int length = BODY_BYTES_MAX;
    for (int headers = 0; ; headers++) {
      String line = in.line();
      if (line.isEmpty()) {
        break;
      }
      if (headers == HEADERS_MAX) {
        throw new IOException("the answer has more than " + HEADERS_MAX + " headers");
      }
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Math.min(BODY_BYTES_MAX, Integer.parseInt(line.substring(15).trim()));
      }
    }
    return new Answer(Integer.parseInt(parts[1]), readBody ? in.body(length) : new byte[0]);
  }

  /** The answer as it comes in, until a deadline for the whole of it. */
  private static final class Incoming {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final SSLSocket socket;
    private final InputStream in;
    private final long end;

    Incoming(SSLSocket socket, long end) throws IOException {
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
