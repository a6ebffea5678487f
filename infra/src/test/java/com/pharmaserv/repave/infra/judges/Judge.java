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
import java.util.concurrent.TimeUnit;

/**
 * A program in a folder of {@code infra/judges}: it reads a question as JSON from standard input
 * and prints the answer as JSON. What it is made of is installed once, into {@code infra/target}.
 */
public final class Judge {
  static final Path FOLDER = Path.of("judges");

  private static final Path INSTALLED = Path.of("target/judges").toAbsolutePath();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Some 110 packages, 290 MB, on a busy machine: five minutes have been seen. */
  private static final Duration INSTALL_MAX = Duration.ofMinutes(10);

  private static final Duration ANSWER_MAX = Duration.ofMinutes(4);
  private static final int OLDEST_NODE = 18;

  private final List<String> command;
  private final Path asked;

  private Judge(List<String> command, Path asked) {
    this.command = command;
    this.asked = asked;
  }

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
              List.of(python.toString(), "-B", place.resolve(script).toString()),
              INSTALLED.resolve(folder + ".json"));
        });
  }

  /** A script of a folder with a {@code package.json} and a {@code package-lock.json}. */
  public static Judge node(String folder, String script) {
    return orSkip(
        "Node.js %s or newer with npm, and npm's registry".formatted(OLDEST_NODE),
        () -> {
          Path target = INSTALLED.resolve(folder + "-node");
          install(FOLDER.resolve(folder), target);
          // Modules are looked for beside the script.
          copy(FOLDER.resolve(folder), target, script);
          return new Judge(
              List.of("node", target.resolve(script).toString()),
              INSTALLED.resolve(folder + "-node.json"));
        });
  }

  private static void install(Path place, Path target) throws IOException {
    Path made = target.resolve("made-from.json");
    String wanted = Files.readString(place.resolve("package-lock.json"));
    if (Files.exists(made) && Files.readString(made).equals(wanted)) {
      return;
    }
    Files.createDirectories(target);
    requireNode(target);
    for (String name : List.of("package.json", "package-lock.json")) {
      copy(place, target, name);
    }
    List<String> install = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    run(
        new ProcessBuilder(install).directory(target.toFile()),
        target.resolve("asked"),
        INSTALL_MAX);
    Files.writeString(made, wanted);
  }

  private static void requireNode(Path target) throws IOException {
    List<String> ask = List.of("node", "-p", "process.versions.node.split('.')[0]");
    String version = run(new ProcessBuilder(ask), target.resolve("asked"), INSTALL_MAX).strip();
    if (Integer.parseInt(version) < OLDEST_NODE) {
      throw new IOException("this is Node.js " + version);
    }
  }

  private static void copy(Path from, Path to, String name) throws IOException {
    Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
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

  /**
   * Its answer to a question, which is kept in {@code infra/target/judges}; what it says to
   * standard error is shown only if it fails.
   */
  public JsonNode answer(Object question) throws IOException {
    return answer(question, ANSWER_MAX);
  }

  /** The same from one that has less time. */
  public JsonNode answer(Object question, Duration bound) throws IOException {
    MAPPER.writeValue(asked.toFile(), question);
    return MAPPER.readTree(run(new ProcessBuilder(command), asked, bound));
  }

  private static String run(ProcessBuilder builder, Path in, Duration bound) throws IOException {
    Path out = Files.createTempFile("judge", ".out");
    Path err = Files.createTempFile("judge", ".err");
    try {
      if (!Files.exists(in)) {
        Files.createFile(in);
      }
      Process process =
          builder
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(bound.toSeconds(), TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
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
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }
}
