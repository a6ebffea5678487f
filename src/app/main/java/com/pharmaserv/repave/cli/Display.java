package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.port.Watcher;
import com.pharmaserv.repave.report.Look;
import com.pharmaserv.repave.report.Progress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Progress of one or several flights on standard error, with clocks that move between turns, and a
 * hint for whoever interrupts them.
 */
final class Display implements AutoCloseable {
  /** How often the clocks of a live display move. */
  private static final Duration TICK = Duration.ofMillis(500);

  private final RepaveCommand command;
  private final Progress progress;
  private final Time time;
  private final ScheduledExecutorService clock;
  private final Future<?> ticking;
  private final Thread hint;

  /**
   * Opens a display.
   *
   * @param look how it may look; without drawing in place it tells lines only
   * @param goesOn the command that goes on after an interruption
   */
  Display(RepaveCommand command, Time time, Look look, String goesOn) {
    this.command = command;
    this.time = time;
    this.progress = new Progress(command.err(), look);
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

  Watcher watcher() {
    return progress;
  }

  /** A line that stays. */
  void note(String text) {
    progress.note(text, time.now());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "progress");
    thread.setDaemon(true);
    return thread;
  }

  /** Ctrl-C breaks nothing; this says how to go on. */
  private void interrupted(String goesOn) {
    progress.finish();
    command.note("Interrupted. Nothing is lost: '" + goesOn + "' goes on.");
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
