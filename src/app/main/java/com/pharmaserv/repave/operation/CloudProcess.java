package com.pharmaserv.repave.operation;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** This machine as a cloud: a process of its own that is started and stopped. */
public interface CloudProcess {
  /** Starts it with all that it ran before, unless it runs. */
  Status start() throws IOException, InterruptedException;

  /** Stops it with all its machines. */
  Stopped stop() throws IOException, InterruptedException;

  /** What it says of itself. */
  Status status() throws IOException;

  /**
   * Whether it runs, and where it is kept.
   *
   * @param cloud empty if it does not run
   * @param folder where images and state are kept
   * @param authority the certificate of its certificate authority
   */
  record Status(boolean running, Optional<Running> cloud, String folder, String authority)
      implements Answer {
    @Override
    public Outcome outcome() {
      return running ? Outcome.DONE : Outcome.FAILED;
    }
  }

  /**
   * A cloud that runs.
   *
   * @param socket where its control API listens
   * @param residentBytes its own memory without its machines; empty where the system does not tell
   */
  record Running(
      long pid,
      String socket,
      Instant startedAt,
      Optional<Long> residentBytes,
      List<LocalEnvironment> environments) {
    public Running {
      environments = List.copyOf(environments);
    }
  }

  /**
   * One environment of the cloud.
   *
   * @param trouble why its load balancer does not listen, if it does not
   */
  record LocalEnvironment(
      String name,
      int port,
      int testPort,
      int generationCount,
      int machineCount,
      Optional<String> trouble) {}

  /**
   * The cloud does not run.
   *
   * @param stopped whether it ran before
   */
  record Stopped(boolean stopped) implements Answer {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }
}
