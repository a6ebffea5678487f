package com.pharmaserv.repave.local.balancer;

import io.undertow.server.ServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Tells whose fault a broken request is: while a call to the client's side of it is under way, the
 * client's. Undertow closes the connection and ends the exchange inside that very call, before its
 * exception reaches anyone, so the mark is set on the way in and taken off only on success.
 */
final class ClientWatch {
  private boolean inClient;
  private boolean ended;

  /** The call that broke the connection was one to the client. */
  boolean clientGone() {
    return inClient && !ended;
  }

  /** The whole answer was handed over. */
  boolean ended() {
    return ended;
  }

  StreamSinkConduit watch(StreamSinkConduit sink, ServerConnection connection) {
    return new Sink(sink, connection);
  }

  StreamSourceConduit watch(StreamSourceConduit source) {
    return new Source(source);
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> T toClient(Call<T> call) throws IOException {
    inClient = true;
    T result = call.run();
    inClient = false;
    return result;
  }

  private final class Sink extends AbstractStreamSinkConduit<StreamSinkConduit> {
    private final ServerConnection connection;

    Sink(StreamSinkConduit next, ServerConnection connection) {
      super(next);
      this.connection = connection;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      inClient = true;
      int count = next.write(source);
      inClient = false;
      return count;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      return toClient(() -> next.write(sources, offset, length));
    }

    @Override
    public int writeFinal(ByteBuffer source) throws IOException {
      return toClient(() -> next.writeFinal(source));
    }

    @Override
    public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
      return toClient(() -> next.writeFinal(sources, offset, length));
    }

    @Override
    public long transferFrom(FileChannel source, long position, long count) throws IOException {
      return toClient(() -> next.transferFrom(source, position, count));
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through)
        throws IOException {
      // Reads from the machine and writes to the client in one call: the blame stays open.
      return next.transferFrom(source, count, through);
    }

    @Override
    public boolean flush() throws IOException {
      inClient = true;
      boolean flushed = next.flush();
      inClient = false;
      return flushed;
    }

    @Override
    public void terminateWrites() throws IOException {
      // Closing a connection calls this too, in the middle of an answer.
      ended = ended || connection.isOpen();
      next.terminateWrites();
    }
  }

  private final class Source extends AbstractStreamSourceConduit<StreamSourceConduit> {
    Source(StreamSourceConduit next) {
      super(next);
    }

    @Override
    public int read(ByteBuffer sink) throws IOException {
      inClient = true;
      int count = next.read(sink);
      inClient = false;
      return count;
    }

    @Override
    public long read(ByteBuffer[] sinks, int offset, int length) throws IOException {
      return toClient(() -> next.read(sinks, offset, length));
    }

    @Override
    public long transferTo(long position, long count, FileChannel sink) throws IOException {
      return toClient(() -> next.transferTo(position, count, sink));
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel sink)
        throws IOException {
      return next.transferTo(count, through, sink);
    }
  }
}
