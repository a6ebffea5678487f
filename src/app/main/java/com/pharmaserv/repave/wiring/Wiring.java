package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.local.LocalProvider;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.operation.BakeImages.Source;
import com.pharmaserv.repave.operation.BlockImages;
import com.pharmaserv.repave.operation.CloudProcess;
import com.pharmaserv.repave.operation.CollectImages;
import com.pharmaserv.repave.operation.Operator;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.Provider;
import com.pharmaserv.repave.operation.ReleaseImages;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** One project and one state folder, with the providers that its environments need. */
public final class Wiring {
  private final Project project;
  private final Path root;
  private final Path home;
  private final Clock clock;
  private final Time time;
  private final UnaryOperator<Ports> around;
  private final DebianWiring debian;
  private final LocalWiring local;
  private final Elsewhere elsewhere;
  private final Map<String, Provider> providers = new HashMap<>();

  /** Opens an environment that is not on this machine. */
  public interface Elsewhere {
    /** AWS itself; not by a method reference, which would load the SDK's classes right away. */
    Elsewhere AWS = (environment, folder, time) -> AwsWiring.open(environment, folder, time);

    Provider open(Environment environment, Path folder, Time time);

    /** The time that goes with it. */
    default Time time(Clock clock) {
      return new SystemTime(clock);
    }
  }

  /**
   * What the tool is started with.
   *
   * @param variables of the process's environment
   * @param around may wrap the ports; how tests look into and disturb a real rollout
   * @param elsewhere how environments are opened that are not local
   */
  public record Start(
      Map<String, String> variables,
      Clock clock,
      UnaryOperator<Ports> around,
      Elsewhere elsewhere) {
    public Start {
      variables = Map.copyOf(variables);
    }

    /** On this machine and on AWS itself, with nothing between engine and ports. */
    public static Start plain(Map<String, String> variables, Clock clock) {
      return new Start(variables, clock, UnaryOperator.identity(), Elsewhere.AWS);
    }
  }

  /**
   * Wires for one project and one state folder; reads nothing yet.
   *
   * @param root folder with environments/ and images/
   * @param home where journals, leases and the local cloud are kept
   */
  public Wiring(Path root, Path home, Start start) {
    this.root = root;
    this.project = Project.open(root);
    this.home = home;
    this.clock = start.clock();
    this.elsewhere = start.elsewhere();
    this.time = elsewhere.time(clock);
    this.around = start.around();
    this.debian = new DebianWiring(project, home.resolve("debian"), clock, start.variables());
    this.local = new LocalWiring(root, home, clock, time, path(start.variables()));
  }

  /** Where commands are looked for that a recipe or a machine runs. */
  public static String path(Map<String, String> variables) {
    return variables.getOrDefault("PATH", "/usr/bin:/bin");
  }

