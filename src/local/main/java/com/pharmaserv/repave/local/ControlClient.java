package com.pharmaserv.repave.local;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.DaemonFile;
import com.pharmaserv.repave.local.wire.LoopbackCall;
import com.pharmaserv.repave.local.wire.LoopbackCall.Answer;
import com.pharmaserv.repave.local.wire.LoopbackCall.NotSentException;
import com.pharmaserv.repave.local.wire.Signing;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Calls the cloud's control API; tells apart what surely did not happen from what may have. */
final class ControlClient {
  /** An effect writes one file at most; longer means that the cloud hangs. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

  private static final int REFUSED = 401;

  private final LocalHome home;
  private final AtomicLong calls = new AtomicLong();

  ControlClient(LocalHome home) {
    this.home = home;
  }

  Fields call(String path, Map<String, Object> request) throws ProviderException {
    return call(path, request, ANSWER_MAX);
  }

  Fields call(String path, Map<String, Object> request, Duration timeout) throws ProviderException {
    DaemonFile daemon = daemon();
    Signing signing = new Signing(token());
    // Never the same twice, which is all that a nonce has to be here.
    String nonce =
        ProcessHandle.current().pid() + "-" + System.nanoTime() + "-" + calls.incrementAndGet();
    try {
      byte[] body = Json.write(request);
      String digest = Signing.digest(body);
      Map<String, String> headers =
          Map.of(
              Signing.NONCE,
              nonce,
              Signing.BODY,
              digest,
              Signing.SIGNATURE,
              signing.request(path, nonce, digest));
      Answer answer = LoopbackCall.plain(daemon.port()).post(path, headers, body, timeout);
      String expected = signing.answer(answer.status(), nonce, answer.body());
      if (!Signing.matches(expected, answer.header(Signing.SIGNATURE).orElse(""))) {
        throw notProven(daemon, answer);
      }
      return result(answer);
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

  /** Somebody answered who does not know the token, or knows another one. */
  private ProviderException notProven(DaemonFile daemon, Answer answer) {
    if (daemon.process().isEmpty()) {
      return notRunning();
    }
    if (answer.status() == REFUSED) {
      return new ProviderException(
          Failure.Kind.DENIED,
          "the local cloud refused the token in '"
              + home.token()
              + "'; if the file was changed, stop the cloud and start it again");
    }
    return new ProviderException(
        Failure.Kind.UNKNOWN_OUTCOME,
        "the answer on port "
            + daemon.port()
            + " (status "
            + answer.status()
            + ") does not prove to come from the local cloud");
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
        "the local cloud (process "
            + daemon.pid()
            + ") does not take calls on port "
            + daemon.port()
            + ": "
            + e.getMessage(),
        e);
  }

  private static ProviderException notRunning() {
    return new ProviderException(
        Failure.Kind.GONE, "local cloud is not running; start it with 'repave local start'");
  }

  private byte[] token() throws ProviderException {
    try {
      return Durable.read(home.token()).orElseThrow(ControlClient::notRunning);
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.DENIED, "the local cloud's token cannot be read: " + Durable.reason(e), e);
    }
  }
}
