package com.pharmaserv.repave.local.balancer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** A listener on loopback that speaks TLS 1.3 and 1.2 and HTTP/1.1, and nothing else. */
final class Front implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Channel channel;

  private Front(Channel channel) {
    this.channel = channel;
  }

  static Front open(
      EventLoopGroup threads,
      ChannelGroup all,
      SSLContext identity,
      int port,
      Router router,
      Limits.Bounds bounds)
      throws IOException {
    Gate gate = new Gate();
    ChannelInitializer<Channel> client =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel opened) {
            all.add(opened);
            Front.connect(opened, gate, engine(identity), router, bounds);
          }
        };
    ChannelFuture bound =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, Limits.BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            // A client that has said all may still want its answer.
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(client)
            .bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port))
            .awaitUninterruptibly();
    if (bound.isSuccess()) {
      return new Front(bound.channel());
    }
    throw named(port, bound.cause());
  }

  private static IOException named(int port, Throwable cause) {
    if (!(cause instanceof BindException)) {
      return new IOException("cannot listen on 127.0.0.1:" + port, cause);
    }
    BindException named =
        new BindException(
            "cannot listen on 127.0.0.1:"
                + port
                + ": "
                + cause.getMessage()
                + "; stop what uses port "
                + port
                + " or configure another one");
    named.initCause(cause);
    return named;
  }

  private static void connect(
      Channel opened, Gate gate, SSLEngine engine, Router router, Limits.Bounds bounds) {
    SslHandler tls = new FrontTls(engine);
    tls.setHandshakeTimeout(bounds.handshake().toMillis(), TimeUnit.MILLISECONDS);
    RequestDecoder decoder = new RequestDecoder();
    AnswerEncoder encoder = new AnswerEncoder();
    ClientConnection client = new ClientConnection(opened, decoder, encoder, router, bounds);
    opened.pipeline().addLast(tls, gate.of(opened), decoder, encoder, client);
  }

  private static SSLEngine engine(SSLContext identity) {
    SSLEngine engine = identity.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(Limits.PROTOCOLS.toArray(String[]::new));
    parameters.setCipherSuites(Limits.CIPHERS.toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly(Limits.CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
