package com.pharmaserv.repave.local.balancer;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One TLS connection to a machine, used by one request at a time, on one IO thread. */
final class MachineConnection extends ChannelInboundHandlerAdapter {
  /** Whoever waits for an answer on it. */
  interface User {
    /** The head of an answer; its decoder result may be a failure. */
    void answered(HttpResponse head);

    /** Takes the content over. */
    void content(HttpContent content);

    /** Takes the bytes over, after {@link #readRaw}. */
    void bytes(Object raw);

    /** What has come together was handed over. */
    void flush();

    void writable();

    /** The connection has ended. */
    void gone();
  }

  private final Channel channel;
  private final AnswerDecoder decoder;
  private final HttpRequestEncoder encoder;
  private @Nullable User user;
  private @Nullable Runnable parked;
  private boolean goodbye;
  private boolean upgraded;

  MachineConnection(Channel channel) {
    this.channel = channel;
    this.decoder = new AnswerDecoder();
    this.encoder = new HttpRequestEncoder();
    channel.pipeline().addLast(decoder, encoder, this);
  }

  EventLoop thread() {
    return channel.eventLoop();
  }

  Channel channel() {
    return channel;
  }

  boolean isOpen() {
    return channel.isActive();
  }

  boolean isUpgraded() {
    return upgraded;
  }

  /** Bytes of an answer to the present request have come. */
  boolean begun() {
    return decoder.begun();
  }

  /** The machine said that nothing more comes, as opposed to a connection that broke. */
  boolean goodbye() {
    return goodbye;
  }

  void begin(User next, HttpRequest head) {
    user = next;
    decoder.expect(head.method().equals(HttpMethod.HEAD));
    write(head);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The end of reading tells of its failure.
  void write(Object part) {
    channel.write(part, channel.voidPromise());
  }

  void flush() {
    channel.flush();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void setReading(boolean on) {
    channel.config().setAutoRead(on);
  }

  /** Writes no HTTP from now on. */
  void writeRaw() {
    upgraded = true;
    channel.pipeline().remove(encoder);
  }

  /** Reads no HTTP from now on, what has come already first. */
  void readRaw() {
    channel.pipeline().remove(decoder);
  }

  /** Says that nothing more is written, and goes on reading. */
  @SuppressWarnings("FutureReturnValueIgnored") // The end of reading tells of its failure.
  void endWriting() {
    channel.flush();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    }
  }

  void closeWhenWritten() {
    user = null;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Nobody waits for anything more. The connection is given back when what has come together is
   * read: if there is more than the answer, it is cut before.
   */
  void done(Runnable giveBack) {
    user = null;
    decoder.expectNothing();
    channel.config().setAutoRead(true);
    parked = giveBack;
  }

  /** Drops it, so that the machine cannot take what it has for a whole request. */
  void cut() {
    user = null;
    decoder.expectNothing();
    Cut.cut(channel);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end.
  void close() {
    user = null;
    decoder.expectNothing();
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    User now = user;
    if (now == null) {
      ReferenceCountUtil.release(msg);
    } else if (upgraded && !(msg instanceof HttpObject)) {
      now.bytes(msg);
    } else if (msg instanceof HttpResponse head) {
      now.answered(head);
      if (msg instanceof LastHttpContent last) {
        // How Netty gives a first line that cannot be read.
        last.release();
      }
    } else if (msg instanceof HttpContent content) {
      now.content(content);
    } else {
      ReferenceCountUtil.release(msg);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    User now = user;
    if (now != null) {
      now.flush();
    }
    giveBack();
  }

  private void giveBack() {
    Runnable giveBack = parked;
    parked = null;
    if (giveBack != null) {
      giveBack.run();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    User now = user;
    if (now != null && channel.isWritable()) {
      now.writable();
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end.
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == SslCloseCompletionEvent.SUCCESS) {
      goodbye = true;
      if (user == null || upgraded) {
        ctx.close();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    giveBack();
    User now = user;
    user = null;
    if (now != null) {
      now.gone();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A write that failed leaves what the machine said before to be read; the end of reading is
    // told by channelInactive. All else is an end.
    if (!(cause instanceof IOException) || cause instanceof SSLException) {
      Cut.cut(channel);
    }
  }
}
