package com.pharmaserv.repave.local;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.ControlCall;
import com.pharmaserv.repave.local.wire.ControlCall.Answer;
import com.pharmaserv.repave.local.wire.ControlCall.NotSentException;
import com.pharmaserv.repave.local.wire.DaemonFile;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Calls the cloud's control API; tells apart what surely did not happen from what may have. */
final class ControlClient {
  /** An effect writes one file at most; longer means that the cloud hangs. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

  private final LocalHome home;

  ControlClient(LocalHome home) {
    this.home = home;
  }

  Fields call(String path, Map<String, Object> request) throws ProviderException {
    return call(path, request, ANSWER_MAX);
  }

  Fields call(String path, Map<String, Object> request, Duration timeout) throws ProviderException {
    DaemonFile daemon = daemon();
    Path socket = daemon.socket().orElseThrow(() -> older(daemon));
    try {
      return result(ControlCall.post(socket, path, Json.write(request), timeout));
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
    Fields fields =
        Json.read(answer.body().getBytes(StandardCharsets.UTF_8), "the local cloud's answer");
    if (answer.good()) {
      return fields;
    }
    Failure.Kind kind;
    String message;
    try {
      kind = fields.choice("kind", Failure.Kind.class);
      message = fields.text("message");
    } catch (IllegalArgumentException e) {
      throw new IOException("status " + answer.status() + " without a reason", e);
    }
    throw new ProviderException(kind, message);
  }

  private static ProviderException older(DaemonFile daemon) {
    return daemon.process().isEmpty()
        ? notRunning()
        : new ProviderException(
            Failure.Kind.DENIED,
            "the local cloud (process "
                + daemon.pid()
                + ") is of an older version; run 'repave local stop', then 'repave local start'");
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
        "the local cloud (process " + daemon.pid() + ") does not take calls: " + e.getMessage(),
        e);
  }

  private static ProviderException notRunning() {
    return new ProviderException(
        Failure.Kind.GONE, "local cloud is not running; start it with 'repave local start'");
  }
}
