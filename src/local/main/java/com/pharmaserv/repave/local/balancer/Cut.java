package com.pharmaserv.repave.local.balancer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;

/** Ends connections so that nobody can take what came so far for the whole. */
final class Cut {
  private Cut() {}

  /**
   * At once, by a reset and without the goodbye of TLS, which would say that nothing is missing.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end.
  static void cut(Channel channel) {
    if (!channel.isOpen()) {
      return;
    }
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
    if (tls == null) {
      channel.close();
    } else {
      tls.close();
    }
  }
}
