package com.pharmaserv.repave.local;

import com.pharmaserv.repave.local.machine.Orphans;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.FileLocks;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.store.LocalSystemTime;
import com.pharmaserv.repave.local.wire.CloudStatus;
import com.pharmaserv.repave.local.wire.DaemonFile;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts, stops and asks after the process that is the local cloud. */
public final class LocalCloud {
  /** A slow machine with a cold disk needs a few seconds. */
  private static final Duration START_MAX = Duration.ofSeconds(30);

  /** The cloud gives its machines 15 s and itself a few more. */
  private static final Duration STOP_MAX = Duration.ofSeconds(25);

  private static final Duration KILL_MAX = Duration.ofSeconds(5);
  private static final Duration LOCK_MAX = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration STATUS_MAX = Duration.ofSeconds(5);
  private static final int LOG_LINES_SHOWN = 2;

  /**
   * What the cloud's process inherits. It lives on and runs machines that may read its environment
   * (they have its user): no keys that the caller happened to have.
   */
  private static final Set<String> VARIABLES =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "TMPDIR",
          "TZ",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "JAVA_HOME",
          "LD_LIBRARY_PATH");

  private LocalCloud() {}

  /**
   * Starts the cloud unless it runs, and waits until it answers.
   *
   * @param command the whole command line of the process that calls {@code CloudServer.run}
   */
  public static synchronized CloudStatus start(LocalHome home, List<String> command)
      throws IOException, InterruptedException {
    home.prepare();
    FileLocks.Held held = lock(home);
    try (held) {
      Optional<CloudStatus> running = status(home);
      if (running.isPresent()) {
        return running.get();
      }
      return launch(home, command);
    }
  }

  /** Stops the cloud with all its machines; false if it did not run. */
  public static synchronized boolean stop(LocalHome home) throws IOException, InterruptedException {
    if (!Files.isDirectory(home.cloud())) {
      return false;
    }
    FileLocks.Held held = lock(home);
    try (held) {
      Optional<ProcessHandle> process = process(home);
      if (process.isPresent()) {
        end(home, process.get());
      }
      clear(home);
      return process.isPresent();
    }
  }

  /** Nothing may be left of a cloud that died or had to be killed. */
  private static void clear(LocalHome home) throws IOException, InterruptedException {
    Optional<FileLocks.Held> held = FileLocks.attempt(home.cloudLock());
    if (held.isEmpty()) {
      // Somebody runs a cloud: its machines are no orphans.
      return;
    }
    FileLocks.Held none = held.get();
    try (none) {
      Orphans.sweep(home);
      Files.deleteIfExists(home.daemonFile());
    }
  }

  /** What the running cloud says of itself; empty if none runs. */
  public static Optional<CloudStatus> status(LocalHome home) throws IOException {
    try {
      return Optional.of(
          CloudStatus.read(new ControlClient(home).call("/v1/status", Map.of(), STATUS_MAX)));
    } catch (ProviderException e) {
      if (e.failure().kind() == Failure.Kind.GONE) {
        return Optional.empty();
      }
      throw new IOException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the local cloud is of another version ("
              + e.getMessage()
              + "); run 'repave local stop', then 'repave local start'",
          e);
    }
  }

  private static FileLocks.Held lock(LocalHome home) throws IOException, InterruptedException {
    return FileLocks.await(home.startLock(), LOCK_MAX)
        .orElseThrow(
            () ->
                new IOException(
                    "another tool has been starting or stopping the local cloud for "
                        + LOCK_MAX.toSeconds()
                        + " s (it holds '"
                        + home.startLock()
                        + "')"));
  }

  private static CloudStatus launch(LocalHome home, List<String> command)
      throws IOException, InterruptedException {
    Durable.privateFile(home.log());
    ProcessBuilder builder =
        new ProcessBuilder(detached(command))
            .directory(home.root().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
    builder.environment().keySet().retainAll(VARIABLES);
    Process process = builder.start();
    Optional<CloudStatus> answer =
        LocalSystemTime.<CloudStatus, IOException>find(
            START_MAX,
            PAUSE,
            () -> {
              boolean ended = !process.isAlive();
              Optional<CloudStatus> status = answering(home);
              // One that ends with 0 has found another cloud, which is about to answer.
              if (status.isEmpty() && ended && process.exitValue() != 0) {
                throw failed(home, "ended with status " + process.exitValue());
              }
              return status;
            });
    if (answer.isPresent()) {
      return answer.get();
    }
    process.destroyForcibly();
    throw failed(home, "does not answer after " + START_MAX.toSeconds() + " s");
  }

  private static IOException failed(LocalHome home, String how) {
    return new IOException(
        "the local cloud " + how + "; the end of '" + home.log() + "': " + logTail(home));
  }

  private static Optional<CloudStatus> answering(LocalHome home) throws IOException {
    return DaemonFile.read(home).flatMap(DaemonFile::process).isPresent()
        ? status(home)
        : Optional.empty();
  }

  /**
   * In a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it. Where
   * there is no setsid, a job of its own in a shell comes near.
   */
  private static List<String> detached(List<String> command) {
    List<String> line = new ArrayList<>();
    boolean setsid =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
    if (setsid) {
      line.add("setsid");
    } else {
      line.addAll(List.of("sh", "-c", "trap '' HUP; set -m; \"$@\" & wait $!", "sh"));
    }
    line.addAll(command);
    return line;
  }

  private static Optional<ProcessHandle> process(LocalHome home) throws IOException {
    return DaemonFile.read(home).flatMap(DaemonFile::process);
  }

  private static void end(LocalHome home, ProcessHandle process)
      throws IOException, InterruptedException {
    try {
      new ControlClient(home).call("/v1/stop", Map.of(), STATUS_MAX);
    } catch (ProviderException e) {
      // It does not listen to us; the signal says the same.
      process.destroy();
    }
    if (!LocalSystemTime.await(STOP_MAX, PAUSE, () -> !process.isAlive())) {
      process.destroyForcibly();
      if (!LocalSystemTime.await(KILL_MAX, PAUSE, () -> !process.isAlive())) {
        throw new IOException(
            "the local cloud (process "
                + process.pid()
                + ") cannot be ended; see '"
                + home.log()
                + "'");
      }
    }
  }

  private static String logTail(LocalHome home) {
    try {
      List<String> lines = Files.readAllLines(home.log());
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return String.join(" | ", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + Durable.reason(e) + ")";
    }
  }
}
