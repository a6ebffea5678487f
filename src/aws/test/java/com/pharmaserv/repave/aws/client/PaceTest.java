package com.pharmaserv.repave.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.testing.HandTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final String ELB = "elasticloadbalancing";

  private final HandTime time = new HandTime();

  @AfterEach
  void notInterrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Half of 40 at once and half of 10 a second, of a bucket that all Describe* share. */
  @Test
  void staysBelowItsShareOfALimit() {
    Pace pace = new Pace(0.5, time);
    Instant start = time.now();
    for (int i = 0; i < 10; i++) {
      pace.take("eu-central-1", ELB, "DescribeTargetHealth");
      pace.take("eu-central-1", ELB, "DescribeRules");
    }
    assertThat(time.now()).as("20 at once").isEqualTo(start);

    for (int i = 0; i < 50; i++) {
      pace.take("eu-central-1", ELB, "DescribeTargetHealth");
    }

    assertThat(Duration.between(start, time.now())).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void fillsUpAgainButNeverAboveTheBurst() {
    Pace pace = new Pace(0.5, time);
    take(pace, 20);
    time.pass(Duration.ofHours(1));
    Instant later = time.now();
    take(pace, 20);
    assertThat(time.now()).isEqualTo(later);

    take(pace, 1);

    assertThat(Duration.between(later, time.now())).isEqualTo(Duration.ofMillis(200));
  }

  private static void take(Pace pace, int calls) {
    for (int i = 0; i < calls; i++) {
      pace.take("eu-central-1", ELB, "DescribeTargetHealth");
    }
  }

  @Test
  void keepsRegionsAndFamiliesApart() {
    Pace pace = new Pace(0.5, time);
    Instant start = time.now();
    take(pace, 20);

    pace.take("eu-west-1", ELB, "DescribeTargetHealth");
    pace.take("eu-central-1", ELB, "ModifyRule");
    pace.take("eu-central-1", "ec2", "DescribeImages");

    assertThat(time.now()).isEqualTo(start);
  }

  @Test
  void refusesAWaitThatWouldBeTooLongAndTakesNothingForIt() {
    Time standing =
        new Time() {
          @Override
          public Instant now() {
            return time.now();
          }

          @Override
          public void sleepUntil(Instant instant) {
            // Others wait at the same time: for them the clock stands still meanwhile.
          }
        };
    Pace pace = new Pace(0.5, standing);
    take(pace, 20 + 50);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> take(pace, 1))
          .isInstanceOfSatisfying(
              Refusal.class, r -> assertThat(r.kind()).isEqualTo(Failure.Kind.THROTTLED))
          .hasMessageContainingAll("DescribeTargetHealth", "eu-central-1", "10 s");
    }
    time.pass(Duration.ofMillis(200));
    take(pace, 1);
  }

  @Test
  void letsACallOutAtLeastOnceHoweverSmallTheShare() {
    Pace pace = new Pace(0.01, time);
    Instant start = time.now();

    pace.take("eu-central-1", "ec2", "RunInstances");

    assertThat(time.now()).isEqualTo(start);
  }

  @Test
  void sendsNothingWhenAskedToStop() {
    Time stopping =
        new Time() {
          @Override
          public Instant now() {
            return time.now();
          }

          @Override
          public void sleepUntil(Instant instant) throws InterruptedException {
            throw new InterruptedException();
          }
        };
    Pace pace = new Pace(0.5, stopping);
    take(pace, 20);

    assertThatThrownBy(() -> take(pace, 1)).isInstanceOf(Refusal.class);
    assertThat(Thread.interrupted()).as("the wish to stop is kept").isTrue();
  }

  @Test
  void waitsForNothingWithoutAShare() {
    Pace pace = new Pace(0, time);
    Instant start = time.now();

    take(pace, 1_000);

    assertThat(time.now()).isEqualTo(start);
  }
}
