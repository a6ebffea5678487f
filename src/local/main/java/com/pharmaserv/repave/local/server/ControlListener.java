package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves the control API on a {@link ControlSocket}.
 *
 * <p>Whoever has connected but not asked costs neither a thread nor a line of the log: requests are
 * read without blocking and with a deadline.
 */
final class ControlListener implements AutoCloseable {
  private static final int HEAD_BYTES_MAX = 16 * 1024;
  private static final int OK = 200;
  private static final int THREADS = 4;
  private static final int CLOSE_MILLIS_MAX = 1_000;

  private static final System.Logger LOG = System.getLogger("repave.control");

  /** How each kind of failure is answered; the body says it again in words. */
  private static final Map<Failure.Kind, Integer> CODES =
      Map.of(
          Failure.Kind.THROTTLED, 429,
          Failure.Kind.GONE, 404,
          Failure.Kind.DENIED, 403,
          Failure.Kind.CONFLICT, 409,
          Failure.Kind.CAPACITY, 503,
          Failure.Kind.UNKNOWN_OUTCOME, 500);

  private final ControlApi api;
  private final EventLoopGroup io;
  private final ExecutorService workers;
  private final Channel channel;

  private ControlListener(ControlApi api, Path socket) {
    this.api = api;
    this.io =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("control", true), NioIoHandler.newFactory());
    this.workers =
        Executors.newFixedThreadPool(THREADS, new DefaultThreadFactory("control-worker", true));
    this.channel =
        new ServerBootstrap()
            .group(io)
            .channel(NioServerDomainSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    HttpDecoderConfig heads =
                        new HttpDecoderConfig().setMaxHeaderSize(HEAD_BYTES_MAX);
                    ControlConnection calls =
                        new ControlConnection(workers, ControlListener.this::run);
                    opened.pipeline().addLast(new HttpServerCodec(heads), calls);
                  }
                })
            .bind(UnixDomainSocketAddress.of(socket))
            .syncUninterruptibly()
            .channel();
  }

  /** Begins to listen. */
  static ControlListener open(ControlApi api, Path socket) throws IOException {
    ControlListener listener = new ControlListener(api, socket);
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    return listener;
  }

  private ControlConnection.Answer run(String path, byte[] body) {
    try {
      return answer(OK, api.run(path, body));
    } catch (ProviderException e) {
      Failure failure = e.failure();
      int code = CODES.getOrDefault(failure.kind(), 500);
      return answer(code, failure(failure.kind(), failure.message()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, path + " failed", e);
      return answer(
          500, failure(Failure.Kind.UNKNOWN_OUTCOME, "the local cloud has an error: " + e));
    }
  }

  static Map<String, Object> failure(Failure.Kind kind, String message) {
    return Json.object("kind", kind.name(), "message", message);
  }

  static ControlConnection.Answer answer(int code, Map<String, Object> content) {
    try {
      return new ControlConnection.Answer(
          code, new String(Json.write(content), StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The end of its thread is waited for.
  public void close() {
    channel.close();
    workers.shutdown();
    io.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
