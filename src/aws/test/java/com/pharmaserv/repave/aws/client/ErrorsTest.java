package com.pharmaserv.repave.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.pharmaserv.repave.model.Failure.Kind;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

class ErrorsTest {
  private static final int REFUSED = 400;

  /** The codes that the services' API references and error pages name. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "THROTTLED, "
        + "RequestLimitExceeded Client.RequestLimitExceeded EC2ThrottledException "
        + "Throttling ThrottlingException ThrottledException RequestThrottled "
        + "RequestThrottledException TooManyRequestsException ProvisionedThroughputExceeded "
        + "ProvisionedThroughputExceededException TransactionConflictException "
        + "TransactionInProgressException ResourceContention ResourceContentionFault",
    "DENIED, "
        + "AccessDenied AccessDeniedException UnauthorizedOperation "
        + "Client.UnauthorizedOperation OptInRequired",
    "CREDENTIALS, "
        + "AuthFailure ExpiredToken ExpiredTokenException RequestExpired InvalidClientTokenId "
        + "UnrecognizedClientException SignatureDoesNotMatch InvalidSignatureException",
    "GONE, "
        + "TargetGroupNotFound RuleNotFound ListenerNotFound InvalidAMIID.NotFound "
        + "InvalidAMIID.Unavailable InvalidLaunchTemplateName.NotFoundException "
        + "InvalidLaunchTemplateId.VersionNotFound InvalidInstanceID.NotFound "
        + "InvalidSubnetID.NotFound InvalidInstanceId ParameterNotFound "
        + "ResourceNotFoundException ResourceNotFound NoSuchResourceException "
        + "InvocationDoesNotExist",
    "CONFLICT, "
        + "AlreadyExists AlreadyExistsFault "
        + "InvalidLaunchTemplateName.AlreadyExistsException DuplicateTargetGroupName "
        + "InvalidAMIName.Duplicate ResourceInUse ResourceInUseFault ResourceInUseException "
        + "PriorityInUse ScalingActivityInProgress ScalingActivityInProgressFault "
        + "InstanceRefreshInProgress OperationNotPermitted OperationNotPermittedException "
        + "IncorrectInstanceState IncorrectState DependencyViolation "
        + "IdempotentParameterMismatch ConditionalCheckFailedException ValidationError "
        + "InvalidParameterValue SomethingNew",
    "CAPACITY, "
        + "InsufficientInstanceCapacity InsufficientFreeAddressesInSubnet "
        + "InsufficientHostCapacity InstanceLimitExceeded VcpuLimitExceeded LimitExceeded "
        + "LimitExceededFault LimitExceededException ResourceLimitExceeded "
        + "VolumeLimitExceeded MaxSpotInstanceCountExceeded TooManyTargets "
        + "QuotaExceededException ServiceQuotaExceededException",
  })
  void knowsTheCodesOfAWS(Kind kind, String codes) {
    for (String code : codes.split(" ", -1)) {
      AwsServiceException refusal = answer(code, "no", REFUSED);

      assertThat(failureOf(refusal).failure().kind()).as(code).isEqualTo(kind);
      assertThat(readFailureOf(refusal).failure().kind()).as("%s of a read", code).isEqualTo(kind);
    }
  }

  /** Auto Scaling and Service Quotas have no code of their own for some missing things. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "AutoScalingGroup name not found - AutoScalingGroup 'g' not found, GONE",
    "Group g not found, GONE",
    "The launch template does not exist, GONE",
    "New SetDesiredCapacity value 9 is above max value 3, CONFLICT",
  })
  void readsTheTextOfAValidationErrorWhereTheCodeDoesNotSayIt(String text, Kind kind) {
    assertThat(failureOf(answer("ValidationError", text, REFUSED)).failure().kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest(name = "HTTP {0} is {1}, of a read {2}")
  @CsvSource({
    "401, DENIED, DENIED",
    "403, DENIED, DENIED",
    "404, CONFLICT, CONFLICT",
    "429, THROTTLED, THROTTLED",
    "500, UNKNOWN_OUTCOME, THROTTLED",
    "502, UNKNOWN_OUTCOME, THROTTLED",
    "503, UNKNOWN_OUTCOME, THROTTLED",
    "504, UNKNOWN_OUTCOME, THROTTLED",
  })
  void goesByTheStatusOfACodeThatItDoesNotKnow(int status, Kind effect, Kind read) {
    assertThat(failureOf(answer("Odd", "odd", status)).failure().kind()).isEqualTo(effect);
    assertThat(readFailureOf(answer("Odd", "odd", status)).failure().kind()).isEqualTo(read);
  }

  @Test
  void throttlingWithAServerErrorsStatusIsThrottling() {
    AwsServiceException refusal = answer("RequestLimitExceeded", "Request limit exceeded.", 503);

    assertThat(failureOf(refusal).failure().kind()).isEqualTo(Kind.THROTTLED);
  }

  @Test
  void aLostAnswerLeavesOpenWhetherAnEffectHappened() {
    List<RuntimeException> lost =
        List.of(
            SdkClientException.create("x", new IOException("Connection reset")),
            SdkClientException.create("x", new SocketTimeoutException("Read timed out")),
            ApiCallTimeoutException.create(12_000),
            ApiCallAttemptTimeoutException.create(5_000),
            AbortedException.create("Thread was interrupted"));
    for (RuntimeException failed : lost) {
      assertThat(failureOf(failed).failure().kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
      assertThat(failureOf(failed)).hasMessageContaining("it may or may not have happened");
      assertThat(readFailureOf(failed).failure().kind()).isEqualTo(Kind.THROTTLED);
    }
  }

  @Test
  void aCallThatNeverLeftDidNotHappen() {
    for (IOException unsent :
        List.of(new ConnectException("Connection refused"), new UnknownHostException("host"))) {
      SdkClientException failed =
          SdkClientException.create("Unable to execute", new RuntimeException(unsent));

      assertThat(failureOf(failed).failure().kind()).isEqualTo(Kind.THROTTLED);
    }
  }

  @Test
  void missingAndExpiredCredentialsHaveARemedy() {
    for (RuntimeException failed :
        List.of(
            SdkClientException.create("Unable to load credentials from any of the providers"),
            answer("ExpiredToken", "The security token included in the request is expired", 403))) {
      assertThat(failureOf(failed).failure().kind()).isEqualTo(Kind.CREDENTIALS);
      assertThat(failureOf(failed)).hasMessageContaining("renew the credentials");
    }
    assertThat(failureOf(answer("AccessDenied", "User is not authorized", 403)))
        .hasMessageContaining("allow the action in the role's policy")
        .hasMessageNotContaining("renew");
  }

  @Test
  void saysWhatWasTriedAndWhatAWSAnsweredOnOneLine() {
    AwsServiceException refusal =
        answer("ValidationError", "bad\n  things " + "x".repeat(2_000), REFUSED);

    String message = String.valueOf(failureOf(refusal).getMessage());

    assertThat(message)
        .startsWith("could not do it: ValidationError: bad things xxx")
        .doesNotContain("\n")
        .hasSizeLessThan(800);
  }

  @Test
  void namesTheRequestWhereAWSIsAtFault() {
    assertThat(failureOf(answer("InternalFailure", "oops", 500)))
        .hasMessageContaining("(request r-1)");
    assertThat(failureOf(answer("ValidationError", "no", REFUSED)))
        .as("the same refusal reads the same every time")
        .hasMessageNotContaining("request r-1");
  }

  @Test
  void repeatsAReadWhoseAnswerGotLostAndNothingElse() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    String answer =
        Errors.read(
            "look",
            () -> {
              if (calls.incrementAndGet() < Errors.READS_MAX) {
                throw SdkClientException.create("x", new IOException("Connection reset"));
              }
              return "seen";
            });

    assertThat(answer).isEqualTo("seen");
    assertThat(callsUntilGivenUp(answer("InternalFailure", "", 500))).isEqualTo(Errors.READS_MAX);
    assertThat(callsUntilGivenUp(answer("Throttling", "", REFUSED))).isEqualTo(1);
    assertThat(callsUntilGivenUp(answer("AccessDenied", "", 403))).isEqualTo(1);
  }

  private static int callsUntilGivenUp(RuntimeException failure) {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Errors.read(
                    "look",
                    () -> {
                      calls.incrementAndGet();
                      throw failure;
                    }))
        .isInstanceOf(ProviderException.class);
    return calls.get();
  }

  @Test
  void neverRepeatsAnEffect() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Errors.act(
                    "do it",
                    () -> {
                      calls.incrementAndGet();
                      throw SdkClientException.create("x", new IOException("Connection reset"));
                    }))
        .isInstanceOf(ProviderException.class);

    assertThat(calls).hasValue(1);
  }

  @Test
  void leavesErrorsOfOurOwnAndFailuresThatAreSaidAlreadyAlone() {
    ProviderException said = new ProviderException(Kind.GONE, "it is gone");

    assertThatThrownBy(
            () ->
                Errors.read(
                    "look",
                    () -> {
                      throw said;
                    }))
        .isSameAs(said);
    assertThatThrownBy(
            () ->
                Errors.call(
                    "do it",
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  private static AwsServiceException answer(String code, String text, int status) {
    return AwsServiceException.builder()
        .statusCode(status)
        .requestId("r-1")
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(text).build())
        .build();
  }

  private static ProviderException failureOf(RuntimeException failed) {
    return catchThrowableOfType(
        ProviderException.class,
        () ->
            Errors.call(
                "do it",
                () -> {
                  throw failed;
                }));
  }

  private static ProviderException readFailureOf(RuntimeException failed) {
    return catchThrowableOfType(
        ProviderException.class,
        () ->
            Errors.read(
                "do it",
                () -> {
                  throw failed;
                }));
  }
}
