package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.ReasonCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the gates on numbers begin and end: an error rate of 2%, a p99 of 500 ms, 20 requests. */
class GatesTest {
  private final Facts facts = Facts.routed();

  private Optional<ReasonCode> failure(long requests, long failures, int p99) {
    facts.measured(requests, failures, Duration.ofMillis(p99));
    return Gates.failure(facts.turn()).map(reason -> reason.code());
  }

  private static Optional<Measurement> counted(long requests, long failures, int p99) {
    Duration millis = Duration.ofMillis(p99);
    return Optional.of(
        new Measurement(Facts.START, Facts.START, requests, failures, millis, millis));
  }

  @Test
  void allowWhatThePolicyAllows() {
    assertThat(failure(100, 2, 500)).isEmpty();
    assertThat(failure(100, 3, 500)).contains(ReasonCode.ERROR_RATE_EXCEEDED);
    assertThat(failure(100, 2, 501)).contains(ReasonCode.LATENCY_EXCEEDED);
  }

  @Test
  void judgeNothingOnTooFewRequests() {
    assertThat(failure(19, 19, 10)).isEmpty();
    assertThat(failure(20, 20, 10)).contains(ReasonCode.ERROR_RATE_EXCEEDED);
  }

  @Test
  void findSilenceSuspiciousOnceTheShareWouldHaveBroughtTwentyRequests() {
    assertThat(silence(50, 19)).isEmpty();
    assertThat(silence(50, 20)).contains(ReasonCode.NO_REQUEST_ARRIVED);
    assertThat(silence(5, 379)).isEmpty();
    assertThat(silence(5, 380)).contains(ReasonCode.NO_REQUEST_ARRIVED);
    assertThat(silence(100, 380)).as("nothing to compare with").isEmpty();
  }

  private Optional<ReasonCode> silence(int share, long active) {
    facts.measured = counted(0, 0, 0);
    facts.measuredActive = counted(active, 0, 10);
    return Gates.suspicious(facts.turn(), share).map(reason -> reason.code());
  }

  @Test
  void findNothingSuspiciousInFewRequestsThatWentWell() {
    facts.measured = counted(1, 0, 10);
    facts.measuredActive = counted(1000, 0, 10);
    assertThat(Gates.suspicious(facts.turn(), 50)).isEmpty();
    facts.measured = counted(1, 1, 10);
    assertThat(Gates.suspicious(facts.turn(), 50).orElseThrow().code())
        .isEqualTo(ReasonCode.ERROR_RATE_EXCEEDED);
  }

  @Test
  void callFailuresAlikeUpToTwiceTheActiveGenerations() {
    assertThat(alike(counted(100, 20, 10), counted(100, 10, 10))).isTrue();
    assertThat(alike(counted(100, 21, 10), counted(100, 10, 10))).isFalse();
    assertThat(alike(counted(100, 0, 1200), counted(100, 0, 600))).isTrue();
    assertThat(alike(counted(100, 0, 1201), counted(100, 0, 600))).isFalse();
  }

  @Test
  void callNothingAlikeWhereTheActiveGenerationTellsNothing() {
    assertThat(alike(counted(100, 20, 10), counted(20, 10, 10))).isTrue();
    assertThat(alike(counted(100, 20, 10), counted(19, 10, 10))).isFalse();
    assertThat(alike(counted(100, 20, 10), Optional.empty())).isFalse();
    assertThat(alike(counted(100, 20, 10), counted(100, 2, 10))).as("far worse").isFalse();
  }

  @Test
  void callNothingAlikeThatOneOfThemPasses() {
    assertThat(alike(counted(100, 3, 10), counted(100, 2, 10))).as("the active one").isFalse();
    assertThat(alike(counted(100, 2, 10), counted(100, 10, 10))).as("the candidate").isFalse();
  }

  private boolean alike(Optional<Measurement> candidate, Optional<Measurement> active) {
    facts.measured = candidate;
    facts.measuredActive = active;
    return Gates.failsAlike(facts.turn()).isPresent();
  }
}
