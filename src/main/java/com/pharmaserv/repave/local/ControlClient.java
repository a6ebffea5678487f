package com.pharmaserv.repave.local;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.local.tls.HttpsCall;
import com.pharmaserv.repave.local.tls.HttpsCall.Answer;
import com.pharmaserv.repave.local.tls.HttpsCall.NotSentException;
import com.pharmaserv.repave.local.wire.DaemonFile;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Calls the cloud's control API; tells apart what surely did not happen from what may have. */
final class ControlClient {
  /** An effect writes one file at most; longer means that the cloud hangs. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

  private final LocalHome home;
  private @Nullable SSLContext context;

  ControlClient(LocalHome home) {
    this.home = home;
  }

  Fields call(String path, Map<String, Object> request) throws ProviderException {
    return call(path, request, ANSWER_MAX);
  }

  Fields call(String path, Map<String, Object> request, Duration timeout)
      throws ProviderException {
    DaemonFile daemon = daemon();
    try {
      HttpsCall call =
          new HttpsCall(context(), daemon.port(), DaemonFile.CONTROL_HOST, true);
      Map<String, String> headers = Map.of("Authorization", "Bearer " + token());
      return result(call.post(path, headers, Json.write(request), timeout));
    } catch (NotSentException e) {
      throw notSent(daemon, e);
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          "the local cloud's answer to " + path + " was lost: " + Durable.reason(e),
          e);
    }
  }

  private static Fields result(Answer answer) throws IOException, ProviderException {
    Fields fields = Json.read(answer.body(), "the local cloud's answer");
    if (answer.good()) {
      return fields;
    }
    try {
      throw new ProviderException(
          fields.choice("kind", Failure.Kind.class), fields.text("message"));
    } catch (IllegalArgumentException e) {
      throw new IOException("status " + answer.status() + " without a reason", e);
    }
  }

  private DaemonFile daemon() throws ProviderException {
    try {
      Optional<DaemonFile> daemon = DaemonFile.read(home);
      if (daemon.isPresent()) {
        return daemon.get();
      }
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.DENIED, "the local cloud cannot be found: " + Durable.reason(e), e);
    }
    throw notRunning();
  }

  private static ProviderException notSent(DaemonFile daemon, NotSentException e) {
    if (daemon.process().isEmpty()) {
      return notRunning();
    }
    return new ProviderException(
        Failure.Kind.THROTTLED,
        "the local cloud (process " + daemon.pid() + ") does not take calls on port "
            + daemon.port() + ": " + e.getMessage(),
        e);
  }

  private static ProviderException notRunning() {
    return new ProviderException(
        Failure.Kind.GONE, "local cloud is not running; start it with 'repave local start'");
  }

  private String token() throws ProviderException {
    try {
      return new String(
          Durable.read(home.token()).orElseThrow(ControlClient::notRunning),
          StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.DENIED, "the local cloud's token cannot be read: " + Durable.reason(e), e);
    }
  }

  /** Kept for later calls: it remembers TLS sessions. */
  private synchronized SSLContext context() throws ProviderException {
    if (context == null) {
      try {
        context = Contexts.client(home.caCertificate());
      } catch (IOException e) {
        throw new ProviderException(
            Failure.Kind.DENIED, "the local cloud cannot be trusted: " + Durable.reason(e), e);
      }
    }
    return context;
  }
}
