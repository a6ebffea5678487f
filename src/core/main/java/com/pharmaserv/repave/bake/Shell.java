package com.pharmaserv.repave.bake;

import com.pharmaserv.repave.port.Baker.Says;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a command of a recipe with nothing of the caller's environment, for a bounded time. */
public final class Shell {
  private static final int TAIL_LINES_MAX = 10;
  private static final int LINE_LENGTH_MAX = 500;

  /** Output may come from processes that the command left behind; they get no more than this. */
  private static final Duration OUTPUT_MAX = Duration.ofSeconds(2);

  private final Path directory;
  private final Map<String, String> environment;
  private final Duration bound;

  public Shell(Path directory, Map<String, String> environment, Duration bound) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
    this.bound = bound;
  }

  /** Whether whoever runs this is root. */
  public static boolean root() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  /**
   * Where a command is.
   *
   * @param path as in the variable PATH
   */
  public static Optional<Path> find(String path, String command) {
    return Arrays.stream(path.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(command))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** How a command ended, and its last lines. */
  public record Outcome(int status, boolean timedOut, List<String> tail) {
    public Outcome {
      tail = List.copyOf(tail);
    }

    public boolean good() {
      return status == 0 && !timedOut;
    }
  }

  public Outcome bash(String command, Says says) throws IOException, InterruptedException {
    return run(List.of("bash", "-euo", "pipefail", "-c", command), says);
  }

  public Outcome run(List<String> command, Says says) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    Output output = new Output(process, says);
    Thread reader = new Thread(output, "bake-output");
    reader.setDaemon(true);
    reader.start();
    try {
      boolean ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
      }
      reader.join(OUTPUT_MAX.toMillis());
      return new Outcome(ended ? process.exitValue() : -1, !ended, output.tail());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      // Closes the pipe, too: only now, as what has not been read from it is lost then.
      process.destroyForcibly();
    }
  }

  /** Passes lines on as they come and remembers the last ones. */
  private static final class Output implements Runnable {
    private final Process process;
    private final Says says;
    private final Deque<String> tail = new ArrayDeque<>();

    Output(Process process, Says says) {
      this.process = process;
      this.says = says;
    }

    @Override
    public void run() {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        StringBuilder line = new StringBuilder();
        for (int c = lines.read(); c >= 0; c = lines.read()) {
          if (c == '\n' || line.length() == LINE_LENGTH_MAX) {
            add(line.toString());
            line.setLength(0);
          }
          if (c >= ' ' || c == '\t') {
            line.append((char) c);
          }
        }
        if (!line.isEmpty()) {
          add(line.toString());
        }
      } catch (IOException e) {
        // The process was killed with the pipe open; what was read so far is all there is.
      }
    }

    private void add(String line) {
      says.line(line);
      synchronized (tail) {
        if (tail.size() == TAIL_LINES_MAX) {
          tail.removeFirst();
        }
        tail.addLast(line);
      }
    }

    List<String> tail() {
      synchronized (tail) {
        return List.copyOf(tail);
      }
    }
  }
}
