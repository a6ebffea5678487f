package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.dryrun.DryRun;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The shipped environments' stacks, each run once for all tests. */
public final class Stacks {
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  static final Project PROJECT = Project.open(Path.of(".."));
  private static final Map<String, DryRun> RUNS = new ConcurrentHashMap<>();

  private Stacks() {}

  /** The project that this is. */
  public static Project project() {
    return PROJECT;
  }

  /** Names of the environments that have infrastructure. */
  public static Stream<String> names() {
    return PROJECT.environmentNames().stream().filter(name -> !name.startsWith("local-"));
  }

  public static DryRun run(String name) {
    return RUNS.computeIfAbsent(name, Stacks::runAgain);
  }

  /** Runs it anew. */
  static DryRun runAgain(String name) {
    return App.dryRun(PROJECT, name, TODAY);
  }
}
