package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.wire.Signing;
import com.pharmaserv.repave.model.Failure;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client of the control API: a head, its signature, then a body, then its
 * answer. All on the IO thread, but for the call itself.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for a connection to close.
final class ControlConnection extends SimpleChannelInboundHandler<HttpObject> {
  private static final int BODY_BYTES_MAX = 1024 * 1024;
  private static final int UNAUTHORIZED = 401;

  /** For a head, and between two pieces of a body: the client is on this machine. */
  private static final int TIMEOUT_MILLIS = 5_000;

  /** What a call is answered with, unsigned. */
  record Answer(int code, String body) {}

  /** The calls themselves, which may take long. */
  interface Calls {
    Answer run(String path, byte[] body);
  }

  private final Signing signing;
  private final Executor workers;
  private final Calls calls;

  private @Nullable HttpRequest head;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable ScheduledFuture<?> deadline;

  ControlConnection(Signing signing, Executor workers, Calls calls) {
    this.signing = signing;
    this.workers = workers;
    this.calls = calls;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    await(ctx);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      ctx.close();
      return;
    }
    if (part instanceof HttpRequest request) {
      begin(ctx, request);
    }
    HttpRequest signed = head;
    if (signed != null && part instanceof HttpContent content) {
      content(ctx, signed, content);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    if (head != null) {
      // A second request before the first is answered: no client of ours does that.
      ctx.close();
      return;
    }
    String expected = signing.request(request.uri(), nonce(request), header(request, Signing.BODY));
    if (request.method().equals(HttpMethod.POST)
        && Signing.matches(expected, header(request, Signing.SIGNATURE))) {
      head = request;
      body.reset();
      await(ctx);
    } else {
      refuse(ctx, request);
    }
  }

  private void content(ChannelHandlerContext ctx, HttpRequest signed, HttpContent content) {
    if (body.size() + content.content().readableBytes() > BODY_BYTES_MAX) {
      ctx.close();
      return;
    }
    byte[] bytes = new byte[content.content().readableBytes()];
    content.content().readBytes(bytes);
    body.writeBytes(bytes);
    await(ctx);
    if (!(content instanceof LastHttpContent)) {
      return;
    }
    cancel();
    byte[] whole = body.toByteArray();
    if (!Signing.matches(header(signed, Signing.BODY), Signing.digest(whole))) {
      refuse(ctx, signed);
      return;
    }
    try {
      workers.execute(() -> run(ctx, signed, whole));
    } catch (RejectedExecutionException closing) {
      ctx.close();
    }
  }

  private void run(ChannelHandlerContext ctx, HttpRequest signed, byte[] whole) {
    Answer answer = calls.run(signed.uri(), whole);
    ctx.executor().execute(() -> finish(ctx, signed, answer));
  }

  private void finish(ChannelHandlerContext ctx, HttpRequest signed, Answer answer) {
    head = null;
    await(ctx);
    ctx.writeAndFlush(signed(signed, answer))
        .addListener(
            written -> {
              if (!written.isSuccess() || !HttpUtil.isKeepAlive(signed)) {
                ctx.close();
              }
            });
  }

  /** Says so and hangs up, whatever else the client may still want to send. */
  private void refuse(ChannelHandlerContext ctx, HttpRequest request) {
    head = null;
    Answer answer =
        ControlListener.answer(
            UNAUTHORIZED, ControlListener.failure(Failure.Kind.DENIED, "the signature is wrong"));
    DefaultFullHttpResponse signed = signed(request, answer);
    HttpUtil.setKeepAlive(signed, false);
    ctx.channel().config().setAutoRead(false);
    ctx.writeAndFlush(signed).addListener(ChannelFutureListener.CLOSE);
  }

  private DefaultFullHttpResponse signed(HttpRequest request, Answer answer) {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpResponse whole =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.code()),
            Unpooled.wrappedBuffer(bytes));
    whole.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    whole.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    String signature = signing.answer(answer.code(), nonce(request), bytes);
    whole.headers().set(Signing.SIGNATURE, signature);
    return whole;
  }

  private static String nonce(HttpRequest request) {
    return header(request, Signing.NONCE);
  }

  private static String header(HttpRequest request, String name) {
    String value = request.headers().get(name);
    return value == null ? "" : value;
  }

  /** From now on the client has so long to go on. */
  private void await(ChannelHandlerContext ctx) {
    cancel();
    deadline = ctx.executor().schedule(() -> ctx.close(), TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void cancel() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancel();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
