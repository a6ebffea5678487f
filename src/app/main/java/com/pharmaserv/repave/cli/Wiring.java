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
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Time;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The one class that knows providers and ties them to the engine. */
public final class Wiring {
  private final Path root;
  private final Project project;
  private final Path home;
  private final Clock clock;
  private final Time time;
  private final UnaryOperator<Ports> around;
  private final Leases localLeases;
  private final Signals localSignals;
  private final Elsewhere elsewhere;
  private final Map<String, Cloud> clouds = new HashMap<>();

  /** Opens an environment that is not on this machine. */
  interface Elsewhere {
    Cloud open(Environment environment, Path folder, Time time);

    /** The time that goes with it. */
    default Time time(Clock clock) {
      return new SystemTime(clock);
    }
  }

  /**
   * Wires for one project and one state folder.
   *
   * @param root folder with environments/ and images/
   * @param home where journals, leases and the local cloud are kept
   * @param around may wrap the ports; how tests look into and disturb a real rollout
   */
  public Wiring(Path root, Path home, Clock clock, UnaryOperator<Ports> around) {
    this(
        root,
        home,
        clock,
        around,
        (environment, folder, time) -> AwsWiring.open(environment, folder, time));
  }

  /**
   * Wires with another way to open environments that are not local.
   *
   * @param elsewhere instead of AWS itself
   */
  Wiring(Path root, Path home, Clock clock, UnaryOperator<Ports> around, Elsewhere elsewhere) {
    this.elsewhere = elsewhere;
    this.root = root;
    this.project = Project.open(root);
    this.home = home;
    this.clock = clock;
    this.time = elsewhere.time(clock);
    this.around = around;
    this.localLeases = new FileLeases(journals(), time, Holder::dead);
    this.localSignals = new FileSignals(journals(), time);
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

  /** All environments on this machine, read before any is used. */
  List<Environment> localEnvironments() throws ConfigException {
    List<Environment> local = new ArrayList<>();
    for (String name : project.environmentNames()) {
      Environment environment = environment(name);
      if (environment.where() instanceof Environment.Local) {
        local.add(environment);
      }
    }
    return local;
  }

  /** The environment's cloud; opened once, so that all its fleets share one. */
  Cloud cloud(Environment environment) {
    synchronized (clouds) {
      Cloud known = clouds.get(environment.name());
      if (known != null) {
        return known;
      }
      Cloud opened = open(environment);
      clouds.put(environment.name(), opened);
      return opened;
    }
  }

  private Cloud open(Environment environment) {
    if (environment.where() instanceof Environment.Local) {
      LocalProvider provider = local(List.of(environment));
      return new Cloud(
          provider,
          provider,
          provider,
          provider,
          provider,
          LocalHeadroom.NONE,
          new ProcessChecks(root, time, fleet -> place(provider, fleet)),
          this::localJournal,
          localLeases,
          localSignals);
    }
    return elsewhere.open(environment, root, time);
  }

  /** Where the test route is, and whose certificates it shows. */
  private Map<String, String> place(LocalProvider provider, Fleet fleet) throws ProviderException {
    Map<String, String> variables = new HashMap<>();
    variables.put("REPAVE_CA", localHome().caCertificate().toString());
    if (fleet.route().isPresent()) {
      Fleet.Route route = fleet.route().get();
      int port = provider.balancer(fleet.id().environment()).testPort();
      variables.put("REPAVE_PROBE", "https://" + route.host() + ":" + port + route.probePath());
    }
    return variables;
  }

  public LocalProvider local(List<Environment> environments) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return new LocalProvider(localHome(), environments, clock, path);
  }

  Ports ports(Environment environment, Fleet fleet) throws ProviderException {
    return around.apply(cloud(environment).ports(fleet, time));
  }

  Path localJournalFile(FleetId fleet) {
    return journals().resolve(fleet.environment().name()).resolve(fleet.name() + ".journal");
  }

  /** The journal of a fleet on the local provider. */
  public Journal localJournal(FleetId fleet) {
    return new ChainedJournal(new FileJournalStore(localJournalFile(fleet)), time);
  }

  private Path journals() {
    return home.resolve("journal");
  }
}