  /** Images of Debian packages. */
  public DebianWiring debian() {
    return debian;
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

  /** Whoever runs this process. */
  public Operator operator() {
    return new Operator(Holder.user(), Holder.ofThisProcess());
  }

  public Environment environment(String name) throws ConfigException {
    return project.environment(name);
  }

  /** The environment, and what its provider offers. */
  public Place place(String name) throws ConfigException {
    Environment environment = environment(name);
    return new Place(environment, provider(environment));
  }

  /** The environments in the order given, each once; all are read before any is used. */
  public List<Place> places(List<String> names) throws ConfigException {
    List<Place> places = new ArrayList<>();
    for (String name : new LinkedHashSet<>(names)) {
      places.add(place(name));
    }
    return places;
  }

  /** The environments where images prove themselves before they come to these. */
  public Map<EnvironmentId, Place> earlier(List<Place> places) throws ConfigException {
    Map<EnvironmentId, Place> earlier = new HashMap<>();
    for (Place place : places) {
      Optional<Upkeep.After> after = place.environment().upkeep().after();
      if (after.isPresent()) {
        EnvironmentId id = after.get().environment();
        earlier.put(id, place(id.name()));
      }
    }
    return earlier;
  }

  /** Takes images out of use, knowing all environments of the project that share them. */
  public CollectImages collecting(String name) throws ConfigException {
    Environment environment = environment(name);
    List<Place> sharing = new ArrayList<>();
    for (String other : project.environmentNames()) {
      Environment read = environment(other);
      if (read.where().shares(environment.where())) {
        sharing.add(new Place(read, provider(read)));
      }
    }
    return CollectImages.of(provider(environment), sharing, operator());
  }

  /** Blocks images of the environment's provider. */
  public BlockImages blocking(String name) throws ConfigException {
    Provider provider = provider(environment(name));
    return new BlockImages(provider.images(), provider.stock(), collecting(name), operator());
  }

  /** Releases images of these environments, each once; all are read before any is used. */
  public ReleaseImages releasing(List<String> names) throws ConfigException {
    List<ReleaseImages.Target> targets = new ArrayList<>();
    for (Place place : places(names)) {
      String name = place.environment().name();
      Provider provider = place.provider();
      targets.add(
          new ReleaseImages.Target(name, provider.images(), provider.stock(), collecting(name)));
    }
    return new ReleaseImages(targets, operator());
  }

  /** All environments on this machine, read before any is used. */
  public List<Place> localPlaces() throws ConfigException {
    List<Place> local = new ArrayList<>();
    for (String name : project.environmentNames()) {
      Environment environment = environment(name);
      if (isLocal(environment)) {
        local.add(new Place(environment, provider(environment)));
      }
    }
    return local;
  }

  private static boolean isLocal(Environment environment) {
    return environment.where() instanceof Environment.Local;
  }

  /** Names of all recipes. */
  public List<String> recipeNames() {
    return project.recipeNames();
  }

  /** What the images of these names are baked from; all recipes are read before any is used. */
  public List<Source> recipes(List<String> names) throws ConfigException {
    List<Source> sources = new ArrayList<>();
    for (String name : names) {
      sources.add(source(name));
    }
    return sources;
  }

  /** What the images of all fleets are baked from, by their names. */
  public Map<String, Source> sources(Collection<Place> places) throws ConfigException {
    Map<String, Source> sources = new HashMap<>();
    for (Place place : places) {
      for (Fleet fleet : place.environment().fleets()) {
        sources.put(fleet.image(), source(fleet.image()));
      }
    }
    return sources;
  }

  /** The folder that the recipe's files are relative to; it need not exist. */
  public Path recipeFolder(String name) {
    return project.recipeFolder(name);
  }

  private Source source(String name) throws ConfigException {
    return new Source(project.recipe(name), project.recipeFolder(name));
  }

  /** What the environment's provider offers; opened once, so that all its fleets share one. */
  public Provider provider(Environment environment) {
    synchronized (providers) {
      Provider known = providers.get(environment.name());
      if (known != null) {
        return known;
      }
      Provider opened =
          isLocal(environment) ? local.open(environment) : elsewhere.open(environment, root, time);
      Provider wrapped = opened.baking(debian.baker(opened), DebianWiring::bakes).around(around);
      providers.put(environment.name(), wrapped);
      return wrapped;
    }
  }

  /**
   * The policies that the tool's role needs in the environment, as JSON.
   *
   * @param handedOver whether to read what was handed over, for exact names instead of patterns
   */
  public String policies(String name, boolean handedOver)
      throws ConfigException, RequestException, ProviderException {
    Environment environment = environment(name);
    if (environment.aws().isEmpty()) {
      throw new RequestException(
          "environment '%s' is on provider '%s'; only one on 'aws' has policies"
              .formatted(name, environment.provider()));
    }
    return AwsWiring.policy(environment, time, handedOver);
  }

  /** The cloud on this machine. */
  public CloudProcess localCloud() {
    return new LocalDaemon(localHome(), Itself.cloud());
  }

  /** Which packages this machine needs for Debian images on its cloud, in a sentence. */
  public Optional<String> missingForRooms() {
    return local.missingForRooms();
  }

  /** Removes all that the local cloud keeps; it must not run. */
  public void removeLocalHome() throws IOException, InterruptedException {
    local.removeHome();
  }

  public LocalHome localHome() {
    return local.home();
  }

  /** The provider of an environment on this machine, with more than the ports show. */
  public LocalProvider localProvider(Environment environment) {
    return local.provider(environment);
  }

  /** The port on which a local environment's load balancer takes production traffic. */
  public int productionPort(Environment environment) throws ProviderException {
    return local.productionPort(environment);
  }

  /** Trusts the certificates that the local cloud issues. */
  public SSLContext trust() throws IOException {
    return local.trust();
  }

  public Path localJournalFile(FleetId fleet) {
    return local.journalFile(fleet);
  }

  /** The journal of a fleet on the local provider. */
  public Journal localJournal(FleetId fleet) {
    return local.journal(fleet);
  }
}
