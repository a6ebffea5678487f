package com.pharmaserv.repave.aws.client;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Carries out calls to AWS and turns each failure into one of the kinds that the engine knows,
 * exactly once.
 */
public final class Errors {
  private static final String NO_CREDENTIALS = "Unable to load credentials from any";

  /** From here on AWS is at fault, and its support asks for the request's id. */
  private static final int SERVER_ERROR = 500;

  /**
   * Tries of a read whose answer got lost. A read may be repeated at once; beyond that the engine's
   * next turn looks again anyway.
   */
  public static final int READS_MAX = 3;

  /** Characters of AWS's message that are kept: some append whole policies. */
  private static final int TEXT_MAX = 600;

  private Errors() {}

  /** A call of the SDK, or several. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws ProviderException;
  }

  /** A call whose answer is of no use. */
  @FunctionalInterface
  public interface Effect {
    void run() throws ProviderException;
  }

  /**
   * Carries out a call that changes something, once. A lost answer is {@code UNKNOWN_OUTCOME}.
   *
   * @param what completes the sentence "could not …", for example {@code set the desired count of
   *     'repave-eu-prod-app-g0042' to 6}
   */
  public static <T> T call(String what, Call<T> call) throws ProviderException {
    try {
      return call.run();
    } catch (SdkException | Refusal failed) {
      throw of(what, failed, true);
    }
  }

  /** The same for a call whose answer is of no use. */
  public static void act(String what, Effect effect) throws ProviderException {
    call(
        what,
        () -> {
          effect.run();
          return true;
        });
  }

  /**
   * Carries out a call that only reads, at most {@link #READS_MAX} times.
   *
   * @param what completes the sentence "could not …", for example {@code read the weights of rule
   *     arn:...}
   */
  public static <T> T read(String what, Call<T> call) throws ProviderException {
    for (int tries = 1; ; tries++) {
      try {
        return call.run();
      } catch (SdkException | Refusal failed) {
        if (tries == READS_MAX
            || !Failed.transientFailure(failed)
            || Thread.currentThread().isInterrupted()) {
          throw of(what, failed, false);
        }
      }
    }
  }

  /** AWS's own code of a refusal, for example {@code AlreadyExists}; empty text if it has none. */
  public static String code(SdkException failed) {
    return failed instanceof SdkServiceException answer ? Failed.code(answer).orElse("") : "";
  }

  /**
   * The failure.
   *
   * @param effect whether the call changes something
   */
  static ProviderException of(String what, RuntimeException failed, boolean effect) {
    Failure.Kind kind = Failed.kind(failed, effect);
    return new ProviderException(
        kind, "could not " + what + ": " + reason(failed) + remedy(kind, failed), failed);
  }

  private static String reason(RuntimeException failed) {
    if (failed instanceof SdkServiceException answer) {
      return Failed.code(answer).orElseGet(() -> "HTTP " + answer.statusCode())
          + ": "
          + line(Failed.text(answer))
          + (answer.statusCode() < SERVER_ERROR ? "" : " (request " + answer.requestId() + ")");
    }
    if (Failed.timedOut(failed)) {
      return "AWS did not answer in time (" + line(String.valueOf(failed.getMessage())) + ")";
    }
    String text = String.valueOf(failed.getMessage());
    // The SDK lists every place it has looked at, with class names.
    return text.startsWith(NO_CREDENTIALS)
        ? "no AWS credentials in the environment, in a profile, or from this machine's role"
        : line(text);
  }

  private static String remedy(Failure.Kind kind, RuntimeException failed) {
    if (failed instanceof Refusal) {
      return "";
    }
    return switch (kind) {
      case THROTTLED -> "; it was not done and may be tried again later";
      case DENIED -> "; allow the action in the role's policy";
      case CREDENTIALS ->
          "; renew the credentials (for example 'aws sso login') and check this machine's clock";
      case CAPACITY ->
          "; see 'repave roll --plan', ask for a higher quota, or add a zone or a type";
      case UNKNOWN_OUTCOME -> "; it may or may not have happened";
      case GONE, CONFLICT -> "";
    };
  }

  private static String line(String text) {
    String one = text.strip().replaceAll("\\s+", " ");
    return one.length() <= TEXT_MAX ? one : one.substring(0, TEXT_MAX) + "...";
  }
}
