package com.pharmaserv.repave.local.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One GET over TLS to a port of this machine, on a connection of its own. Whoever the context
 * trusts may answer, whatever its name: a context that trusts the local authority trusts nothing
 * but this home's machines and balancers.
 *
 * @param host asked for in TLS and in HTTP; the connection itself goes to the loopback address
 */
public record ProbeCall(int port, String host, SSLContext context) {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /**
   * The answer's status; its body is not read.
   *
   * @param timeout of the whole call
   */
  public int status(String path, Duration timeout) throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    try (Socket plain = new Socket()) {
      plain.setTcpNoDelay(true);
      int connectMillis = (int) Math.min(timeout.toMillis(), CONNECT_MAX.toMillis());
      plain.connect(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), connectMillis);
      plain.setSoTimeout(Math.max(1, connectMillis));
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
        socket.startHandshake();
        String head = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
        socket
            .getOutputStream()
            .write(head.formatted(path, host).getBytes(StandardCharsets.US_ASCII));
        return HttpAnswer.head(new BufferedInputStream(new Timed(socket, end))).status();
      }
    }
  }

  /** What comes in, until a deadline for the whole of it. */
  private static final class Timed extends InputStream {
    private final Socket socket;
    private final long end;

    Timed(Socket socket, long end) {
      this.socket = socket;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("the answer took too long");
      }
      socket.setSoTimeout((int) left);
      return socket.getInputStream().read(into, from, length);
    }
  }
}
