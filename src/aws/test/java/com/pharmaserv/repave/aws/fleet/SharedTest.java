package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.HandTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedTest {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int CALLERS = 8;
  private static final int WAIT_SECONDS = 20;

  private final HandTime time = new HandTime();
  private final AtomicLong turns = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private final ExecutorService pool = Executors.newFixedThreadPool(CALLERS);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  private Shared<Integer> counting() {
    return new Shared<>("it", time, turns, reads::incrementAndGet);
  }

  @Test
  void servesWhoeverAsksWithinTheFreshnessOfALook() throws Exception {
    Shared<Integer> shared = counting();

    assertThat(shared.get(FRESH, 0).value()).isEqualTo(1);
    time.pass(FRESH);
    assertThat(shared.get(FRESH, 0).value()).isEqualTo(1);
    time.pass(Duration.ofMillis(1));
    assertThat(shared.get(FRESH, 0).value()).isEqualTo(2);
  }

  @Test
  void looksAgainForWhoMustSeeAnEffectAndNotForOthers() throws Exception {
    Shared<Integer> shared = counting();
    shared.get(FRESH, 0);
    long effect = turns.incrementAndGet();

    assertThat(shared.get(FRESH, 0).value()).isEqualTo(1);
    assertThat(shared.get(FRESH, effect).value()).isEqualTo(2);
    assertThat(shared.get(FRESH, effect).value()).isEqualTo(2);
  }

  @Test
  void oneLookServesAllWhoAskWhileItIsUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Shared<Integer> shared =
        new Shared<>(
            "it",
            time,
            turns,
            () -> {
              begun.countDown();
              await(go);
              return reads.incrementAndGet();
            });
    List<Future<Integer>> callers = new ArrayList<>();
    callers.add(pool.submit(() -> shared.get(FRESH, 0).value()));
    await(begun);
    for (int i = 1; i < CALLERS; i++) {
      callers.add(pool.submit(() -> shared.get(FRESH, 0).value()));
    }
    go.countDown();

    for (Future<Integer> caller : callers) {
      assertThat(caller.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void aLookUnderWayThatBeganTooEarlyIsFollowedByOneMoreForAll() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Shared<Integer> shared =
        new Shared<>(
            "it",
            time,
            turns,
            () -> {
              begun.countDown();
              await(go);
              return reads.incrementAndGet();
            });
    Future<Integer> first = pool.submit(() -> shared.get(FRESH, 0).value());
    await(begun);
    long effect = turns.incrementAndGet();
    List<Future<Integer>> later = new ArrayList<>();
    for (int i = 1; i < CALLERS; i++) {
      later.add(pool.submit(() -> shared.get(FRESH, effect).value()));
    }
    go.countDown();

    assertThat(first.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
    for (Future<Integer> caller : later) {
      assertThat(caller.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void aFailedLookIsNotKept() throws Exception {
    Shared<Integer> shared =
        new Shared<>(
            "it",
            time,
            turns,
            () -> {
              if (reads.incrementAndGet() == 1) {
                throw new ProviderException(Failure.Kind.THROTTLED, "slower");
              }
              return reads.get();
            });

    assertThatThrownBy(() -> shared.get(FRESH, 0)).hasMessage("slower");
    assertThat(shared.get(FRESH, 0).value()).isEqualTo(2);
  }

  @Test
  void aReaderThatEndsInTheMiddleLeavesNobodyWaiting() throws Exception {
    Shared<Integer> shared =
        new Shared<>(
            "it",
            time,
            turns,
            () -> {
              if (reads.incrementAndGet() == 1) {
                throw new AssertionError("crash");
              }
              return reads.get();
            });

    assertThatThrownBy(() -> shared.get(FRESH, 0)).isInstanceOf(AssertionError.class);
    assertThat(shared.get(FRESH, 0).value()).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
