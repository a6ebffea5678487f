package com.pharmaserv.repave.local.balancer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the connections of a listener: those that have not shaken hands by dropping the oldest,
 * those that have by turning away the next.
 */
final class Gate {
  private final AtomicInteger inside = new AtomicInteger();
  private final ConcurrentMap<EventLoop, Deque<Visitor>> waiting = new ConcurrentHashMap<>();

  ChannelHandler of(Channel opened) {
    return new Visitor(opened);
  }

  private final class Visitor extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private boolean counted;

    Visitor(Channel channel) {
      this.channel = channel;
    }

    private Deque<Visitor> queue() {
      return waiting.computeIfAbsent(channel.eventLoop(), absent -> new ArrayDeque<>());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      Deque<Visitor> queue = queue();
      queue.addLast(this);
      if (queue.size() > Limits.MAX_HANDSHAKES) {
        Cut.cut(queue.removeFirst().channel);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent shaken) {
        queue().remove(this);
        if (shaken.isSuccess()) {
          counted = true;
          if (inside.incrementAndGet() > Limits.MAX_CONNECTIONS) {
            Cut.cut(channel);
          }
        }
      }
      ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      queue().remove(this);
      if (counted) {
        counted = false;
        inside.decrementAndGet();
      }
      ctx.fireChannelInactive();
    }
  }
}
