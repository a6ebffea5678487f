package com.pharmaserv.repave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a look is too old, too slow or too late. */
class VigilTest {
  private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");

  private final Vigil vigil = new Vigil(DUE);

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private Duration gap(long late, long looking) {
    Instant began = DUE.plusSeconds(late);
    return vigil.gap(began, began.plusSeconds(looking));
  }

  @Test
  void countsOnlyAnAbsenceThatIsWorthAWord() {
    assertThat(gap(15, 1)).isZero();
    assertThat(gap(16, 1)).isEqualTo(seconds(16));
  }

  @Test
  void countsNoAbsenceThatIsShortBesideALook() {
    assertThat(gap(30, 10)).isZero();
    assertThat(gap(31, 10)).isEqualTo(seconds(31));
  }

  @Test
  void countsFromWhenTheLookWasDue() {
    vigil.next(DUE.plusSeconds(60));
    assertThat(gap(70, 0)).isZero();
    assertThat(gap(76, 0)).isEqualTo(seconds(16));
  }

  @Test
  void trustsALookAsSlowAsTheOneBefore() {
    assertThat(vigil.fresh(seconds(10))).isTrue();
    assertThat(vigil.fresh(seconds(20))).as("twice as slow").isTrue();
    assertThat(vigil.fresh(seconds(41))).as("more than twice as slow").isFalse();
    assertThat(vigil.fresh(seconds(41))).as("as slow again").isTrue();
    assertThat(vigil.fresh(seconds(1))).isTrue();
    assertThat(vigil.fresh(seconds(11))).as("fast looks are no licence").isFalse();
  }

  @Test
  void letsAnEffectRestOnALookForTwiceTheTimeOfLooking() {
    assertThat(vigil.age()).isEqualTo(seconds(10));
    vigil.fresh(seconds(5));
    assertThat(vigil.age()).isEqualTo(seconds(10));
    vigil.fresh(seconds(8));
    assertThat(vigil.age()).isEqualTo(seconds(16));
  }
}
