package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Quarantined;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The process of one machine, with everything that it started. */
public class MachineProcess {
  /** What a person looks at after a failure is at the end. */
  private static final int TAIL_BYTES_MAX = 4096;

  private static final int LOG_LINE_MAX = 300;

  /** Per machine; together with the last full part at most twice as much. */
  private static final long LOG_BYTES_MAX = 8L * 1024 * 1024;

  private final Process process;
  private final LocalHome home;
  private final Path folder;
  private final int port;
  private final Instant startedAt;
  private final Set<ProcessHandle> family = new LinkedHashSet<>();

  MachineProcess(Process process, LocalHome home, Path folder, int port, Instant startedAt) {
    this.process = process;
    this.home = home;
    this.folder = folder;
    this.port = port;
    this.startedAt = startedAt;
  }

  public int port() {
    return port;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** What it exited with; only for one that is not alive. */
  public int status() {
    return process.exitValue();
  }

  /** Asks the machine to end: it may finish what it has begun. */
  public void terminate() {
    // A run command is often a shell that does not pass signals on, so all of them are told.
    process.descendants().forEach(family::add);
    family.forEach(ProcessHandle::destroy);
    process.destroy();
  }

  public void kill() {
    process.descendants().forEach(family::add);
    family.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** The last line it logged, or a word that says there is none. */
  public String lastLogLine() {
    try (RandomAccessFile log = new RandomAccessFile(log(folder).toFile(), "r")) {
      long start = Math.max(0, log.length() - TAIL_BYTES_MAX);
      byte[] tail = new byte[(int) (log.length() - start)];
      log.seek(start);
      log.readFully(tail);
      String last = "";
      for (String line : new String(tail, StandardCharsets.UTF_8).split("\n", -1)) {
        last = line.isBlank() ? last : line.strip();
      }
      String printable = last.replaceAll("\\p{Cntrl}", " ");
      return printable.isEmpty()
          ? "(none)"
          : printable.substring(0, Math.min(printable.length(), LOG_LINE_MAX));
    } catch (IOException e) {
      return "(unreadable: " + Durable.reason(e) + ")";
    }
  }

  /** Keeps the log from filling the disk. */
  public void boundLog() throws IOException {
    Durable.bound(log(folder), LOG_BYTES_MAX);
  }

  /** Whether it has ended by then. */
  public boolean ended(Duration within) throws InterruptedException {
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** From now on its folder must be kept, whatever becomes of this cloud. */
  public void keep(Quarantined why) throws IOException {
    Evidence.mark(folder, why);
  }

  /** After its end: ends what it left behind, and removes its folder with the key or seals it. */
  public void cleanUp() throws IOException {
    family.forEach(ProcessHandle::destroyForcibly);
    Orphans.startedFrom(folder).forEach(ProcessHandle::destroyForcibly);
    if (Evidence.marked(folder)) {
      Evidence.seal(home, folder);
      return;
    }
    Ended.keepLog(folder);
    Durable.deleteTree(folder);
  }

  static Path log(Path folder) {
    return folder.resolve("log");
  }
}
