package com.pharmaserv.repave.local.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One call of the control API: HTTP on a Unix domain socket, on a connection of its own. The JDK's
 * HTTP clients know no such sockets, and do not tell whether a failed request had been sent.
 *
 * <p>A call that was begun is not interrupted: its outcome would be unknown. It takes no longer
 * than its timeout.
 */
public final class ControlCall implements AutoCloseable {
  private static final String HEAD =
      "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %s\r\n\r\n";

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final long end;
  private boolean interrupted;

  private ControlCall(SocketChannel channel, long end) throws IOException {
    this.channel = channel;
    this.end = end;
    channel.configureBlocking(false);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  /** Status and body of the answer. */
  public record Answer(int status, String body) {
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

  /**
   * Calls.
   *
   * @param timeout of the whole call
   * @throws NotSentException if nobody listens there
   */
  public static Answer post(Path socket, String path, byte[] body, Duration timeout)
      throws IOException {
    // Java closes a channel when its thread is interrupted.
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + timeout.toNanos();
    try (SocketChannel channel = connect(socket);
        ControlCall call = new ControlCall(channel, end)) {
      try {
        return call.post(path, body);
      } finally {
        interrupted |= call.interrupted;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SocketChannel connect(Path socket) throws NotSentException {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new NotSentException(e);
    }
  }

  private Answer post(String path, byte[] body) throws IOException {
    byte[] head = HEAD.formatted(path, body.length).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer request = ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
    channel.write(request);
    while (request.hasRemaining()) {
      await(SelectionKey.OP_WRITE);
      channel.write(request);
    }
    InputStream in = new BufferedInputStream(new Incoming());
    HttpAnswer answer = HttpAnswer.head(in);
    return new Answer(answer.status(), new String(answer.body(in), StandardCharsets.UTF_8));
  }

  private void await(int operation) throws IOException {
    key.interestOps(operation);
    do {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("the answer took too long");
      }
      selector.select(left);
      interrupted |= Thread.interrupted();
    } while (selector.selectedKeys().isEmpty());
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }

  private final class Incoming extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(into, from, length);
      int read = channel.read(buffer);
      while (read == 0) {
        await(SelectionKey.OP_READ);
        read = channel.read(buffer);
      }
      return read;
    }
  }
}
