package com.pharmaserv.repave.local.balancer;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a request goes to no machine at all, whatever the fleet. */
record Refusal(int status, String why) {

  static Optional<Refusal> of(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(unreadable(request.decoderResult().cause()));
    }
    HttpMethod method = request.method();
    if (method.equals(HttpMethod.CONNECT) || method.equals(HttpMethod.TRACE)) {
      return refuse(405, "method " + method + " is not allowed");
    }
    HttpHeaders headers = request.headers();
    if (headers.size() > Limits.MAX_HEADERS) {
      return refuse(431, "a request may have at most " + Limits.MAX_HEADERS + " headers");
    }
    if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
      return refuse(400, "a draft of websockets whose bodies have no length");
    }
    Optional<Refusal> target = target(request);
    return target.isPresent() ? target : body(request);
  }

  private static Refusal unreadable(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Refusal(414, "a request line may have " + Limits.MAX_LINE_BYTES + " bytes");
    }
    if (cause instanceof TooLongFrameException) {
      return new Refusal(431, "a head may have " + Limits.MAX_HEADER_BYTES + " bytes");
    }
    return new Refusal(400, "the request cannot be read");
  }

  private static Optional<Refusal> target(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (hosts.size() > 1 || (hosts.isEmpty() && !old)) {
      return refuse(400, "a request has one host");
    }
    String uri = request.uri();
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return refuse(400, "a target has visible ASCII characters only, and no fragment");
      }
    }
    if (uri.startsWith("/") || (uri.equals("*") && request.method().equals(HttpMethod.OPTIONS))) {
      return Optional.empty();
    }
    String authority = authority(uri);
    if (authority == null) {
      return refuse(400, "a target is a path or an absolute address");
    }
    boolean same = hosts.isEmpty() || authority.equalsIgnoreCase(hosts.get(0).strip());
    return same ? Optional.empty() : refuse(400, "the target and the host differ");
  }

  private static @Nullable String authority(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    int from = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : -1;
    if (from < 0) {
      return null;
    }
    int to = from;
    while (to < uri.length() && "/?#".indexOf(uri.charAt(to)) < 0) {
      to++;
    }
    return to == from ? null : uri.substring(from, to);
  }

  private static Optional<Refusal> body(HttpRequest request) {
    if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return refuse(400, "HTTP/1.0 knows no chunks");
    }
    if (Hops.isCoded(request.headers())) {
      return refuse(501, "a body may only be chunked");
    }
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    // Netty has read it as a number before.
    if (length != null && Long.parseLong(length.strip()) > Limits.MAX_ENTITY_BYTES) {
      return refuse(413, "a body may have at most " + Limits.MAX_ENTITY_BYTES + " bytes");
    }
    return Optional.empty();
  }

  /** The name that the request is for, without port; null if it says none. */
  static @Nullable String host(HttpRequest request) {
    String host = request.headers().get(HttpHeaderNames.HOST);
    if (host == null) {
      return null;
    }
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return end > 0 ? host.substring(0, end) : host;
  }

  private static Optional<Refusal> refuse(int status, String why) {
    return Optional.of(new Refusal(status, why));
  }
}
