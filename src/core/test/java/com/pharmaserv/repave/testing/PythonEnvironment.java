package com.pharmaserv.repave.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pythons that hold exactly the packages that a file names by their hashes. */
public final class PythonEnvironment {
  private static final Duration ASK_MAX = Duration.ofSeconds(30);

  /** Moto needs 3.10. */
  private static final List<String> PYTHONS =
      List.of("python3", "python3.13", "python3.12", "python3.11", "python3.10");

  private PythonEnvironment() {}

  /**
   * The Python of an environment that is made if it is not there, or was made from something else.
   *
   * @param requirements the packages with their hashes, for {@code pip install --require-hashes}
   * @param folder of the environment; what is in it goes
   * @param installMax how long each step of the installation may take
   * @throws IOException if there is no Python from 3.10 on, or it cannot be installed in time
   */
  public static Path make(Path requirements, Path folder, Duration installMax) throws IOException {
    Files.createDirectories(folder);
    // Beside the folder: making the environment empties it.
    try (RandomAccessFile file = new RandomAccessFile(folder + ".lock", "rw");
        FileLock lock = file.getChannel().lock()) {
      Path python = folder.resolve("bin/python");
      Path made = folder.resolve("made-from.txt");
      String wanted = Files.readString(requirements);
      if (!lock.isValid() || (Files.exists(made) && Files.readString(made).equals(wanted))) {
        return python;
      }
      output(List.of(newEnough(), "-m", "venv", "--clear", folder.toString()), installMax);
      output(
          List.of(
              python.toString(),
              "-m",
              "pip",
              "install",
              "--quiet",
              "--require-hashes",
              "-r",
              requirements.toString()),
          installMax);
      Files.writeString(made, wanted);
      return python;
    }
  }

  /** The first Python for which a one-line program prints this; empty if none does. */
  public static String thatSays(String program, String wanted) {
    for (String python : PYTHONS) {
      if (says(python, program).equals(wanted)) {
        return python;
      }
    }
    return "";
  }

  private static String newEnough() throws IOException {
    String python = thatSays("import sys; print(sys.version_info >= (3, 10))", "True");
    if (python.isEmpty()) {
      throw new IOException("no Python from 3.10 on among " + PYTHONS + "; install one");
    }
    return python;
  }

  /** What the one-line program prints; nothing if it fails or there is no such Python. */
  private static String says(String python, String program) {
    try {
      return output(List.of(python, "-c", program), ASK_MAX);
    } catch (IOException absent) {
      // Not there, or without the package: the next one is asked.
      return "";
    }
  }

  private static String output(List<String> command, Duration bound) throws IOException {
    Path file = Files.createTempFile("python", ".txt");
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
