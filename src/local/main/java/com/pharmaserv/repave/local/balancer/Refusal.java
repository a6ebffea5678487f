package com.pharmaserv.repave.local.balancer;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Optional;

/** Why a request goes to no machine at all, whatever the fleet. */
record Refusal(int status, String why) {

  static Optional<Refusal> of(HttpServerExchange exchange) {
    HttpString method = exchange.getRequestMethod();
    if (method.equals(Methods.CONNECT) || method.equals(Methods.TRACE)) {
      return refuse(StatusCodes.METHOD_NOT_ALLOWED, "method " + method + " is not allowed");
    }
    String encoding = exchange.getRequestHeaders().getFirst(Headers.TRANSFER_ENCODING);
    if (encoding != null && !Headers.CHUNKED.equalToString(encoding)) {
      return refuse(StatusCodes.NOT_IMPLEMENTED, "a body may only be chunked");
    }
    if (exchange.getRequestContentLength() > Limits.MAX_ENTITY_BYTES) {
      String why = "a body may have at most " + Limits.MAX_ENTITY_BYTES + " bytes";
      return refuse(StatusCodes.REQUEST_ENTITY_TOO_LARGE, why);
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(int status, String why) {
    return Optional.of(new Refusal(status, why));
  }
}
