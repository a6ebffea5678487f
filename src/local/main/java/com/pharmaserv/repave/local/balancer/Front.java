package com.pharmaserv.repave.local.balancer;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;
import org.xnio.ssl.XnioSsl;

/** A listener on loopback that speaks TLS 1.3 and 1.2 and HTTP/1.1, and nothing else. */
final class Front implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final AcceptingChannel<SslConnection> channel;

  private Front(AcceptingChannel<SslConnection> channel) {
    this.channel = channel;
  }

  static Front open(
      XnioWorker worker, ByteBufferPool buffers, SSLContext identity, int port, HttpHandler handler)
      throws IOException {
    Xnio xnio = worker.getXnio();
    XnioSsl ssl =
        new UndertowXnioSsl(
            xnio, OptionMap.create(Options.USE_DIRECT_BUFFERS, true), buffers, identity);
    HttpOpenListener http = new HttpOpenListener(buffers, httpOptions());
    http.setRootHandler(handler);
    ChannelListener<AcceptingChannel<SslConnection>> accept =
        ChannelListeners.openListenerAdapter(http);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
    try {
      AcceptingChannel<SslConnection> channel =
          ssl.createSslConnectionServer(worker, address, accept, socketOptions());
      channel.resumeAccepts();
      return new Front(channel);
    } catch (BindException e) {
      BindException named =
          new BindException(
              "cannot listen on 127.0.0.1:"
                  + port
                  + ": "
                  + e.getMessage()
                  + "; stop what uses port "
                  + port
                  + " or configure another one");
      named.initCause(e);
      throw named;
    }
  }

  int port() {
    return channel.getLocalAddress(InetSocketAddress.class).getPort();
  }

  @Override
  public void close() {
    IoUtils.safeClose(channel);
  }

  private static OptionMap socketOptions() {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, Limits.IO_THREADS)
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BACKLOG, Limits.BACKLOG)
        .set(Options.CONNECTION_HIGH_WATER, Limits.MAX_CONNECTIONS)
        .set(Options.CONNECTION_LOW_WATER, Limits.MAX_CONNECTIONS)
        .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(Limits.PROTOCOLS))
        .set(Options.SSL_ENABLED_CIPHER_SUITES, Sequence.of(Limits.CIPHERS))
        .set(UndertowOptions.SSL_USER_CIPHER_SUITES_ORDER, true)
        .getMap();
  }

  private static OptionMap httpOptions() {
    return OptionMap.builder()
        .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
        .set(UndertowOptions.MAX_HEADER_SIZE, Limits.MAX_HEADER_BYTES)
        .set(UndertowOptions.MAX_HEADERS, Limits.MAX_HEADERS)
        .set(UndertowOptions.MAX_ENTITY_SIZE, Limits.MAX_ENTITY_BYTES)
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) Limits.PARSE_TIMEOUT.toMillis())
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) Limits.IDLE_TIMEOUT.toMillis())
        .set(UndertowOptions.ENABLE_HTTP2, false)
        // The path goes on to the machine as it came.
        .set(UndertowOptions.DECODE_URL, false)
        .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
        .getMap();
  }
}
