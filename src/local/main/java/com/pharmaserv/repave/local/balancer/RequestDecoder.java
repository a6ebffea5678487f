package com.pharmaserv.repave.local.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Reads requests, and stops where it is told to: what came after stays bytes, and the connection is
 * not read, until {@link #resume}. So one request is under way at a time, and no queue is needed.
 */
final class RequestDecoder extends HttpRequestDecoder {

  private final HeadGuard guard = new HeadGuard();
  private boolean held;
  private boolean reading;
  private boolean inBody;
  private boolean headBegun;

  RequestDecoder() {
    super(config());
  }

  static HttpDecoderConfig config() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(Limits.MAX_LINE_BYTES)
        .setMaxHeaderSize(Limits.MAX_HEADER_BYTES)
        .setMaxChunkSize(Limits.BUFFER_BYTES);
  }

  /** Decodes nothing more for now. */
  void hold() {
    held = true;
  }

  /** Goes on, with what has come meanwhile first. */
  void resume(Channel channel) {
    if (!held) {
      return;
    }
    held = false;
    channel.config().setAutoRead(true);
    ChannelHandlerContext own = channel.pipeline().context(this);
    if (!reading && own != null && actualReadableBytes() > 0) {
      try {
        channelRead(own, Unpooled.EMPTY_BUFFER);
        own.fireChannelReadComplete();
      } catch (Exception e) {
        own.fireExceptionCaught(e);
      }
    }
  }

  /** What has come together is being handed over; channelReadComplete follows. */
  boolean reading() {
    return reading;
  }

  /** Some of a head has come, but not all of it. */
  boolean headBegun() {
    return headBegun;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
    boolean outer = reading;
    reading = true;
    try {
      super.channelRead(ctx, msg);
    } finally {
      reading = outer;
    }
  }

  /** Whoever says that nothing more comes may still have said something before. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (held && event instanceof ChannelInputShutdownEvent) {
      ctx.fireUserEventTriggered(event);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (held) {
      if (in.isReadable()) {
        ctx.channel().config().setAutoRead(false);
      }
      return;
    }
    if (!inBody && !guard.wellFormed(in)) {
      in.skipBytes(in.readableBytes());
      out.add(Invalid.request());
      return;
    }
    int before = out.size();
    super.decode(ctx, in, out);
    if (out.size() == before) {
      headBegun = !inBody && (guard.begun() || in.isReadable());
      return;
    }
    headBegun = false;
    guard.reset();
    inBody = !Invalid.endsMessage(out.get(out.size() - 1));
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("a length and chunks");
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    guard.first(start, length);
    return super.splitFirstWordInitialLine(line, start, length);
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    guard.second(line, start, length);
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    guard.third(line, start);
    HeadGuard.version(line, start, length);
    return super.splitThirdWordInitialLine(line, start, length);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    guard.header(line, start, length);
    return super.splitHeaderName(line, start, length);
  }
}
