package com.pharmaserv.repave.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.HandTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

/** Two clocks, one of which shows whole seconds. */
class SkewTest {
  private static final Duration QUICK = Duration.ofMillis(100);

  private final HandTime time = new HandTime();
  private final Skew skew = new Skew(time);

  private void answered(Duration took, Duration ahead) {
    Instant asked = time.now();
    time.pass(took);
    Instant shown = time.now().plus(ahead);
    skew.heard(asked, DateTimeFormatter.RFC_1123_DATE_TIME.format(shown.atOffset(ZoneOffset.UTC)));
  }

  @Test
  void clocksWithinASecondMayBeTheSame() {
    answered(QUICK, Duration.ZERO);
    answered(QUICK, Duration.ofMillis(-900));

    assertThat(skew.ahead()).isBetween(Duration.ofMillis(-900), Duration.ZERO);
  }

  @Test
  void whatAQuickAnswerShowsIsNotForgottenForASlowOne() {
    answered(QUICK, Duration.ofSeconds(-10));
    Duration exact = skew.ahead();
    assertThat(exact).isBetween(Duration.ofSeconds(-10), Duration.ofSeconds(-8));

    answered(Duration.ofSeconds(6), Duration.ofSeconds(-10));

    assertThat(skew.ahead()).isEqualTo(exact);
  }

  @Test
  void aClockThatWasPutRightShowsAfterAMinute() {
    answered(QUICK, Duration.ofSeconds(25));
    assertThat(skew.ahead()).isBetween(Duration.ofSeconds(23), Duration.ofSeconds(25));
    time.pass(Duration.ofMinutes(2));

    answered(QUICK, Duration.ZERO);

    assertThat(skew.ahead().abs()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void whatIsNoDateTellsNothing() {
    skew.heard(time.now(), "yesterday");
    skew.heard(time.now(), "");

    assertThat(skew.ahead()).isZero();
  }
}
