package com.pharmaserv.repave.aws.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final int OTHERS = 4;

  /** Only a hanging test takes that long. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  private final GaugeWorld world = new GaugeWorld();
  private final Metrics metrics = new Metrics(world.site.clients());
  private final Instant until = world.now().truncatedTo(ChronoUnit.MINUTES);
  private final Metrics.Window window =
      new Metrics.Window(until.minus(Duration.ofMinutes(3)), until);

  @Test
  void thoseWhoAskWhileACallIsUnderWayShareTheNextOne() throws Exception {
    ConcurrentLinkedQueue<Object> answers = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= OTHERS; i++) {
      String fleet = "other-" + i;
      threads.add(new Thread(() -> answers.add(ask(fleet)), fleet));
    }
    AtomicBoolean first = new AtomicBoolean(true);
    world.cloud.beforeCall(
        call -> {
          if (call.operation().equals("GetMetricData") && first.getAndSet(false)) {
            threads.forEach(Thread::start);
            threads.forEach(MetricsTest::untilItWaits);
          }
        });
    Object nothing = new Reading(0, 0, Optional.empty(), Optional.empty());

    assertThat(ask("app")).isEqualTo(nothing);
    for (Thread thread : threads) {
      thread.join(WAIT_MAX.toMillis());
    }

    assertThat(answers).hasSize(OTHERS).containsOnly(nothing);
    List<Call> reads =
        world.cloud.calls().stream().filter(c -> c.operation().equals("GetMetricData")).toList();
    assertThat(reads).hasSize(2);
    assertThat(queries(reads.get(0))).isEqualTo(2 * Query.values().length);
    assertThat(queries(reads.get(1))).isEqualTo(2 * OTHERS * Query.values().length);
  }

  @Test
  void aWindowOfMoreThanADayIsReadInHours() {
    Instant since = Instant.parse("2026-01-05T08:20:00Z");

    Metrics.Window day = Metrics.Window.of(since, since.plus(Duration.ofDays(1)));
    assertThat(day.since()).isEqualTo(since);
    assertThat(day.piece()).isEqualTo(Duration.ofMinutes(1));

    Metrics.Window longer = Metrics.Window.of(since, since.plus(Duration.ofDays(2)));
    assertThat(longer.since()).isEqualTo(Instant.parse("2026-01-05T09:00:00Z"));
    assertThat(longer.piece()).isEqualTo(Duration.ofHours(1));
  }

  private Object ask(String fleet) {
    try {
      return metrics.read(window, group(fleet, "blue"), group(fleet, "green"));
    } catch (ProviderException e) {
      return e;
    }
  }

  private static Metrics.Group group(String fleet, String slot) {
    return new Metrics.Group("targetgroup/" + fleet + "-" + slot + "/1", "app/eu-test/1");
  }

  /** Until the thread waits for the call that is under way. */
  private static void untilItWaits(Thread thread) {
    Instant end = Instant.now().plus(WAIT_MAX);
    while (thread.getState() != Thread.State.WAITING && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    assertThat(thread.getState()).isEqualTo(Thread.State.WAITING);
  }

  private static int queries(Call call) {
    return (int) call.parameters().keySet().stream().filter(key -> key.endsWith(".Id")).count();
  }
}
