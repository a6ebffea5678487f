package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The tool in a process of its own.
 *
 * @param output where it says what it has to say: results in {@code .out}, the rest in {@code .err}
 */
record RealRun(Process process, Path output) implements AutoCloseable {
  /** What the system reports of a process that was ended by SIGKILL. */
  static final int KILLED = 128 + 9;

  /** No command of a test takes nearly as long. */
  private static final Duration RUN_MAX = Duration.ofMinutes(5);

  static RealRun start(List<String> command, Path home, Path output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("REPAVE_HOME", home.toString());
    builder.redirectOutput(beside(output, ".out").toFile());
    builder.redirectError(beside(output, ".err").toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return new RealRun(process, output);
  }

  /** Waits for the end and returns the exit code. */
  int end() throws InterruptedException {
    boolean ended = process.waitFor(RUN_MAX.toSeconds(), TimeUnit.SECONDS);
    assertThat(ended).as("a command ends within %s; it said %s", RUN_MAX, output).isTrue();
    return process.exitValue();
  }

  /** Sends a signal by its name, as a terminal or a job would. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).inheritIO().start();
    assertThat(kill.waitFor()).as("kill -%s", name).isZero();
  }

  String out() throws IOException {
    return Files.readString(beside(output, ".out"));
  }

  String err() throws IOException {
    return Files.readString(beside(output, ".err"));
  }

  private static Path beside(Path output, String ending) {
    return output.resolveSibling(output.getFileName() + ending);
  }

  /** Nothing that a test has started outlives it. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
