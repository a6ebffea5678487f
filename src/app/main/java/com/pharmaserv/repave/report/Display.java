package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.operation.Narrator;
import com.pharmaserv.repave.port.Time;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Progress of one or several rollouts on standard error, with clocks that move between turns, and a
 * hint for whoever interrupts them.
 */
public final class Display implements Narrator, AutoCloseable {
  /** How often the clocks of a live display move. */
  private static final Duration TICK = Duration.ofMillis(500);

  private final PrintWriter err;
  private final Progress progress;
  private final Time time;
  private final ScheduledExecutorService clock;
  private final Future<?> ticking;
  private final Thread hint;

  /**
   * Opens a display.
   *
   * @param err where it is shown
   * @param look how it may look; without drawing in place it tells lines only
   * @param goesOn the command that goes on after an interruption
   */
  public Display(PrintWriter err, Time time, Look look, String goesOn) {
    this.err = err;
    this.time = time;
    this.progress = new Progress(err, look);
    this.clock = Executors.newSingleThreadScheduledExecutor(Display::daemon);
    this.hint = new Thread(() -> interrupted(goesOn), "interrupted");
    Runtime.getRuntime().addShutdownHook(hint);
    this.ticking =
        clock.scheduleAtFixedRate(
            () -> progress.tick(time.now()),
            TICK.toMillis(),
            TICK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** A line that stays. */
  @Override
  public void note(String line) {
    progress.note(line, time.now());
  }

  /** Shows the rollout here, next to others; the display outlives it. */
  @Override
  public Watch watch(Fleet fleet) {
    return watch(() -> {});
  }

  /**
   * Shows rollouts.
   *
   * @param end what else ends with the watch
   */
  Watch watch(Runnable end) {
    return new Watch() {
      @Override
      public void turned(Fleet fleet, FleetView view, Decision decision, Instant at) {
        progress.turned(fleet, view, decision, at);
      }

      @Override
      public void close() {
        end.run();
      }
    };
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "progress");
    thread.setDaemon(true);
    return thread;
  }

  /** Ctrl-C breaks nothing; this says how to go on. */
  private void interrupted(String goesOn) {
    progress.finish();
    err.println("Interrupted. Nothing is lost: '%s' goes on.".formatted(goesOn));
    err.flush();
  }

  @Override
  public void close() {
    ticking.cancel(false);
    clock.shutdown();
    progress.finish();
    try {
      Runtime.getRuntime().removeShutdownHook(hint);
    } catch (IllegalStateException shuttingDown) {
      // It runs already, because Ctrl-C came at this very moment; what it says is still true.
      return;
    }
  }
}
