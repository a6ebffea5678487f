package com.pharmaserv.repave.local.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Measurement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Meter meter = new Meter();

  @Test
  void countsOnlyWhatEndedSince() {
    for (int second = 0; second < 30; second++) {
      record(START.plusSeconds(second), Duration.ofMillis(10), second % 3 == 0);
    }
    Instant now = START.plusSeconds(30);
    assertThat(meter.measure(START, now).requests()).isEqualTo(30);
    assertThat(meter.measure(START, now).failures()).isEqualTo(10);
    assertThat(meter.measure(START.plusSeconds(20), now).requests()).isEqualTo(10);
    assertThat(meter.measure(START, START.plusSeconds(9)).requests()).isEqualTo(10);
    assertThat(meter.measure(now, now).requests()).isZero();
  }

  @Test
  void tellsPercentilesWithinAFifth() {
    for (int millis = 1; millis <= 1000; millis++) {
      record(START, Duration.ofMillis(millis), false);
    }
    Measurement all = meter.measure(START, START.plusSeconds(1));
    assertThat(all.p50()).isBetween(Duration.ofMillis(500), Duration.ofMillis(600));
    assertThat(all.p99()).isBetween(Duration.ofMillis(990), Duration.ofMillis(1200));
  }

  @Test
  void remembersTenMinutesAndForgetsOlder() {
    for (int second = 0; second < 1200; second++) {
      record(START.plusSeconds(second), Duration.ofMillis(1), false);
    }
    Instant now = START.plusSeconds(1199);
    assertThat(meter.measure(now.minusSeconds(300), now).requests()).isEqualTo(301);
    assertThat(meter.measure(START, now).requests()).isEqualTo(600);
  }

  @Test
  void hasZeroesWithoutRequests() {
    assertThat(meter.measure(START, START.plusSeconds(5)))
        .isEqualTo(
            new Measurement(START, START.plusSeconds(5), 0, 0, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void putsEveryLatencyIntoABin() {
    assertThat(Histogram.bin(0)).isZero();
    assertThat(Histogram.bin(Duration.ofMillis(1).toNanos())).isEqualTo(18);
    assertThat(Histogram.bin(Duration.ofHours(1).toNanos())).isEqualTo(Histogram.BINS - 1);
  }

  private void record(Instant end, Duration latency, boolean failed) {
    meter.record(end.toEpochMilli(), latency.toNanos(), failed);
  }
}
