package com.pharmaserv.repave.local.balancer;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** Messages that stand for what cannot be read, in the form that Netty gives them. */
final class Invalid {
  private Invalid() {}

  static HttpRequest request() {
    HttpRequest bad = new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/bad-request");
    bad.setDecoderResult(folded());
    return bad;
  }

  static HttpResponse answer() {
    HttpResponse bad =
        new DefaultHttpResponse(HttpVersion.HTTP_1_0, HttpResponseStatus.BAD_GATEWAY);
    bad.setDecoderResult(folded());
    return bad;
  }

  private static DecoderResult folded() {
    return DecoderResult.failure(new IllegalArgumentException("a folded header"));
  }

  /** A head comes after this object, and no body. */
  static boolean endsMessage(Object last) {
    return last instanceof LastHttpContent || ((HttpObject) last).decoderResult().isFailure();
  }
}
