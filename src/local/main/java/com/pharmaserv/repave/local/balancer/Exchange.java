package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Slot;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: where it goes, what was tried, what passed in both directions, and how it
 * ended. All on the IO thread of its client's connection.
 */
final class Exchange implements MachineConnection.User {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

  private static final int SWITCHING = 101;

  private final ClientConnection client;
  private final HttpRequest head;
  private final FleetRoute fleet;
  private final Slot slot;
  private final boolean websocket;
  private final boolean old;

  private Backend backend;
  private List<Backend> tried = List.of();
  private int attempts;
  private @Nullable MachineConnection connection;
  private long received;
  private boolean requestRead;
  private boolean requestSent;
  private boolean bodySent;
  private int interim;
  private @Nullable HttpResponse held;
  private int status;
  private boolean untilClose;
  private boolean machineCloses;
  private boolean upgraded;
  private boolean over;

  Exchange(
      ClientConnection client, HttpRequest head, FleetRoute fleet, Slot slot, Backend backend) {
    this.client = client;
    this.head = head;
    this.fleet = fleet;
    this.slot = slot;
    this.backend = backend;
    this.websocket = Hops.asksForWebsocket(head);
    this.old = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  FleetRoute fleet() {
    return fleet;
  }

  Slot slot() {
    return slot;
  }

  Backend backend() {
    return backend;
  }

  int attempts() {
    return attempts;
  }

  HttpRequest head() {
    return head;
  }

  /** The client's request was read to its end. */
  boolean requestRead() {
    return requestRead;
  }

  boolean upgraded() {
    return upgraded;
  }

  void begin() {
    client.hold();
    Hops.toMachine(head, client.address(), client.port(), websocket);
    attempt();
  }

  private void attempt() {
    attempts++;
    backend.pool().acquire(client.thread(), attempts > 1, this::connected, this::dialFailed);
  }

  private void connected(MachineConnection opened) {
    if (over) {
      backend.pool().release(opened, true);
      return;
    }
    connection = opened;
    client.touch();
    opened.begin(this, head);
    if (requestRead) {
      requestSent = true;
      opened.write(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      client.resume();
    }
    if (!client.reading()) {
      // Otherwise with the rest of what comes together.
      opened.flush();
    }
  }

  private void dialFailed(Throwable cause) {
    if (over) {
      return;
    }
    if (cause instanceof ConnectException) {
      backend.health().refused();
    }
    if (attempts > Limits.RETRIES || !moveOn()) {
      refuse(503, "the machine did not answer");
    } else {
      attempt();
    }
  }

  /** Takes the content over. */
  void fromClient(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      requestBroke();
      return;
    }
    received += content.content().readableBytes();
    boolean last = content instanceof LastHttpContent;
    if (last) {
      requestRead = true;
      // For a websocket what comes next is no request.
      client.hold();
    }
    MachineConnection to = connection;
    if (to == null) {
      // The end of a request without a body, which comes with its head.
      content.release();
    } else if (received > Limits.MAX_ENTITY_BYTES) {
      content.release();
      to.cut();
      String why = "a body may have at most " + Limits.MAX_ENTITY_BYTES + " bytes";
      if (status == 0) {
        client.refuse(413, why, true);
      }
      end(Ending.CLIENT_FAULT, status == 0, 413);
    } else {
      bodySent |= content.content().isReadable() || trailers(content);
      requestSent = last;
      to.write(content);
      if (!last && !to.isWritable()) {
        to.flush();
        client.hold();
      }
    }
  }

  private static boolean trailers(HttpContent content) {
    return content instanceof LastHttpContent last && !last.trailingHeaders().isEmpty();
  }

  /** What has come together from the client was handed over. */
  void flushToMachine() {
    if (connection != null) {
      connection.flush();
    }
  }

  /** The client can take more again. */
  void clientWritable() {
    if (connection != null) {
      connection.setReading(true);
    }
  }

  /** Bytes that the machine has not taken. */
  long pendingToMachine() {
    return connection == null ? 0 : ClientConnection.pending(connection.channel());
  }

  /** Takes the bytes over, after an upgrade. */
  void bytesFromClient(ByteBuf bytes) {
    MachineConnection to = connection;
    if (to == null) {
      bytes.release();
      return;
    }
    to.write(bytes);
    if (!to.isWritable()) {
      client.setReading(false);
    }
  }

  /** The client's body cannot be read: nothing of this request may look whole to the machine. */
  private void requestBroke() {
    drop();
    if (held != null || status == 0) {
      client.refuse(400, "the request's body cannot be read", true);
      status = 0;
    }
    end(Ending.CLIENT_FAULT, status == 0, 400);
  }

  /** The client's connection has ended. */
  void clientGone() {
    if (over || (status >= 200 && connection == null)) {
      // It has got its answer.
      return;
    }
    if (upgraded && connection != null) {
      connection.closeWhenWritten();
      end(Ending.ANSWERED, false, SWITCHING);
      return;
    }
    drop();
    end(Ending.CLIENT_FAULT, false, AccessLog.CLIENT_GONE);
  }

  /** The client sends nothing more; false if that ends the exchange. */
  boolean clientEnds() {
    if (upgraded && connection != null) {
      connection.endWriting();
      return true;
    }
    return requestRead;
  }

  /** Neither side has moved a byte for too long. */
  void idle(boolean clientStalls) {
    boolean waitsForBody = !requestRead && (connection == null || connection.isWritable());
    boolean clientFault = clientStalls || (waitsForBody && status == 0);
    drop();
    if (upgraded) {
      end(Ending.ANSWERED, true, SWITCHING);
      return;
    }
    boolean quiet = status == 0;
    int code = clientFault ? 408 : 504;
    if (quiet) {
      String late = clientFault ? "the request's body took too long" : "the machine was too slow";
      client.refuse(code, late, true);
    }
    Ending ending = clientFault ? Ending.CLIENT_FAULT : Ending.FAILED;
    end(ending, quiet, quiet || clientFault ? code : status);
  }

  @Override
  public void answered(HttpResponse answer) {
    client.touch();
    int code = answer.status().code();
    if (answer.decoderResult().isFailure()) {
      failed("the machine's answer cannot be read");
    } else if (status != 0) {
      failed("the machine answered twice");
    } else if (code == SWITCHING) {
      upgrade(answer);
    } else if (code < 200) {
      interim(answer);
    } else {
      begin(answer, code);
    }
  }

  private void interim(HttpResponse answer) {
    if (++interim > Limits.MAX_INTERIM) {
      failed("the machine does not come to an answer");
      return;
    }
    // HTTP/1.0 knows none.
    if (!old) {
      client.write(Hops.interim(answer));
      client.flush();
    }
  }

  private void begin(HttpResponse answer, int code) {
    HttpHeaders headers = answer.headers();
    boolean bodiless = code == 204 || code == 304 || head.method().equals(HttpMethod.HEAD);
    boolean chunked = HttpUtil.isTransferEncodingChunked(answer);
    boolean oldAndCoded =
        headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
            && answer.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (oldAndCoded || Hops.isCoded(headers)) {
      failed("the machine's answer has a coding that is not known");
      return;
    }
    untilClose = !bodiless && !chunked && !headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    machineCloses = untilClose || Hops.closes(answer.protocolVersion(), headers);
    status = code;
    Hops.toClient(answer);
    if (chunked || untilClose) {
      if (old) {
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        client.closeAfter();
      } else {
        headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      }
    }
    // Until the body begins: if it cannot be read, the client gets 502 instead.
    held = answer;
  }

  private void release() {
    HttpResponse answer = held;
    held = null;
    if (answer != null) {
      client.head(answer);
    }
  }

  @Override
  public void content(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (status == 0 || upgraded) {
      // The end of an interim answer, or what follows one that cannot be read.
      content.release();
      return;
    }
    client.touch();
    if (content.decoderResult().isFailure()) {
      content.release();
      failed("half an answer");
      return;
    }
    MachineConnection from = connection;
    if (last && untilClose && from != null && !from.goodbye()) {
      // Without the goodbye of TLS nobody knows whether this is the end.
      content.release();
      failed("half an answer");
      return;
    }
    release();
    client.content(content);
    if (last) {
      answerEnded();
    } else if (from != null && !client.isWritable()) {
      from.setReading(false);
    }
  }

  private void answerEnded() {
    MachineConnection from = connection;
    connection = null;
    client.flush();
    if (from == null) {
      return;
    }
    boolean clean = requestSent && !machineCloses;
    Backend last = backend;
    // The client's next request begins when this connection can be used again, or cannot.
    from.done(
        () -> {
          last.pool().release(from, clean);
          end(Ending.ofAnswer(status), true, status);
        });
  }

  private void upgrade(HttpResponse answer) {
    MachineConnection to = connection;
    if (!websocket || !requestSent || to == null) {
      failed("the machine changes to what the client did not ask for");
      return;
    }
    status = SWITCHING;
    upgraded = true;
    Hops.toClient(answer);
    client.head(answer);
    client.content(LastHttpContent.EMPTY_LAST_CONTENT);
    client.flush();
    // Writing first: what either side has said already goes on at once.
    to.writeRaw();
    client.upgrade();
    to.readRaw();
  }

  @Override
  public void bytes(Object raw) {
    client.touch();
    client.write(raw);
    if (connection != null && !client.isWritable()) {
      connection.setReading(false);
    }
  }

  @Override
  public void flush() {
    release();
    client.flush();
  }

  @Override
  public void writable() {
    if (upgraded) {
      client.setReading(true);
    } else if (!requestRead) {
      client.resume();
    }
  }

  @Override
  public void gone() {
    MachineConnection lost = connection;
    connection = null;
    if (over) {
      return;
    }
    if (upgraded) {
      end(Ending.ANSWERED, true, SWITCHING);
      return;
    }
    boolean untouched = status == 0 && interim == 0 && lost != null && !lost.begun();
    boolean repeatable = !bodySent && IDEMPOTENT.contains(head.method());
    if (untouched && repeatable && attempts <= Limits.RETRIES && moveOn()) {
      client.hold();
      attempt();
    } else if (status != 0) {
      failed("half an answer");
    } else {
      refuse(attempts > 1 ? 503 : 502, "the machine did not answer");
    }
  }

  /** The machine's fault. */
  private void failed(String why) {
    drop();
    if (held != null) {
      held = null;
      status = 0;
    }
    if (status == 0) {
      refuse(502, why);
    } else {
      end(Ending.FAILED, false, status);
    }
  }

  private void refuse(int code, String why) {
    client.refuse(code, why, !requestRead);
    end(Ending.FAILED, true, code);
  }

  /** The machine of the next attempt; false if there is none. */
  private boolean moveOn() {
    if (tried.isEmpty()) {
      tried = new ArrayList<>(Limits.RETRIES);
    }
    tried.add(backend);
    Optional<Backend> next = fleet.enter(slot, tried);
    if (next.isEmpty()) {
      return false;
    }
    backend.leave();
    backend = next.get();
    return true;
  }

  private void drop() {
    MachineConnection dropped = connection;
    connection = null;
    if (dropped != null) {
      dropped.cut();
    }
  }

  /**
   * Counts, logs, and leaves the connection to its client.
   *
   * @param whole what the client has got is a whole answer, or none
   */
  private void end(Ending ending, boolean whole, int logged) {
    if (over) {
      return;
    }
    over = true;
    backend.leave();
    client.ended(this, ending, whole, logged);
  }
}
