package com.pharmaserv.repave.rotation;

import static com.pharmaserv.repave.rotation.Looks.NEW;
import static com.pharmaserv.repave.rotation.Looks.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Freshness;
import com.pharmaserv.repave.model.Freshness.Age;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StaleTest {
  private static final Freshness LIMITS =
      new Freshness(
          Optional.of(new Age(Duration.ofDays(20), Duration.ofDays(30))),
          new TreeMap<>(
              Map.of(Urgency.EXPLOITED, Duration.ofDays(2), Urgency.HIGH, Duration.ofDays(14))));

  @Test
  void isFreshOnTheNewestImageWithYoungMachines() {
    FleetFacts fresh = Looks.running(stale("app"), NEW, NOW.minus(Duration.ofDays(19)));

    assertThat(Stale.of(fresh, LIMITS, NOW)).isEmpty();
  }

  @Test
  void isFreshWithoutAnyImageThatMayRoll() {
    FleetFacts none = Looks.newest(stale("app"), Optional.empty());

    assertThat(Stale.of(none, LIMITS, NOW)).isEmpty();
  }

  @Test
  void rollsTheSameImageAgainWhereOnlyTheMachinesAreOld() {
    Instant since = NOW.minus(Duration.ofDays(20));
    Stale aged = stale(Looks.running(stale("app"), NEW, since));

    assertThat(aged.again()).isTrue();
    assertThat(aged.why()).extracting(Reason::code).containsExactly(ReasonCode.AGE_REACHED);
    assertThat(aged.deadline()).contains(since.plus(Duration.ofDays(30)));
  }

  @Test
  void takesTheFirstOfAllDeadlines() {
    Instant published = NOW.minus(Duration.ofDays(13));
    Stale high = stale(Looks.lacking(stale("app"), new Fix("CVE-1", Urgency.HIGH, published)));
    assertThat(high.deadline()).contains(published.plus(Duration.ofDays(14)));

    Instant today = NOW.minus(Duration.ofHours(30));
    Stale exploited =
        stale(
            Looks.lacking(
                stale("app"),
                new Fix("CVE-1", Urgency.OTHER, published),
                new Fix("CVE-2", Urgency.EXPLOITED, today),
                new Fix("CVE-3", Urgency.HIGH, NOW)));
    assertThat(exploited.deadline()).contains(today.plus(Duration.ofDays(2)));
    assertThat(exploited.why().get(0))
        .isEqualTo(Reason.of(ReasonCode.FIXES_WAITING, 3, Urgency.EXPLOITED, today));
  }

  @Test
  void countsABlockAsAnExploitedFix() {
    Instant at = NOW.minus(Duration.ofHours(1));
    Stale blocked = stale(Looks.blocked(stale("app"), at));

    assertThat(blocked.why().get(0).code()).isEqualTo(ReasonCode.STANDS_ON_BLOCKED);
    assertThat(blocked.deadline()).contains(at.plus(Duration.ofDays(2)));
  }

  @Test
  void hasNoDeadlineWithoutLimits() {
    Stale stale = Stale.of(stale("app"), Freshness.UNLIMITED, NOW).orElseThrow();

    assertThat(stale.deadline()).isEmpty();
    assertThat(stale.why()).extracting(Reason::code).containsExactly(ReasonCode.NEWER_IMAGE);
  }

  @Test
  void refusesLimitsThatContradictThemselves() {
    assertThatThrownBy(() -> new Age(Duration.ofDays(30), Duration.ofDays(30)))
        .hasMessageContaining("below must");
    assertThatThrownBy(
            () ->
                new Freshness(
                    Optional.empty(),
                    new TreeMap<>(
                        Map.of(
                            Urgency.CRITICAL,
                            Duration.ofDays(7),
                            Urgency.HIGH,
                            Duration.ofDays(6)))))
        .hasMessageContaining("shorter than that of more pressing ones");
  }

  private static Stale stale(FleetFacts facts) {
    return Stale.of(facts, LIMITS, NOW).orElseThrow();
  }

  private static FleetFacts stale(String name) {
    return Looks.stale(name);
  }
}
