package com.pharmaserv.repave.local.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * TLS of a client, who may not ask for a second handshake: it costs the server more than the
 * client. The JDK has only one switch for the whole process against it, read once.
 */
final class FrontTls extends SslHandler {
  /** A record of this type comes after the first handshake only in TLS 1.2, to begin another. */
  private static final int HANDSHAKE_RECORD = 22;

  FrontTls(SSLEngine engine) {
    super(engine);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws SSLException {
    // Netty leaves a record in the buffer until all of it is there: this is a first byte.
    if (in.isReadable()
        && handshakeFuture().isSuccess()
        && in.getUnsignedByte(in.readerIndex()) == HANDSHAKE_RECORD) {
      in.skipBytes(in.readableBytes());
      Cut.cut(ctx.channel());
      return;
    }
    super.decode(ctx, in, out);
  }
}
