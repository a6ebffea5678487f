package com.pharmaserv.repave.local.balancer;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes answers to a client; one to HEAD has no body, whatever its headers say. */
final class AnswerEncoder extends HttpResponseEncoder {
  private boolean toHead;

  void answersHead(boolean head) {
    toHead = head;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse answer) {
    return toHead || answer.status().code() < 200 || super.isContentAlwaysEmpty(answer);
  }
}
