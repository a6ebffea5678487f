package com.pharmaserv.repave.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs this very tool in processes of its own, as a person or a job would. */
final class Tool {
  private final List<String> command;
  private final Path project;
  private final Path home;
  private final PrintWriter out;
  private final Duration bound;

  /**
   * Prepares.
   *
   * @param bound longer than any command takes that is going to be run
   */
  Tool(List<String> command, Path project, Path home, PrintWriter out, Duration bound) {
    this.bound = bound;
    this.command = List.copyOf(command);
    this.project = project;
    this.home = home;
    this.out = out;
  }

  /** A command under way. */
  record Run(Process process, Thread reader, Duration bound) {
    /** Waits for its end and returns its exit code. */
    int end() throws InterruptedException, IOException {
      if (!process.waitFor(bound.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("a command did not end within " + bound.toSeconds() + " s");
      }
      reader.join(bound.toMillis());
      return process.exitValue();
    }

    /** SIGKILL: no handler runs, nothing is cleaned up. */
    void kill() throws InterruptedException, IOException {
      process.destroyForcibly();
      end();
    }
  }

  Run start(String... arguments) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(arguments));
    whole.addAll(List.of("--project", project.toString()));
    say("$ repave " + String.join(" ", arguments));
    ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
    builder.environment().put("REPAVE_HOME", home.toString());
    builder.environment().put("NO_COLOR", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    Thread reader = new Thread(() -> copy(process), "output");
    reader.setDaemon(true);
    reader.start();
    return new Run(process, reader, bound);
  }

  int run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  private void copy(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        say("    " + line);
        line = lines.readLine();
      }
    } catch (IOException closed) {
      say("    (output ended: " + closed.getMessage() + ")");
    }
  }

  private synchronized void say(String line) {
    out.println(line);
    out.flush();
  }
}
