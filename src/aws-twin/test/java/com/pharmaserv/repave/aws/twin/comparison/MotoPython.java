package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds or makes a Python that has moto in exactly the pinned version. */
final class MotoPython {
  private static final Path REQUIREMENTS =
      ProjectRoot.resolve("src/aws-twin/test/moto/requirements.txt");
  private static final Path ENVIRONMENT = ProjectRoot.resolve("src/aws-twin/target/moto");

  /** About 60 packages, 60 MB. */
  private static final Duration INSTALL_MAX = Duration.ofMinutes(5);

  private static final Duration ASK_MAX = Duration.ofSeconds(30);

  /** Moto 5.2.1 needs 3.10. */
  private static final List<String> PYTHONS =
      List.of("python3", "python3.13", "python3.12", "python3.11", "python3.10");

  private MotoPython() {}

  static Path find() throws IOException {
    String version = "import importlib.metadata as m; print(m.version('moto'))";
    for (String python : PYTHONS) {
      if (says(python, version).equals(Moto.VERSION)) {
        return Path.of(python);
      }
    }
    return made();
  }

  private static Path made() throws IOException {
    Files.createDirectories(ENVIRONMENT);
    // Beside the folder: making the environment empties it.
    try (RandomAccessFile file = new RandomAccessFile(ENVIRONMENT + ".lock", "rw");
        FileLock lock = file.getChannel().lock()) {
      Path python = ENVIRONMENT.resolve("bin/python");
      Path made = ENVIRONMENT.resolve("made-from.txt");
      String wanted = Files.readString(REQUIREMENTS);
      if (!lock.isValid() || (Files.exists(made) && Files.readString(made).equals(wanted))) {
        return python;
      }
      run(List.of(newEnough(), "-m", "venv", "--clear", ENVIRONMENT.toString()));
      run(
          List.of(
              python.toString(),
              "-m",
              "pip",
              "install",
              "--quiet",
              "--require-hashes",
              "-r",
              REQUIREMENTS.toString()));
      Files.writeString(made, wanted);
      return python;
    }
  }

  private static String newEnough() throws IOException {
    String asked = "import sys; print(sys.version_info >= (3, 10))";
    for (String python : PYTHONS) {
      if (says(python, asked).equals("True")) {
        return python;
      }
    }
    throw new IOException("no Python from 3.10 on among " + PYTHONS + "; install one");
  }

  /** What the one-line program prints; nothing if it fails or there is no such Python. */
  private static String says(String python, String program) {
    try {
      return output(List.of(python, "-c", program), ASK_MAX);
    } catch (IOException absent) {
      // Not there, or without moto: the next one is asked.
      return "";
    }
  }

  private static void run(List<String> command) throws IOException {
    output(command, INSTALL_MAX);
  }

  private static String output(List<String> command, Duration bound) throws IOException {
    Path file = Files.createTempFile("moto-python", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(file.toFile())
              .start();
      boolean ended = process.waitFor(bound.toSeconds(), TimeUnit.SECONDS);
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(command + (ended ? " failed: " : " took too long: ") + text);
      }
      return text;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("asked to stop", stop);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
