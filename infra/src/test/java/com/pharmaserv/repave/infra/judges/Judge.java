package com.pharmaserv.repave.infra.judges;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program in a folder of {@code infra/judges}: it reads a question as JSON from standard input
 * and prints the answer as JSON. What it is made of is installed once, into {@code infra/target}.
 */
record Judge(List<String> command, Map<String, String> environment) {
  static final Path FOLDER = Path.of("judges");

  private static final Path INSTALLED = Path.of("target/judges").toAbsolutePath();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Some 30 packages, 140 MB, on a busy machine. */
  private static final Duration INSTALL_MAX = Duration.ofMinutes(5);

  private static final Duration ANSWER_MAX = Duration.ofMinutes(4);

  /** What cannot be installed. */
  private static final class Absent extends Exception {
    private static final long serialVersionUID = 1L;

    Absent(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private interface Making {
    Judge make() throws IOException;
  }

  /** A script of a folder with a {@code requirements.txt}. */
  static Judge python(String folder, String script) {
    Path place = FOLDER.resolve(folder);
    return orSkip(
        "Python 3.10 or newer with venv, and PyPI, the index of its packages",
        () -> {
          Path python =
              PythonEnvironment.make(
                  place.resolve("requirements.txt"), INSTALLED.resolve(folder), INSTALL_MAX);
          return new Judge(
              List.of(python.toString(), "-B", place.resolve(script).toString()), Map.of());
        });
  }

  /** A script of a folder with a {@code package.json} and a {@code package-lock.json}. */
  static Judge node(String folder, String script) {
    Path place = FOLDER.resolve(folder);
    return orSkip(
        "Node.js 18 or newer with npm, and npm's registry",
        () -> {
          Path modules = modules(place, INSTALLED.resolve(folder + "-node"));
          return new Judge(
              List.of("node", place.resolve(script).toString()),
              Map.of("NODE_PATH", modules.toString()));
        });
  }

  private static Path modules(Path place, Path target) throws IOException {
    Path made = target.resolve("made-from.json");
    String wanted = Files.readString(place.resolve("package-lock.json"));
    if (!Files.exists(made) || !Files.readString(made).equals(wanted)) {
      Files.createDirectories(target);
      for (String name : List.of("package.json", "package-lock.json")) {
        Files.copy(place.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
      List<String> install = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      run(new ProcessBuilder(install).directory(target.toFile()), "", INSTALL_MAX);
      Files.writeString(made, wanted);
    }
    return target.resolve("node_modules");
  }

  /** A machine that cannot have it says so; the one that decides must have it. */
  private static Judge orSkip(String needs, Making making) {
    try {
      return made(needs, making);
    } catch (Absent absent) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(absent);
      }
      return abort("NOT TESTED by judges/, which %s".formatted(absent.getMessage()));
    }
  }

  private static Judge made(String needs, Making making) throws Absent {
    try {
      return making.make();
    } catch (IOException e) {
      throw new Absent("needs %s: %s".formatted(needs, e.getMessage()), e);
    }
  }

  /** Its answer to a question; what it says to standard error is shown only if it fails. */
  JsonNode answer(Object question) throws IOException {
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().putAll(environment);
    return MAPPER.readTree(run(process, MAPPER.writeValueAsString(question), ANSWER_MAX));
  }

  private static String run(ProcessBuilder builder, String input, Duration bound)
      throws IOException {
    Path in = Files.createTempFile("judge", ".in");
    Path out = Files.createTempFile("judge", ".out");
    Path err = Files.createTempFile("judge", ".err");
    try {
      Files.writeString(in, input);
      Process process =
          builder
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(bound.toSeconds(), TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            "%s %s:%n%s%n%s"
                .formatted(
                    builder.command(),
                    ended ? "failed" : "took longer than " + bound,
                    Files.readString(out),
                    Files.readString(err)));
      }
      return Files.readString(out);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("asked to stop", stop);
    } finally {
      for (Path file : List.of(in, out, err)) {
        Files.deleteIfExists(file);
      }
    }
  }
}
