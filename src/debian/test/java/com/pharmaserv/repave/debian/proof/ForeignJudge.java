package com.pharmaserv.repave.debian.proof;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The libraries of in-toto and SPDX, in a Python of their own. */
final class ForeignJudge {
  private static final Path FOLDER = Path.of("test/judges");
  private static final Path INSTALLED = Path.of("target/judges").toAbsolutePath();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Some 20 packages, 15 MB, on a busy machine. */
  private static final Duration INSTALL_MAX = Duration.ofMinutes(5);

  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  private final Path python;

  private ForeignJudge(Path python) {
    this.python = python;
  }

  /** A machine that cannot have it says so; the one that decides must have it. */
  static ForeignJudge orSkip() {
    try {
      return new ForeignJudge(
          PythonEnvironment.make(FOLDER.resolve("requirements.txt"), INSTALLED, INSTALL_MAX));
    } catch (IOException absent) {
      String needs =
          "NOT TESTED by the judges of in-toto and SPDX, which need Python 3.10 or newer with venv,"
              + " and PyPI: "
              + absent.getMessage();
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(needs, absent);
      }
      return abort(needs);
    }
  }

  JsonNode answer(Object question) throws IOException, InterruptedException {
    Path in = Files.createTempFile("judge", ".in");
    Path out = Files.createTempFile("judge", ".out");
    Path err = Files.createTempFile("judge", ".err");
    try {
      MAPPER.writeValue(in.toFile(), question);
      Process process =
          new ProcessBuilder(python.toString(), "-B", FOLDER.resolve("judge.py").toString())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            (ended ? "the judge failed: " : "the judge took too long: ") + Files.readString(err));
      }
      return MAPPER.readTree(out.toFile());
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }
}
