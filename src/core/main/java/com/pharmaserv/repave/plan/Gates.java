package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Measurement;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a soaking candidate's measurements against the policy's gates. */
final class Gates {
  /** Requests that the share of traffic would have brought before their absence is suspicious. */
  private static final int EXPECTED_MIN = 20;

  private Gates() {}

  /** The first gate that has failed on enough requests. */
  static Optional<String> failure(Turn turn) {
    return turn.seen().candidate().flatMap(m -> failure(turn, m, false));
  }

  private static Optional<String> failure(Turn turn, Measurement measured, boolean onFewRequests) {
    return measured(turn)
        .filter(gate -> measured.requests() >= (onFewRequests ? 1 : gate.requestsMin()))
        .flatMap(gate -> failure(gate, measured).stream())
        .findFirst();
  }

  private static Stream<Gate.Measured> measured(Turn turn) {
    return turn.policy().gates().stream()
        .filter(Gate.Measured.class::isInstance)
        .map(Gate.Measured.class::cast);
  }

  private static Optional<String> failure(Gate gate, Measurement measured) {
    if (gate instanceof Gate.ErrorRate rate && measured.failurePercent() > rate.percentMax()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "gate error-rate failed: %.1f%% of %d requests, at most %s%% allowed",
              measured.failurePercent(),
              measured.requests(),
              number(rate.percentMax())));
    }
    if (gate instanceof Gate.Latency latency && measured.p99().compareTo(latency.p99Max()) > 0) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "gate latency failed: p99 %s over %d requests, at most %s allowed",
              Words.span(measured.p99()),
              measured.requests(),
              Words.span(latency.p99Max())));
    }
    return Optional.empty();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Why the gates cannot be decided yet. */
  static Optional<String> undecided(Turn turn) {
    int needed = measured(turn).mapToInt(Gate.Measured::requestsMin).max().orElse(0);
    if (needed == 0 || !turn.fleet().routed()) {
      return Optional.empty();
    }
    if (turn.seen().candidate().isEmpty()) {
      return Optional.of("a measurement of " + turn.state().to().generation());
    }
    long have = turn.seen().candidate().get().requests();
    return have >= needed
        ? Optional.empty()
        : Optional.of("gates to have " + needed + " requests; there were " + have);
  }

  /** Whether waiting may bring more requests: some came, or it is not known that none did. */
  static boolean flowing(Turn turn) {
    boolean quiet =
        turn.seen().candidate().filter(m -> m.requests() == 0).isPresent()
            && turn.seen().active().map(Measurement::requests).orElse(0L) == 0;
    return !quiet;
  }

  /**
   * Why too few requests are no good sign: nothing could be measured, what little there was failed
   * a gate, or traffic flows but does not reach the candidate.
   */
  static Optional<String> suspicious(Turn turn) {
    if (turn.seen().candidate().isEmpty()) {
      return Optional.of("the candidate could not be measured");
    }
    Measurement candidate = turn.seen().candidate().get();
    long active = turn.seen().active().map(Measurement::requests).orElse(0L);
    int share = turn.stepPercent();
    boolean expected = share < 100 && active * share / (100 - share) >= EXPECTED_MIN;
    if (candidate.requests() == 0 && expected) {
      return Optional.of(
          "no request reached the candidate at "
              + share
              + "% while the active generation had "
              + active);
    }
    return failure(turn, candidate, true);
  }

  /** What was measured, as an addition to a sentence. */
  static String reading(Turn turn) {
    return turn.seen()
        .candidate()
        .map(
            m ->
                String.format(
                    Locale.ROOT,
                    ": %d requests, %d failed, p99 %s",
                    m.requests(),
                    m.failures(),
                    Words.span(m.p99())))
        .orElse("");
  }
}
