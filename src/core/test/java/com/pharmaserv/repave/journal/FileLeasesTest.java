package com.pharmaserv.repave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.LeasesContract;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  /** What people, full disks and other tools may leave there. */
  @Test
  void namesADamagedFileAndWhatIsWrongWithIt() throws Exception {
    String good =
        "{'fleet':'local-eu/app','holder':'ada','epoch':3,'since':'2026-11-20T10:00:00Z','until':'2026-11-20T10:00:30Z'}"
            .replace('\'', '"');
    Path file = folder.resolve("local-eu/app.lease");
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, good);
    assertThat(leases().acquire(FLEET, "bob").epoch()).isEqualTo(4);

    for (String bad :
        List.of(
            "",
            " ",
            "\n",
            "null",
            "[]",
            "7",
            "{}",
            "{",
            "x".repeat(1_000_000),
            "[".repeat(10_000),
            "\u0000".repeat(100),
            good + good,
            good.replace(",\"until\":\"2026-11-20T10:00:30Z\"", ""),
            good.replace("\"ada\"", "null"),
            good.replace("local-eu/app", "local-eu/other"),
            good.replace("local-eu/app", "../../etc"),
            good.replace("3", "-3"),
            good.replace("3", "99999999999999999999999999"),
            good.replace("\"2026-11-20T10:00:30Z\"", "1e400"),
            good.replace("\"2026-11-20T10:00:30Z\"", "9".repeat(500)))) {
      Files.writeString(file, bad);
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> leases().acquire(FLEET, "bob"), () -> leases().current(FLEET))) {
        assertThatThrownBy(use)
            .as(bad.substring(0, Math.min(bad.length(), 80)))
            .isInstanceOf(IOException.class)
            .hasMessageContaining(file.toString());
      }
    }
    Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
    assertThatThrownBy(() -> leases().current(FLEET)).hasMessageContaining(file.toString());
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
