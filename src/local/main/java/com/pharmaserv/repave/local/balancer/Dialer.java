package com.pharmaserv.repave.local.balancer;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.ssl.XnioSsl;

/** Opens TLS connections to machines; the machine's certificate must name the address dialled. */
final class Dialer {
  private final UndertowClient client = UndertowClient.getInstance();
  private final XnioSsl ssl;
  private final ByteBufferPool buffers;
  private final OptionMap options;

  Dialer(Xnio xnio, SSLContext context, ByteBufferPool buffers) {
    this.ssl =
        new UndertowXnioSsl(
            xnio, OptionMap.create(Options.USE_DIRECT_BUFFERS, true), buffers, context);
    this.buffers = buffers;
    this.options =
        OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(Limits.PROTOCOLS))
            .set(Options.SSL_ENABLED_CIPHER_SUITES, Sequence.of(Limits.CIPHERS))
            .getMap();
  }

  /** Exactly one of the two is called, on {@code thread}. */
  void dial(
      int port, XnioIoThread thread, Consumer<ClientConnection> opened, Consumer<IOException> not) {
    Once once = new Once(opened, not);
    try {
      client.connect(once, null, uri(port), thread, ssl, buffers, options);
    } catch (RuntimeException e) {
      once.failed(new IOException("dialling port " + port + " failed: " + e.getMessage(), e));
    }
  }

  private static URI uri(int port) {
    return URI.create("https://127.0.0.1:" + port);
  }

  /**
   * Undertow's client may report a failed TLS start after it has reported the connection (2.3.27,
   * HttpClientProvider.handleConnected); the connection then fails by itself at its first use.
   */
  private static final class Once implements ClientCallback<ClientConnection> {
    private final Consumer<ClientConnection> opened;
    private final Consumer<IOException> not;
    private boolean told;

    Once(Consumer<ClientConnection> opened, Consumer<IOException> not) {
      this.opened = opened;
      this.not = not;
    }

    @Override
    public void completed(ClientConnection connection) {
      if (!told) {
        told = true;
        opened.accept(connection);
      }
    }

    @Override
    public void failed(IOException e) {
      if (!told) {
        told = true;
        not.accept(e);
      }
    }
  }
}
