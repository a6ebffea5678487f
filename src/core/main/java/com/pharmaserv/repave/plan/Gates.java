package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a soaking candidate's measurements against the policy's gates. */
final class Gates {
  /** Requests that the share of traffic would have brought before their absence is suspicious. */
  private static final int EXPECTED_MIN = 20;

  /** Up to so many times the active generation's figures are alike: both are small samples. */
  private static final int ALIKE = 2;

  private Gates() {}

  /** The first gate that has failed on enough requests. */
  static Optional<Reason> failure(Turn turn) {
    return turn.seen().candidate().flatMap(m -> failure(turn, m, false));
  }

  /**
   * The same gate's answer for the active generation, if that has done about as badly in the same
   * time: then it is something that both stand on, and not the candidate's image.
   */
  static Optional<Reason> failsAlike(Turn turn) {
    Optional<Measurement> candidate = turn.seen().candidate();
    Optional<Measurement> active = turn.seen().active();
    if (candidate.isEmpty() || active.isEmpty() || active.get().requests() < EXPECTED_MIN) {
      return Optional.empty();
    }
    return measured(turn)
        .filter(gate -> failure(gate, candidate.get()).isPresent())
        .filter(gate -> failure(gate, active.get()).isPresent())
        .filter(gate -> !worse(gate, candidate.get(), active.get()))
        .findFirst()
        .map(gate -> activeReading(active.get()));
  }

  private static boolean worse(Gate gate, Measurement candidate, Measurement active) {
    return gate instanceof Gate.ErrorRate
        ? candidate.failurePercent() > ALIKE * active.failurePercent()
        : candidate.p99().compareTo(active.p99().multipliedBy(ALIKE)) > 0;
  }

  private static Reason activeReading(Measurement active) {
    return Reason.of(
        ReasonCode.ACTIVE_FAILS_ALIKE, active.requests(), active.failures(), active.p99());
  }

  private static Optional<Reason> failure(Turn turn, Measurement measured, boolean onFewRequests) {
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

  private static Optional<Reason> failure(Gate gate, Measurement measured) {
    if (gate instanceof Gate.ErrorRate rate && measured.failurePercent() > rate.percentMax()) {
      return Optional.of(
          Reason.of(
              ReasonCode.ERROR_RATE_EXCEEDED,
              tenths(measured.failurePercent()),
              measured.requests(),
              plain(rate.percentMax())));
    }
    if (gate instanceof Gate.Latency latency && measured.p99().compareTo(latency.p99Max()) > 0) {
      return Optional.of(
          Reason.of(
              ReasonCode.LATENCY_EXCEEDED, measured.p99(), measured.requests(), latency.p99Max()));
    }
    return Optional.empty();
  }

  private static String tenths(double value) {
    return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP).toPlainString();
  }

  static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Why the gates cannot be decided yet. */
  static Optional<Reason> undecided(Turn turn) {
    int needed = measured(turn).mapToInt(Gate.Measured::requestsMin).max().orElse(0);
    if (needed == 0 || !turn.fleet().routed()) {
      return Optional.empty();
    }
    if (turn.seen().candidate().isEmpty()) {
      return Optional.of(Reason.of(ReasonCode.MEASUREMENT_AWAITED, turn.state().to().generation()));
    }
    long have = turn.seen().candidate().get().requests();
    return have >= needed
        ? Optional.empty()
        : Optional.of(Reason.of(ReasonCode.REQUESTS_AWAITED, needed, have));
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
   *
   * @param share the candidate's, in percent
   */
  static Optional<Reason> suspicious(Turn turn, int share) {
    if (turn.seen().candidate().isEmpty()) {
      return Optional.of(Reason.of(ReasonCode.NOT_MEASURABLE));
    }
    Measurement candidate = turn.seen().candidate().get();
    long active = turn.seen().active().map(Measurement::requests).orElse(0L);
    boolean expected = share < 100 && active * share / (100 - share) >= EXPECTED_MIN;
    if (candidate.requests() == 0 && expected) {
      return Optional.of(Reason.of(ReasonCode.NO_REQUEST_ARRIVED, share, active));
    }
    return failure(turn, candidate, true);
  }

  /** What was measured, to come on top of a reason. */
  static List<Reason> reading(Turn turn) {
    return turn.seen().candidate().stream()
        .map(m -> Reason.of(ReasonCode.MEASURED, m.requests(), m.failures(), m.p99()))
        .toList();
  }
}
