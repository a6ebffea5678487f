package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.config.Words;
import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.journal.FileJournalStore;
import com.pharmaserv.repave.journal.FileLeases;
import com.pharmaserv.repave.journal.FileSignals;
import com.pharmaserv.repave.local.LocalProvider;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Time;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The one class that knows providers and ties them to the engine. */
public final class Wiring {
  private final Project project;
  private final Path home;
  private final Clock clock;
  private final Time time;
  private final UnaryOperator<Ports> around;
  private final Leases leases;
  private final Signals signals;

  /**
   * Wires for one project and one state folder.
   *
   * @param root folder with environments/ and images/
   * @param home where journals, leases and the local cloud are kept
   * @param around may wrap the ports; how tests look into and disturb a real rollout
   */
  public Wiring(Path root, Path home, Clock clock, UnaryOperator<Ports> around) {
    this.project = Project.open(root);
    this.home = home;
    this.clock = clock;
    this.time = new SystemTime(clock);
    this.around = around;
    this.leases = new FileLeases(journals(), time, Holder::dead);
    this.signals = new FileSignals(journals(), time);
  }

  public Project project() {
    return project;
  }

  public Path home() {
    return home;
  }

  public Clock clock() {
    return clock;
  }

  public Time time() {
    return time;
  }

  public LocalHome localHome() {
    return new LocalHome(home.resolve("local"));
  }

  /** The environment and its one fleet of that name. */
  Fleet fleet(Environment environment, String name) throws CliException {
    List<String> known = environment.fleets().stream().map(f -> f.id().name()).toList();
    String guess = Words.nearest(name, known).map(n -> "did you mean " + n + "? ").orElse("");
    return environment
        .fleet(name)
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.USAGE,
                    "environment '"
                        + environment.name()
                        + "' has no fleet '"
                        + name
                        + "'; "
                        + guess
                        + "it has: "
                        + String.join(", ", known)));
  }

  public Environment environment(String name) throws ConfigException {
    return project.environment(name);
  }

  /** The environments in the order given, each once; all are read before any is used. */
  List<Environment> environments(List<String> names) throws ConfigException {
    List<Environment> described = new ArrayList<>();
    for (String name : new LinkedHashSet<>(names)) {
      described.add(environment(name));
    }
    return described;
  }

  /** The provider of the environment. */
  LocalProvider provider(Environment environment) throws CliException {
    if (!environment.provider().equals("local")) {
      throw new CliException(
          ExitCode.USAGE,
          "environment '"
              + environment.name()
              + "' is on provider '"
              + environment.provider()
              + "', which this version does not have yet; 'local' it has");
    }
    return local(List.of(environment));
  }

  public LocalProvider local(List<Environment> environments) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return new LocalProvider(localHome(), environments, clock, path);
  }

  Ports ports(Environment environment, Fleet fleet) throws CliException {
    LocalProvider provider = provider(environment);
    return around.apply(
        new Ports(
            provider,
            provider,
            provider,
            provider,
            journal(fleet.id()),
            leases(),
            signals(),
            time));
  }

  Path journalFile(FleetId fleet) {
    return journals().resolve(fleet.environment()).resolve(fleet.name() + ".journal");
  }

  public Journal journal(FleetId fleet) {
    return new ChainedJournal(new FileJournalStore(journalFile(fleet)), time);
  }

  Leases leases() {
    return leases;
  }

  Signals signals() {
    return signals;
  }

  private Path journals() {
    return home.resolve("journal");
  }
}
