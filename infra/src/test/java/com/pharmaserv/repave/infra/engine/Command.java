package com.pharmaserv.repave.infra.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end. */
final class Command {
  private Command() {}

  /** What a command printed, and its exit code. */
  record Result(String command, int code, String out, String err) {
    /** Standard output; throws with all that was printed if the command did not succeed. */
    String succeeded() {
      if (code != 0) {
        throw new AssertionError(this);
      }
      return out;
    }

    @Override
    public String toString() {
      return command + " ended with " + code + "\n" + out + "\n" + err;
    }
  }

  /**
   * @param bound after which it is stopped, which is an error
   */
  static Result run(Path folder, Map<String, String> environment, Duration bound, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("command", ".out");
    Path err = Files.createTempFile("command", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(bound.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      Result result =
          new Result(
              String.join(" ", List.of(command)),
              ended ? process.exitValue() : -1,
              Files.readString(out),
              Files.readString(err));
      if (!ended) {
        throw new AssertionError("stopped after " + bound + ": " + result);
      }
      return result;
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }
}
