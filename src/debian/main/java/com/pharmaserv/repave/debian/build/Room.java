package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A folder in which one step of a bake runs, inside the workshop: with no network, nothing of this
 * machine's system, and nothing left mounted when it ends or is killed.
 */
final class Room implements AutoCloseable {
  /** Scripts that run there; their text belongs to what an image is made of. */
  static final List<String> SCRIPTS = List.of("enter", "packages", "tree", "disk", "live-checks");

  /** Installing packages on a slow and busy machine. */
  private static final Duration STEP_MAX = Duration.ofMinutes(30);

  private final Path folder;
  private final Path workshop;
  private final Path store;
  private final Instant at;
  private final Host host;

  /**
   * Prepares an empty room.
   *
   * @param workshop the tree of tools, packed
   * @param at the time that every file is marked with which the step makes
   */
  Room(Path folder, Path workshop, Path store, Instant at, Host host) throws IOException {
    this.folder = folder;
    this.workshop = workshop;
    this.store = store;
    this.at = at;
    this.host = host;
    clear(folder, host);
    Files.createDirectories(work());
    for (String script : SCRIPTS) {
      Files.write(work().resolve(script), script(script));
    }
  }

  /** Where the step finds what it reads and leaves what it makes. */
  Path work() {
    return folder.resolve("work");
  }

  /** How a step ended. */
  record Ended(boolean good, String how, List<String> tail) {
    /** What it did, in words. */
    String text() {
      return how + (tail.isEmpty() ? "" : ": " + String.join(" | ", tail));
    }
  }

  /** Runs a step to its end. */
  Ended run(String step, List<String> arguments, Says says) throws IOException, BakeException {
    List<String> command = new ArrayList<>(List.of("bash", work().resolve("enter").toString()));
    command.addAll(List.of(workshop.toString(), folder.toString(), store.toString(), step));
    command.addAll(arguments);
    Map<String, String> environment =
        host.environment(Map.of("SOURCE_DATE_EPOCH", Long.toString(at.getEpochSecond())));
    try {
      Shell.Outcome outcome = new Shell(work(), environment, STEP_MAX).run(command, says);
      String how =
          outcome.timedOut()
              ? "did not end within %s min".formatted(STEP_MAX.toMinutes())
              : "failed with status " + outcome.status();
      return new Ended(outcome.good(), how, outcome.tail());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BakeException("step '" + step + "' of the bake was interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    clear(folder, host);
  }

  /** Everything in it may belong to users that exist only in a namespace: that one removes it. */
  static void clear(Path folder, Host host) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("unshare"));
    if (!System.getProperty("user.name", "").equals("root")) {
      command.addAll(List.of("--user", "--map-root-user", "--map-auto"));
    } else {
      command.add("--mount");
    }
    command.addAll(List.of("rm", "-rf", folder.toString()));
    try {
      Shell.Outcome outcome =
          new Shell(Path.of("/"), host.environment(Map.of()), STEP_MAX).run(command, line -> {});
      if (!outcome.good()) {
        throw new IOException("cannot remove '%s': %s".formatted(folder, outcome.tail()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while removing '" + folder + "'", e);
    }
  }

  /** The SHA-256 of all scripts: a changed one makes another image. */
  static String scriptsDigest() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String script : SCRIPTS) {
      all.append(new String(script(script), StandardCharsets.UTF_8)).append('\0');
    }
    return Canonical.hex(
        Canonical.sha256().digest(all.toString().getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] script(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Room.class.getResourceAsStream(name), "script " + name)) {
      return in.readAllBytes();
    }
  }
}
