package com.pharmaserv.repave.aws.client;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * What the SDK may repeat by itself: only calls that certainly were not carried out, because they
 * were refused for their rate or never reached AWS. Its own default repeats after timeouts and
 * broken connections, too, where the effect may have happened: those are {@code UNKNOWN_OUTCOME},
 * and whoever called looks before acting again.
 */
final class Retries {
  /** Tries of one call; the call's own time limit usually ends it earlier. */
  static final int ATTEMPTS_MAX = 4;

  private static final Duration BASE = Duration.ofMillis(100);
  private static final Duration THROTTLED_BASE = Duration.ofSeconds(1);
  private static final Duration DELAY_MAX = Duration.ofSeconds(4);

  private Retries() {}

  /** Adaptive: after being throttled, later calls of the same client are slowed, too. */
  static RetryStrategy adaptive() {
    return DefaultRetryStrategy.adaptiveStrategyBuilder()
        .useClientDefaults(false)
        .maxAttempts(ATTEMPTS_MAX)
        .backoffStrategy(BackoffStrategy.exponentialDelay(BASE, DELAY_MAX))
        .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(THROTTLED_BASE, DELAY_MAX))
        .treatAsThrottling(Retries::throttled)
        .retryOnException(failed -> throttled(failed) || Failed.neverSent(failed))
        .build();
  }

  private static boolean throttled(Throwable failed) {
    return failed instanceof SdkException known
        && (RetryUtils.isThrottlingException(known) || Failed.throttled(known));
  }
}
