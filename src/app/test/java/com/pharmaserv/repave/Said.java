package com.pharmaserv.repave;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What another program said.
 *
 * @param code with which it ended
 * @param text on both of its outputs
 */
record Said(int code, String text) {
  /** Each takes a second or two; the first run of one that has to be built takes longer. */
  private static final Duration MAX = Duration.ofMinutes(3);

  /** Runs it to its end. */
  static Said by(Path folder, List<String> command) throws IOException, InterruptedException {
    return by(folder, Map.of(), command);
  }

  /** The same with more variables. */
  static Said by(Path folder, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("said", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      // A time without a zone is in UTC, and no word is coloured.
      builder.environment().put("TZ", "UTC");
      builder.environment().put("NO_COLOR", "1");
      builder.environment().putAll(variables);
      Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
      if (!process.waitFor(MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("%s took longer than %s".formatted(command, MAX));
      }
      return new Said(process.exitValue(), Files.readString(out).strip());
    } finally {
      Files.deleteIfExists(out);
    }
  }

  /** A machine that lacks a judge says so; the one that decides must have it. */
  static RuntimeException without(String judge, Exception why) {
    String needs = "NOT TESTED by %s: %s".formatted(judge, why.getMessage());
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(needs, why);
    }
    return abort(needs);
  }
}
