package com.pharmaserv.repave.gate;

import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.port.Checks;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Commands of gates as child processes, each with a thread that waits for it. */
public final class ProcessChecks implements Checks {
  /** Bytes of output that are remembered, the last ones. */
  private static final int TAIL_MAX = 2_000;

  /** Lines of the output that are told. */
  private static final int LINES_MAX = 3;

  /** What a shell answers when it cannot run a command, or cannot find it (POSIX, 2.8.2). */
  private static final List<Integer> NOT_RUN = List.of(126, 127);

  /** Output may be held open by processes that the command left behind. */
  private static final long OUTPUT_MILLIS_MAX = 1_000;

  private final Path folder;
  private final Time time;
  private final Place place;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();

  /** What commands may need to know about where the fleet is. */
  public interface Place {
    /** More environment variables, such as the URL of the test route. */
    Map<String, String> variables(Fleet fleet) throws ProviderException;
  }

  /**
   * Commands run in a folder.
   *
   * @param folder usually the project's
   */
  public ProcessChecks(Path folder, Time time, Place place) {
    this.folder = folder;
    this.time = time;
    this.place = place;
  }

  @Override
  public Check check(Fleet fleet, Run run) {
    String key = run.key() + ": " + run.command().shell();
    return jobs.computeIfAbsent(key, k -> Job.start(this, fleet, run)).check;
  }

  private Map<String, String> variables(Fleet fleet, Run run) throws ProviderException {
    Map<String, String> variables = new TreeMap<>(place.variables(fleet));
    variables.put("REPAVE_ENVIRONMENT", fleet.id().environment().name());
    variables.put("REPAVE_FLEET", fleet.id().name());
    variables.put("REPAVE_ROLLOUT", run.rollout().toString());
    variables.put("REPAVE_GENERATION", run.candidate().generation().toString());
    variables.put("REPAVE_IMAGE", run.candidate().image().full());
    variables.put("REPAVE_PERCENT", Integer.toString(run.percent()));
    run.candidate().slot().ifPresent(slot -> variables.put("REPAVE_SLOT", slot.toString()));
    return variables;
  }

  /** One command and its end. */
  private static final class Job implements Runnable {
    private final ProcessChecks owner;
    private final Fleet fleet;
    private final Run run;
    private volatile Check check;

    private Job(ProcessChecks owner, Fleet fleet, Run run) {
      this.owner = owner;
      this.fleet = fleet;
      this.run = run;
      this.check = new Check(Check.State.RUNNING, owner.time.now(), "");
    }

    static Job start(ProcessChecks owner, Fleet fleet, Run run) {
      Job job = new Job(owner, fleet, run);
      Thread thread = new Thread(job, "gate " + run.rollout());
      thread.setDaemon(true);
      thread.start();
      return job;
    }

    @Override
    public void run() {
      try {
        execute(run.command());
      } catch (ProviderException | IOException unable) {
        end(Check.State.BROKEN, String.valueOf(unable.getMessage()));
      } catch (InterruptedException stopping) {
        end(Check.State.BROKEN, "the tool is being stopped");
        Thread.currentThread().interrupt();
      } catch (RuntimeException bug) {
        end(Check.State.BROKEN, "internal error: " + bug);
      }
    }

    private void execute(Gate.Command command)
        throws ProviderException, IOException, InterruptedException {
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-c", command.shell()).directory(owner.folder.toFile());
      builder.environment().putAll(owner.variables(fleet, run));
      Process process = builder.redirectErrorStream(true).start();
      Thread hook = new Thread(() -> kill(process), "end of gate " + run.rollout());
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        process.getOutputStream().close();
        Tail tail = new Tail(process.getInputStream());
        Thread reader = new Thread(tail, "output of gate " + run.rollout());
        reader.setDaemon(true);
        reader.start();
        boolean ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
        kill(process);
        reader.join(OUTPUT_MILLIS_MAX);
        judge(ended, ended ? process.exitValue() : -1, tail.lines());
      } finally {
        kill(process);
        // Closes the output too, where something that was left behind still holds it open.
        process.destroyForcibly();
        forget(hook);
      }
    }

    private void judge(boolean ended, int code, String lines) {
      String said = lines.isEmpty() ? "" : ": " + lines;
      if (!ended) {
        end(
            Check.State.FAILED,
            "killed after " + run.command().timeout().toSeconds() + " s" + said);
      } else if (code == 0) {
        end(Check.State.PASSED, "exit code 0" + said);
      } else {
        Check.State state = NOT_RUN.contains(code) ? Check.State.BROKEN : Check.State.FAILED;
        end(state, "exit code " + code + said);
      }
    }

    private void end(Check.State state, String detail) {
      Instant since = check.since();
      check = new Check(state, since, detail);
    }

    /** Leaves the output open: what was said last may not have been read yet. */
    private static void kill(Process process) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.toHandle().destroyForcibly();
    }

    private static void forget(Thread hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // The hook runs already, and finds nothing left to end.
        return;
      }
    }
  }

  /** The last of what a command prints; the rest is read and dropped, so that it never blocks. */
  private static final class Tail implements Runnable {
    private final InputStream in;
    private byte[] kept = new byte[0];

    Tail(InputStream in) {
      this.in = in;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[TAIL_MAX];
      try (in) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          keep(Arrays.copyOf(buffer, read));
        }
      } catch (IOException closed) {
        // The process was killed with the pipe open; what was read so far is all there is.
        return;
      }
    }

    private synchronized void keep(byte[] more) {
      byte[] all = Arrays.copyOf(kept, kept.length + more.length);
      System.arraycopy(more, 0, all, kept.length, more.length);
      kept = Arrays.copyOfRange(all, Math.max(0, all.length - TAIL_MAX), all.length);
    }

    /** The last lines that are not blank, in one line. */
    synchronized String lines() {
      List<String> lines =
          new String(kept, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size()));
    }
  }
}
