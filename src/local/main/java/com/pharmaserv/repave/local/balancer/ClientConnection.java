package com.pharmaserv.repave.local.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's connection: its requests one after another, their answers, and its bounds. */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private final Router router;
  private final Limits.Bounds bounds;
  private final RequestDecoder decoder;
  private final AnswerEncoder encoder;
  private final Channel channel;
  private final String address;
  private final int port;

  private @Nullable Exchange exchange;
  private @Nullable ScheduledFuture<?> ticking;
  private long began;
  private long sent;
  private boolean oldRequest;
  private boolean closeAfter;
  private boolean bodyOpen;
  private boolean inputEnded;
  private boolean upgraded;
  private boolean closing;
  private long moved = System.nanoTime();
  private long headSince;
  private long lingerUntil;
  private long unwritten;

  ClientConnection(
      Channel channel,
      RequestDecoder decoder,
      AnswerEncoder encoder,
      Router router,
      Limits.Bounds bounds) {
    this.channel = channel;
    this.decoder = decoder;
    this.encoder = encoder;
    this.router = router;
    this.bounds = bounds;
    InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
    this.address = remote.getAddress().getHostAddress();
    this.port = ((InetSocketAddress) channel.localAddress()).getPort();
  }

  EventLoop thread() {
    return channel.eventLoop();
  }

  String address() {
    return address;
  }

  /** That the client reached. */
  int port() {
    return port;
  }

  /** When the present request came, by the clock of {@link System#nanoTime}. */
  long began() {
    return began;
  }

  /** Bytes of the present answer's body. */
  long sent() {
    return sent;
  }

  // What a request's exchange does with it.

  void touch() {
    moved = System.nanoTime();
  }

  void hold() {
    decoder.hold();
  }

  void resume() {
    decoder.resume(channel);
  }

  /** What has come together from the client is being handed over. */
  boolean reading() {
    return decoder.reading();
  }

  void setReading(boolean on) {
    channel.config().setAutoRead(on);
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Its failure ends the connection.
  void write(Object part) {
    channel.write(part, channel.voidPromise());
  }

  void flush() {
    channel.flush();
  }

  void closeAfter() {
    closeAfter = true;
  }

  /** The head of the answer. */
  void head(HttpResponse answer) {
    boolean switching = answer.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    // Nobody knows yet whether the rest of the request will be read.
    closeAfter |= bodyOpen;
    if (switching) {
      closeAfter = true;
    } else {
      sayWhetherItStays(answer);
    }
    write(answer);
  }

  private void sayWhetherItStays(HttpResponse answer) {
    if (closeAfter) {
      Hops.connection(answer, HttpHeaderValues.CLOSE);
    } else if (oldRequest) {
      Hops.connection(answer, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  /** Takes the content over. */
  void content(HttpContent content) {
    sent += content.content().readableBytes();
    write(content);
  }

  /** A plain answer of our own. */
  void refuse(int status, String why, boolean close) {
    closeAfter |= close;
    HttpResponseStatus known = HttpResponseStatus.valueOf(status);
    String text = String.format(Locale.ROOT, "%s %s: %s\n", status, known.reasonPhrase(), why);
    ByteBuf body = ByteBufUtil.writeUtf8(channel.alloc(), text);
    sent += body.readableBytes();
    DefaultFullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, known, body);
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    sayWhetherItStays(answer);
    write(answer);
  }

  /** Bytes pass as they are from now on. */
  void upgrade() {
    upgraded = true;
    channel.pipeline().remove(encoder);
    setReading(true);
    channel.pipeline().remove(decoder);
  }

  /**
   * The exchange is over.
   *
   * @param whole what the client has got of an answer is all of it
   */
  void ended(Exchange over, Ending ending, boolean whole, int status) {
    exchange = null;
    router.ended(this, over, ending, status);
    if (!channel.isActive()) {
      return;
    }
    closeAfter |= upgraded || !over.requestRead();
    if (whole) {
      finish();
    } else {
      closing = true;
      Cut.cut(channel);
    }
  }

  // What the router does with a request.

  void start(Exchange begun) {
    exchange = begun;
    begun.begin();
  }

  /** Answers without a machine. */
  void turnAway(HttpRequest refused, int status, String why, boolean close) {
    boolean hasBody =
        refused.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
            || !refused.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
    bodyOpen = hasBody && refused.decoderResult().isSuccess();
    refuse(status, why, close || hasBody);
    router.turnedAway(this, refused, status);
    finish();
  }

  private void finish() {
    flush();
    touch();
    if (!closeAfter) {
      resume();
      if (inputEnded && exchange == null && !closing) {
        closeWhenWritten();
      }
      return;
    }
    closing = true;
    if (bodyOpen && !inputEnded) {
      lingerUntil = System.nanoTime() + bounds.linger().toNanos();
      resume();
    } else {
      closeWhenWritten();
    }
  }

  private void closeWhenWritten() {
    lingerUntil = 0;
    closing = true;
    touch();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  // What comes from the client.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    touch();
    Exchange now = exchange;
    if (msg instanceof HttpRequest head) {
      request(head);
      if (msg instanceof LastHttpContent last) {
        // How Netty gives a first line that cannot be read.
        last.release();
      }
    } else if (msg instanceof HttpContent content) {
      content(now, content);
    } else if (upgraded && now != null && msg instanceof ByteBuf bytes) {
      now.bytesFromClient(bytes);
    } else {
      ReferenceCountUtil.release(msg);
    }
  }

  private void request(HttpRequest head) {
    headSince = 0;
    if (closing || exchange != null) {
      return;
    }
    if (head.decoderResult().cause() instanceof PrematureChannelClosureException) {
      closeWhenWritten();
      return;
    }
    oldRequest = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    began = System.nanoTime();
    sent = 0;
    bodyOpen = true;
    closeAfter = Hops.closes(head.protocolVersion(), head.headers());
    encoder.answersHead(head.method().equals(HttpMethod.HEAD));
    router.route(this, head);
  }

  private void content(@Nullable Exchange now, HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (last) {
      bodyOpen = false;
    }
    if (now != null) {
      now.fromClient(content);
      return;
    }
    content.release();
    if (last && lingerUntil != 0) {
      closeWhenWritten();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flushToMachine();
    } else if (headSince == 0 && decoder.headBegun()) {
      headSince = System.nanoTime();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null && isWritable()) {
      exchange.clientWritable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent shaken && shaken.isSuccess()) {
      long tick = bounds.tickMillis();
      touch();
      ticking = thread().scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
    } else if (event == SslCloseCompletionEvent.SUCCESS
        || event instanceof ChannelInputShutdownEvent) {
      inputEnded();
    }
  }

  /** The client sends nothing more, but may still read: who asked before gets the answer. */
  private void inputEnded() {
    inputEnded = true;
    touch();
    Exchange now = exchange;
    if (now == null) {
      if (!closing || lingerUntil != 0) {
        closeWhenWritten();
      }
    } else if (!now.clientEnds()) {
      now.clientGone();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    if (ticking != null) {
      ticking.cancel(false);
    }
    if (exchange != null) {
      exchange.clientGone();
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end.
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  // Its bounds in time.

  private void tick() {
    long now = System.nanoTime();
    long pending = pending(channel);
    Exchange running = exchange;
    long all = pending + (running == null ? 0 : running.pendingToMachine());
    if (all != unwritten) {
      unwritten = all;
      moved = now;
    }
    // Who has ended a websocket's writing has left, or waits for a last word.
    Duration quiet = upgraded && inputEnded ? bounds.linger() : bounds.idle();
    boolean idle = now - moved > quiet.toNanos();
    if (closing) {
      if (lingerUntil != 0 && now - lingerUntil > 0) {
        closeWhenWritten();
      } else if (idle) {
        Cut.cut(channel);
      }
    } else if (running != null) {
      if (idle) {
        running.idle(pending > 0);
      }
    } else if (idle || (headSince != 0 && now - headSince > bounds.head().toNanos())) {
      closeWhenWritten();
    }
  }

  /** Bytes that the other side of the connection has not taken. */
  static long pending(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }
}
