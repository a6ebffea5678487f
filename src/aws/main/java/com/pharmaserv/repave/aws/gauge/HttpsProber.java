package com.pharmaserv.repave.aws.gauge;

import com.pharmaserv.repave.model.Probe;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Probes with the JDK's client, and the certificate checked against the JDK's trust store as any
 * user's browser would: a candidate behind a wrong certificate must not pass. Redirects are not
 * followed, because what stands behind them is not the candidate.
 */
public final class HttpsProber implements Prober {
  /** From the first packet to the answer's last byte; longer is a failure for a user, too. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Causes looked at; the JDK nests two deep. */
  private static final int CAUSES_MAX = 5;

  private static final int GOOD_MIN = 200;
  private static final int GOOD_MAX = 299;

  private final HttpClient client;

  public HttpsProber() {
    this(HttpClient.newBuilder());
  }

  HttpsProber(HttpClient.Builder builder) {
    this.client = builder.followRedirects(Redirect.NEVER).connectTimeout(TIMEOUT).build();
  }

  @Override
  public Probe get(URI url) {
    if (!"https".equals(url.getScheme())) {
      return new Probe(false, "'" + url + "' was not asked: a probe needs an https URL");
    }
    HttpRequest request = HttpRequest.newBuilder(url).GET().build();
    // The client's own timeout ends with the answer's head; a body that never ends must fail, too.
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, BodyHandlers.discarding());
    try {
      int status = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      boolean good = status >= GOOD_MIN && status <= GOOD_MAX;
      return new Probe(good, url + " answered " + status + (good ? "" : ", not 200 to 299"));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Probe(false, url + " gave no whole answer within " + TIMEOUT.toSeconds() + " s");
    } catch (ExecutionException e) {
      return new Probe(false, url + " gave no answer: " + reason(e.getCause()));
    } catch (InterruptedException e) {
      answer.cancel(true);
      // Whoever stops the process sees it through the flag; the probe itself just did not pass.
      Thread.currentThread().interrupt();
      return new Probe(false, url + " gave no answer: the tool was asked to stop");
    }
  }

  private static String reason(@Nullable Throwable cause) {
    if (unresolved(cause)) {
      return "the host's name does not resolve";
    }
    String kind =
        cause instanceof SSLException
            ? "TLS failed"
            : cause instanceof ConnectException ? "no connection" : "the connection broke";
    String text = cause == null ? null : cause.getMessage();
    return kind + (text == null ? "" : " (" + text + ")");
  }

  private static boolean unresolved(@Nullable Throwable cause) {
    Throwable at = cause;
    for (int i = 0; i < CAUSES_MAX && at != null; i++) {
      if (at instanceof UnresolvedAddressException) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
