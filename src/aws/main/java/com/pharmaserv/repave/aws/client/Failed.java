package com.pharmaserv.repave.aws.client;

import com.pharmaserv.repave.model.Failure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What a failure of the SDK means. The one table of AWS's error codes. */
final class Failed {
  /** Causes looked at; the SDK nests two or three deep. */
  private static final int CAUSES_MAX = 10;

  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** What is wrong with the credentials themselves, in all services' spellings. */
  private static final Set<String> CREDENTIALS =
      Set.of(
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "InvalidClientTokenId",
          "InvalidSecurity",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  /** Names of AWS's codes and what they mean; the first that fits counts. */
  private static final List<Rule> RULES =
      List.of(
          // The call was refused for its rate, or for another call on the same thing that is still
          // under way: it certainly was not carried out, and the same call later is right.
          rule(
              Failure.Kind.THROTTLED,
              "RequestLimitExceeded|(EC2|Request)?Thrott(ling|led)(Exception)?"
                  + "|TooManyRequests(Exception)?|ProvisionedThroughputExceeded(Exception)?"
                  + "|BandwidthLimitExceeded|SlowDown|PriorRequestNotComplete"
                  + "|ResourceContention(Fault)?|TransactionInProgressException"
                  + "|TransactionConflict(Exception)?|ReplicatedWriteConflictException"
                  + "|ConcurrentLimitExceededException"),
          rule(
              Failure.Kind.DENIED,
              "(Client\\.)?(AccessDenied|UnauthorizedOperation|NotAuthorized|OptInRequired).*"
                  + "|UnauthorizedAccess|Blocked|PendingVerification"),
          // No machines: the zone has none, or the account may not have more.
          rule(
              Failure.Kind.CAPACITY,
              "Insufficient.*|.*LimitExceeded(Exception|Fault)?|.*QuotaExceeded(Exception)?"
                  + "|TooMany.*|.*LimitExceeded\\..*|MaxSpotInstanceCountExceeded"),
          // The infrastructure's own words for "the thing is there, but not as the call wants it".
          rule(
              Failure.Kind.CONFLICT,
              ".*AlreadyExists.*|Duplicate.*|.*\\.Duplicate|.*InUse.*|PriorityInUse"
                  + "|ScalingActivityInProgress.*|InstanceRefreshInProgress.*"
                  + "|OperationNotPermitted.*|Incorrect.*State|IdempotentParameterMismatch"
                  + "|DependencyViolation|ConditionalCheckFailed.*|TransactionCanceledException"),
          rule(
              Failure.Kind.GONE,
              ".*NotFound.*|NoSuch.*|.*DoesNotExist.*|InvalidAMIID.Unavailable"
                  + "|InvalidInstanceId"));

  /** Auto Scaling has no code of its own for a missing group. */
  private static final Pattern MISSING = Pattern.compile("not found|does not exist");

  private Failed() {}

  private record Rule(Failure.Kind kind, Pattern code) {}

  private static Rule rule(Failure.Kind kind, String codes) {
    return new Rule(kind, Pattern.compile(codes));
  }

  /**
   * The kind.
   *
   * @param effect whether the call changes something, so that an answer that was not understood
   *     leaves open whether it did
   */
  static Failure.Kind kind(Throwable failed, boolean effect) {
    Failure.Kind open = effect ? Failure.Kind.UNKNOWN_OUTCOME : Failure.Kind.THROTTLED;
    if (failed instanceof Refusal ours) {
      return ours.kind();
    }
    if (failed instanceof SdkServiceException answer) {
      return answered(answer, open);
    }
    if (neverSent(failed)) {
      return Failure.Kind.THROTTLED;
    }
    return withoutCredentials(failed) ? Failure.Kind.CREDENTIALS : open;
  }

  private static Failure.Kind answered(SdkServiceException answer, Failure.Kind open) {
    String code = code(answer).orElse("");
    if (CREDENTIALS.contains(code)) {
      return Failure.Kind.CREDENTIALS;
    }
    if (code.startsWith("Validation")
        && MISSING.matcher(text(answer).toLowerCase(Locale.ROOT)).find()) {
      return Failure.Kind.GONE;
    }
    for (Rule rule : RULES) {
      if (rule.code().matcher(code).matches()) {
        return rule.kind();
      }
    }
    int status = answer.statusCode();
    if (status == TOO_MANY_REQUESTS) {
      return Failure.Kind.THROTTLED;
    }
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return Failure.Kind.DENIED;
    }
    // Everything else below 500 was refused as it stands; most often the thing is in a state, or
    // has bounds, that the call did not expect.
    return status >= SERVER_ERROR || status == 0 ? open : Failure.Kind.CONFLICT;
  }

  /** Whether AWS certainly never got it. */
  static boolean neverSent(Throwable failed) {
    return caused(failed, ConnectException.class)
        || caused(failed, UnknownHostException.class)
        || caused(failed, NoRouteToHostException.class);
  }

  /** Whether AWS refused it for its rate. */
  static boolean throttled(Throwable failed) {
    return failed instanceof SdkServiceException answer
        && answered(answer, Failure.Kind.UNKNOWN_OUTCOME) == Failure.Kind.THROTTLED;
  }

  /** Whether the answer leaves open what happened, or happened to a read that may be repeated. */
  static boolean transientFailure(Throwable failed) {
    return kind(failed, true) == Failure.Kind.UNKNOWN_OUTCOME;
  }

  static boolean timedOut(Throwable failed) {
    return failed instanceof ApiCallTimeoutException
        || failed instanceof ApiCallAttemptTimeoutException
        || caused(failed, java.net.SocketTimeoutException.class);
  }

  /** The SDK has no exception of its own for "no credentials found". */
  private static boolean withoutCredentials(Throwable failed) {
    String text = String.valueOf(failed.getMessage());
    return !(failed instanceof SdkServiceException)
        && (text.contains("Unable to load credentials")
            || text.contains("credentials from any of the providers")
            || text.contains("token included in the request is expired")
            || text.contains("SSO session"));
  }

  /** AWS's code, for example {@code RequestLimitExceeded}. */
  static Optional<String> code(SdkServiceException answer) {
    return details(answer).map(AwsErrorDetails::errorCode).map(Failed::bare);
  }

  /** AWS's own message, without the SDK's additions. */
  static String text(SdkServiceException answer) {
    return details(answer)
        .map(AwsErrorDetails::errorMessage)
        .orElseGet(() -> String.valueOf(answer.getMessage()));
  }

  private static Optional<AwsErrorDetails> details(SdkServiceException answer) {
    return answer instanceof AwsServiceException aws
        ? Optional.ofNullable(aws.awsErrorDetails())
        : Optional.empty();
  }

  /** EC2 sometimes says on whose side the fault is: {@code Client.InvalidGroup.NotFound}. */
  private static String bare(String code) {
    return code.startsWith("Client.") ? code.substring("Client.".length()) : code;
  }

  private static boolean caused(Throwable failed, Class<? extends Throwable> type) {
    Throwable cause = failed;
    for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
