package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.machine.MachineProcess;
import com.pharmaserv.repave.local.machine.MachineSpec;
import com.pharmaserv.repave.local.wire.ProbeCall;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The machines of a generation without a route, probed by the cloud itself. */
final class ProbePool implements Pool {
  /** One good answer brings a machine in; one bad answer may be chance, three in a row are not. */
  private static final int BAD_MAX = 3;

  private final ScheduledExecutorService threads;
  private final SSLContext context;
  private final HealthCheck check;
  private final Map<String, Probed> machines = new ConcurrentHashMap<>();

  ProbePool(ScheduledExecutorService threads, SSLContext context, HealthCheck check) {
    this.threads = threads;
    this.context = context;
    this.check = check;
  }

  @Override
  public void add(MachineSpec spec, MachineProcess process) {
    Probed probed = new Probed(new ProbeCall(process.port(), "localhost", context));
    machines.put(spec.id(), probed);
    long interval = check.interval().toMillis();
    probed.task = threads.scheduleWithFixedDelay(probed::probe, 0, interval, TimeUnit.MILLISECONDS);
  }

  @Override
  public void drain(String machine) {
    Probed probed = machines.get(machine);
    if (probed != null) {
      probed.health = Health.DRAINING;
    }
  }

  @Override
  public void forget(String machine) {
    Probed probed = machines.remove(machine);
    if (probed != null && probed.task != null) {
      probed.task.cancel(false);
    }
  }

  @Override
  public Health health(String machine) {
    Probed probed = machines.get(machine);
    return probed == null ? Health.INITIAL : probed.health;
  }

  @Override
  public int openRequests(String machine) {
    return 0;
  }

  /** One machine's probes, one after the other. */
  private final class Probed {
    private final ProbeCall call;
    private volatile Health health = Health.INITIAL;
    private volatile @Nullable ScheduledFuture<?> task;
    private int bad;

    Probed(ProbeCall call) {
      this.call = call;
    }

    void probe() {
      boolean good = answers();
      bad = good ? 0 : Math.min(bad + 1, BAD_MAX);
      if (health != Health.DRAINING && (good || bad == BAD_MAX)) {
        health = good ? Health.HEALTHY : Health.UNHEALTHY;
      }
    }

    private boolean answers() {
      try {
        int status = call.status(check.path(), check.timeout());
        return status >= 200 && status < 300;
      } catch (IOException e) {
        // No answer is a bad answer; why does not matter to anybody.
        return false;
      }
    }
  }
}
