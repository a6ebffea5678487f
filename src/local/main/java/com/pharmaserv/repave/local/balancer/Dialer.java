package com.pharmaserv.repave.local.balancer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Opens TLS connections to machines; the machine's certificate must name the address dialled. */
final class Dialer {
  private static final String ADDRESS = "127.0.0.1";

  private final SSLContext context;
  private final ChannelGroup all;
  private final Limits.Bounds bounds;

  Dialer(SSLContext context, ChannelGroup all, Limits.Bounds bounds) {
    this.context = context;
    this.all = all;
    this.bounds = bounds;
  }

  /** Exactly one of the two is called, on {@code thread}. */
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end.
  void dial(
      int port, EventLoop thread, Consumer<MachineConnection> opened, Consumer<Throwable> not) {
    SslHandler tls = new SslHandler(engine(port));
    tls.setHandshakeTimeout(bounds.handshake().toMillis(), TimeUnit.MILLISECONDS);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(thread)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            // A machine that answers and closes early breaks our writes; its answer is still read.
            .option(ChannelOption.AUTO_CLOSE, false)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Limits.DIAL_TIMEOUT.toMillis())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    all.add(channel);
                    channel.pipeline().addLast(tls);
                  }
                });
    ChannelFuture connecting = bootstrap.connect(ADDRESS, port);
    connecting.addListener(
        connected -> {
          if (!connected.isSuccess()) {
            not.accept(connected.cause());
            return;
          }
          Channel channel = connecting.channel();
          MachineConnection connection = new MachineConnection(channel);
          tls.handshakeFuture()
              .addListener(
                  shaken -> {
                    if (shaken.isSuccess()) {
                      opened.accept(connection);
                    } else {
                      channel.close();
                      not.accept(new IOException("no TLS with port " + port, shaken.cause()));
                    }
                  });
        });
  }

  private SSLEngine engine(int port) {
    SSLEngine engine = context.createSSLEngine(ADDRESS, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(Limits.PROTOCOLS.toArray(String[]::new));
    parameters.setCipherSuites(Limits.CIPHERS.toArray(String[]::new));
    engine.setSSLParameters(parameters);
    return engine;
  }
}
