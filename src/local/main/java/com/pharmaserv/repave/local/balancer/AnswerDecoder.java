package com.pharmaserv.repave.local.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.AsciiString;
import java.util.List;

/** Reads a machine's answers, as long as one is expected: anything else ends the connection. */
final class AnswerDecoder extends HttpResponseDecoder {
  private static final int STATUS_LENGTH = 3;

  private final HeadGuard guard = new HeadGuard();
  private boolean expecting;
  private boolean toHead;
  private boolean inBody;
  private boolean begun;

  AnswerDecoder() {
    super(RequestDecoder.config());
  }

  /**
   * A request goes out.
   *
   * @param head its answer has no body, whatever its headers say
   */
  void expect(boolean head) {
    expecting = true;
    toHead = head;
    begun = false;
  }

  /** The answer has ended. */
  void expectNothing() {
    expecting = false;
  }

  /** Bytes of an answer have come. */
  boolean begun() {
    return begun;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (!expecting) {
      if (in.isReadable()) {
        in.skipBytes(in.readableBytes());
        Cut.cut(ctx.channel());
      }
      return;
    }
    begun |= in.isReadable();
    if (!inBody && !guard.wellFormed(in)) {
      in.skipBytes(in.readableBytes());
      out.add(Invalid.answer());
      return;
    }
    int before = out.size();
    super.decode(ctx, in, out);
    if (out.size() > before) {
      guard.reset();
      inBody = !Invalid.endsMessage(out.get(out.size() - 1));
    }
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    int status = ((HttpResponse) message).status().code();
    return toHead || status < 200 || status == 204 || status == 304;
  }

  @Override
  protected boolean isSwitchingToNonHttp1Protocol(HttpResponse answer) {
    // Whoever asked for it takes this decoder away; nobody else may switch.
    return false;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("a length and chunks");
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    HeadGuard.version(line, start, length);
    guard.first(start, length);
    return super.splitFirstWordInitialLine(line, start, length);
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    guard.second(line, start, length);
    boolean known = length == STATUS_LENGTH && line[start] >= '1' && line[start] <= '9';
    for (int i = start; known && i < start + length; i++) {
      known = line[i] >= '0' && line[i] <= '9';
    }
    if (!known) {
      throw new IllegalArgumentException("a status is a number from 100 to 999");
    }
    guard.noThird();
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    for (int i = start; i < start + length; i++) {
      boolean control = (line[i] >= 0 && line[i] < ' ' && line[i] != '\t') || line[i] == 0x7f;
      if (control) {
        throw new IllegalArgumentException("a control character in a first line");
      }
    }
    return super.splitThirdWordInitialLine(line, start, length);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    guard.header(line, start, length);
    return super.splitHeaderName(line, start, length);
  }
}
