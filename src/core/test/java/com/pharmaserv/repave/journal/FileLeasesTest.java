package com.pharmaserv.repave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.LeasesContract;
import com.pharmaserv.repave.testing.HandTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLeasesTest extends LeasesContract {
  private static final int RIVALS = 8;

  @TempDir Path folder;

  private final HandTime time = new HandTime();

  @Override
  protected Leases createSubject() {
    return leases();
  }

  private FileLeases leases() {
    return new FileLeases(folder, time, holder -> holder.startsWith("dead"));
  }

  @Override
  protected void pass(Duration span) {
    time.pass(span);
  }

  @Test
  void takesTheLeaseOfADeadHolderAtOnce() throws Exception {
    Lease first = leases().acquire(FLEET, "dead tool");

    Lease second = leases().acquire(FLEET, "bob");

    assertThat(second.epoch()).isGreaterThan(first.epoch());
  }

  @Test
  void remembersTheEpochInAnotherProcess() throws Exception {
    Lease first = leases().acquire(FLEET, "ada");
    leases().release(first);

    assertThat(leases().acquire(FLEET, "bob").epoch()).isEqualTo(first.epoch() + 1);
  }

  @Test
  void givesOneLeaseToManyWhoAskAtOnce() throws Exception {
    Leases shared = leases();
    List<Callable<Boolean>> asking = new ArrayList<>();
    for (int i = 0; i < RIVALS; i++) {
      String holder = "rival " + i;
      asking.add(() -> got(shared, holder));
    }
    ExecutorService threads = Executors.newFixedThreadPool(RIVALS);
    try {
      int winners = 0;
      for (Future<Boolean> won : threads.invokeAll(asking)) {
        winners += won.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean got(Leases leases, String holder) throws Exception {
    try {
      leases.acquire(FLEET, holder);
      return true;
    } catch (Leases.LeaseHeldException held) {
      return false;
    }
  }
}
