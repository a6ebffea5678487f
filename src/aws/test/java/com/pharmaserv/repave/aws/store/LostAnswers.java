package com.pharmaserv.repave.aws.store;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Loses answers of writes: everything happens, then the connection breaks. */
final class LostAnswers implements SdkHttpClient {
  private final SdkHttpClient http;
  private final AtomicInteger answersToLose = new AtomicInteger();
  private final AtomicInteger callsToLose = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  LostAnswers(SdkHttpClient http) {
    this.http = http;
  }

  /** Loses the answers of the next writes. */
  void loseAnswers(int number) {
    answersToLose.set(number);
  }

  /** Loses the next writes themselves: nothing happens, and it looks the same. */
  void loseCalls(int number) {
    callsToLose.set(number);
  }

  /** Writes sent so far. */
  int writes() {
    return writes.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    boolean writing =
        request
            .httpRequest()
            .firstMatchingHeader("X-Amz-Target")
            .filter(t -> t.endsWith(".UpdateItem") || t.endsWith(".TransactWriteItems"))
            .isPresent();
    ExecutableHttpRequest prepared = http.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        if (!writing) {
          return prepared.call();
        }
        writes.incrementAndGet();
        if (callsToLose.getAndUpdate(LostAnswers::less) > 0) {
          throw new IOException("connection reset before the call arrived");
        }
        HttpExecuteResponse answer = prepared.call();
        if (answersToLose.getAndUpdate(LostAnswers::less) > 0) {
          answer.responseBody().ifPresent(body -> body.abort());
          throw new IOException("connection reset before the answer arrived");
        }
        return answer;
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static int less(int left) {
    return Math.max(0, left - 1);
  }

  @Override
  public void close() {
    http.close();
  }
}
