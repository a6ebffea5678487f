package com.pharmaserv.repave.aws.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * How AWS is reached.
 *
 * @param http what carries every call; never closed by the clients
 * @param endpoint of all services, for an emulator; empty for AWS, or what the SDK's own variables
 *     such as {@code AWS_ENDPOINT_URL} say
 * @param retries makes the retry strategy of one client
 * @param attemptTimeout for one try of a call
 * @param callTimeout for all tries of a call; with the longest wait of the pace below a lease's
 *     term, so that no effect goes out under a lease that is over
 * @param share of the account's published limits that we use at most, 0 for no pace
 * @param log counts what is sent
 */
public record ClientSettings(
    SdkHttpClient http,
    AwsCredentialsProvider credentials,
    Optional<URI> endpoint,
    Supplier<RetryStrategy> retries,
    Duration attemptTimeout,
    Duration callTimeout,
    double share,
    Optional<CallLog> log) {
  /** Variable with the endpoint of an emulator. */
  public static final String ENDPOINT_VARIABLE = "REPAVE_AWS_ENDPOINT";

  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(12);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** Half: Auto Scaling, the infrastructure program and people use the same limits. */
  private static final double SHARE = 0.5;

  public ClientSettings {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share of the account's limits " + share + " must be from 0 to 1");
    }
    if (attemptTimeout.compareTo(callTimeout) > 0) {
      throw new IllegalArgumentException(
          "attempt timeout " + attemptTimeout + " must not exceed call timeout " + callTimeout);
    }
  }

  /** For work: the SDK's chain of credentials, adaptive retries, half of the account's limits. */
  public static ClientSettings standard() {
    // Otherwise the SDK's logging interface, when it is first used, prints three lines about having
    // no place to log to.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    return new ClientSettings(
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(ATTEMPT_TIMEOUT)
            .build(),
        DefaultCredentialsProvider.builder().build(),
        Optional.ofNullable(System.getenv(ENDPOINT_VARIABLE))
            .filter(e -> !e.isBlank())
            .map(URI::create),
        Retries::adaptive,
        ATTEMPT_TIMEOUT,
        CALL_TIMEOUT,
        SHARE,
        Optional.empty());
  }

  /** For a double of AWS: no retries, no pace, so that every answer is seen as it came. */
  public static ClientSettings plain(SdkHttpClient http, AwsCredentialsProvider credentials) {
    return new ClientSettings(
        http,
        credentials,
        Optional.empty(),
        DefaultRetryStrategy::doNotRetry,
        ATTEMPT_TIMEOUT,
        CALL_TIMEOUT,
        0,
        Optional.empty());
  }

  public ClientSettings withEndpoint(URI other) {
    return new ClientSettings(
        http, credentials, Optional.of(other), retries, attemptTimeout, callTimeout, share, log);
  }

  public ClientSettings withLog(CallLog other) {
    return new ClientSettings(
        http,
        credentials,
        endpoint,
        retries,
        attemptTimeout,
        callTimeout,
        share,
        Optional.of(other));
  }

  public ClientSettings withShare(double other) {
    return new ClientSettings(
        http, credentials, endpoint, retries, attemptTimeout, callTimeout, other, log);
  }
}
