package com.pharmaserv.repave.local.balancer;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Headers that end here, because they are about one connection only, and those that begin here. */
final class Hops {
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("Keep-Alive");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("Proxy-Connection");
  private static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
  private static final AsciiString FORWARDED_HOST = AsciiString.cached("X-Forwarded-Host");
  private static final AsciiString FORWARDED_PORT = AsciiString.cached("X-Forwarded-Port");
  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final AsciiString CONNECTION = AsciiString.cached("Connection");
  private static final AsciiString UPGRADE = AsciiString.cached("Upgrade");
  private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");

  /** Nobody downstream may take a client's word for where it comes from. */
  private static final List<AsciiString> SPOOFABLE =
      List.of(
          FORWARDED_FOR,
          FORWARDED_PROTO,
          FORWARDED_HOST,
          FORWARDED_PORT,
          AsciiString.cached("X-Forwarded-Server"),
          AsciiString.cached("Forwarded"),
          AsciiString.cached("X-Real-IP"));

  private static final List<AsciiString> OF_ONE_HOP =
      List.of(
          AsciiString.cached("Connection"),
          KEEP_ALIVE,
          PROXY_CONNECTION,
          AsciiString.cached("TE"),
          AsciiString.cached("HTTP2-Settings"),
          AsciiString.cached("Proxy-Authenticate"),
          AsciiString.cached("Proxy-Authentication-Info"),
          AsciiString.cached("Proxy-Authorization"));

  /** A Connection header that names these would change what the message is. */
  private static final Set<String> NEVER_OF_ONE_HOP =
      Set.of("close", "keep-alive", "host", "content-length", "transfer-encoding", "trailer");

  private Hops() {}

  /** The one upgrade that an ALB knows too; any other would hide requests from the balancer. */
  static boolean asksForWebsocket(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && WEBSOCKET.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.UPGRADE))
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
  }

  static void toMachine(HttpRequest request, String client, int port, boolean websocket) {
    HttpHeaders headers = request.headers();
    leaveHop(headers);
    for (AsciiString name : SPOOFABLE) {
      headers.remove(name);
    }
    if (websocket) {
      headers.set(CONNECTION, UPGRADE);
    } else {
      headers.remove(HttpHeaderNames.UPGRADE);
    }
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
    headers.set(FORWARDED_FOR, client);
    headers.set(FORWARDED_PROTO, HTTPS);
    String host = headers.get(HttpHeaderNames.HOST);
    if (host != null) {
      headers.set(FORWARDED_HOST, host);
    }
    headers.set(FORWARDED_PORT, Integer.toString(port));
  }

  static void toClient(HttpResponse answer) {
    HttpHeaders headers = answer.headers();
    leaveHop(headers);
    int status = answer.status().code();
    if (status == 101 || status == 426) {
      headers.set(CONNECTION, UPGRADE);
    } else {
      headers.remove(HttpHeaderNames.UPGRADE);
    }
    answer.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  /** An answer before the last one, which has no body. */
  static HttpResponse interim(HttpResponse answer) {
    toClient(answer);
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1,
        answer.status(),
        Unpooled.EMPTY_BUFFER,
        answer.headers(),
        EmptyHttpHeaders.INSTANCE);
  }

  /** Whether the message says that its connection ends with it. */
  static boolean closes(HttpVersion version, HttpHeaders headers) {
    if (version.equals(HttpVersion.HTTP_1_1)) {
      return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }
    return !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE, true);
  }

  static void connection(HttpResponse answer, CharSequence value) {
    answer.headers().set(CONNECTION, value);
  }

  private static void leaveHop(HttpHeaders headers) {
    removeNamed(headers);
    for (AsciiString name : OF_ONE_HOP) {
      headers.remove(name);
    }
  }

  /** Whether the body is written in a way that is neither plain nor just chunked. */
  static boolean isCoded(HttpHeaders headers) {
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return codings.size() > 1
        || (codings.size() == 1
            && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0).strip()));
  }

  private static void removeNamed(HttpHeaders headers) {
    if (!headers.contains(HttpHeaderNames.CONNECTION)) {
      return;
    }
    for (String line : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String named : line.split(",", Limits.MAX_HEADERS)) {
        String name = named.strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty() && !name.equals("upgrade") && !NEVER_OF_ONE_HOP.contains(name)) {
          headers.remove(name);
        }
      }
    }
  }
}
