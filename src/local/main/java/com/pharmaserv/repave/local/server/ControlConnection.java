package com.pharmaserv.repave.local.server;

import io.netty.buffer.Unpooled;
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
 * One connection of a client of the control API: a request, its answer, and so on. All on the IO
 * thread, but for the call itself.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for a connection to close.
final class ControlConnection extends SimpleChannelInboundHandler<HttpObject> {
  private static final int BODY_BYTES_MAX = 1024 * 1024;

  /** For a head, and between two pieces of a body: the client is on this machine. */
  private static final int TIMEOUT_MILLIS = 5_000;

  /** What a call is answered with. */
  record Answer(int code, String body) {}

  /** The calls themselves, which may take long. */
  interface Calls {
    Answer run(String path, byte[] body);
  }

  private final Executor workers;
  private final Calls calls;

  private @Nullable HttpRequest head;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable ScheduledFuture<?> deadline;

  ControlConnection(Executor workers, Calls calls) {
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
    HttpRequest asked = head;
    if (asked != null && part instanceof HttpContent content) {
      content(ctx, asked, content);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    if (head != null || !request.method().equals(HttpMethod.POST)) {
      // No client of ours does that, nor asks again before it is answered.
      ctx.close();
      return;
    }
    head = request;
    body.reset();
    await(ctx);
  }

  private void content(ChannelHandlerContext ctx, HttpRequest asked, HttpContent content) {
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
    try {
      workers.execute(() -> run(ctx, asked, whole));
    } catch (RejectedExecutionException closing) {
      ctx.close();
    }
  }

  private void run(ChannelHandlerContext ctx, HttpRequest asked, byte[] whole) {
    Answer answer = calls.run(asked.uri(), whole);
    ctx.executor().execute(() -> finish(ctx, asked, answer));
  }

  private void finish(ChannelHandlerContext ctx, HttpRequest asked, Answer answer) {
    head = null;
    await(ctx);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpResponse whole =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.code()),
            Unpooled.wrappedBuffer(bytes));
    whole.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    whole.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    ctx.writeAndFlush(whole)
        .addListener(
            written -> {
              if (!written.isSuccess() || !HttpUtil.isKeepAlive(asked)) {
                ctx.close();
              }
            });
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
