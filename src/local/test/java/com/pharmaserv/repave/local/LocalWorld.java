package com.pharmaserv.repave.local;

import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.CloudStatus;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A local cloud of its own for one test class: home, recipes, fleets, and short ways to act. */
final class LocalWorld {
  static final Duration START_MAX = Duration.ofSeconds(30);
  static final EnvironmentId ENVIRONMENT = new EnvironmentId("local-eu");

  final LocalHome home;
  final LocalProvider provider;
  final Fleet web = fleet("hello", Optional.of(new Fleet.Route("hello.localhost", "/")));
  final Fleet worker = fleet("worker", Optional.empty());
  private final Path recipes;
  private long epoch;

  LocalWorld(Path folder) throws IOException {
    this.home = new LocalHome(folder.resolve("home"));
    this.recipes = folder.resolve("recipes");
    this.provider = provider(new Environment.Listen(0, 0));
    copyHello();
  }

  LocalProvider provider(Environment.Listen listen) {
    Environment environment =
        new Environment(
            ENVIRONMENT,
            Jurisdiction.EU,
            List.of("local-eu-a", "local-eu-b", "local-eu-c"),
            new Environment.Local(listen),
            List.of(web, worker));
    return new LocalProvider(
        home,
        List.of(environment),
        Clock.systemUTC(),
        System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
  }

  CloudStatus start() throws IOException, InterruptedException {
    return LocalCloud.start(home, CloudMain.command(home));
  }

  Path recipeFolder() {
    return recipes;
  }

  /** The example service, in any version. */
  Recipe recipe(String version, List<Recipe.Command> checks) throws IOException {
    Files.writeString(recipes.resolve("version.txt"), version + "\n");
    return new Recipe(
        "hello",
        "app",
        version,
        new Base.Host(),
        List.of(
            new Recipe.FileEntry("Hello.java", "Hello.java", false),
            new Recipe.FileEntry("version.txt", "version.txt", false),
            new Recipe.FileEntry("faults.txt", "faults.txt", false)),
        List.of("java>=17", "javac"),
        List.of(new Recipe.Command("javac -d app Hello.java", 12)),
        List.of(
            "java",
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            "app",
            "Hello"),
        new Recipe.HealthCheck("/health", Duration.ofMillis(250), Duration.ofSeconds(1)),
        checks,
        "platform-team@pharmaserv.example");
  }

  ImageId bake(String version) throws Exception {
    Image image = provider.bake(recipe(version, List.of()), recipes, line -> {});
    return image.id();
  }

  /** An image whose machines end at once. */
  ImageId bakeBroken() throws Exception {
    Recipe hello = recipe("broken", List.of());
    Recipe broken =
        new Recipe(
            "broken",
            "app",
            "1",
            new Base.Host(),
            List.of(),
            List.of(),
            List.of(),
            List.of("bash", "-c", "echo starting; echo out of luck; exit 7"),
            hello.health(),
            List.of(),
            hello.owner());
    return provider.bake(broken, recipes, line -> {}).id();
  }

  GenerationId launch(Fleet fleet, int number, Optional<Slot> slot, ImageId image, int desired)
      throws ProviderException {
    GenerationId id = new GenerationId(fleet.id(), number);
    provider.launch(
        fleet,
        new LaunchGeneration(
            id, slot, image, desired, settings(desired), new RolloutId(fleet.id(), number)),
        stamp(fleet, newEpoch()));
    return id;
  }

  void shift(Weights expected, Weights weights, long epoch) throws ProviderException {
    provider.shift(web, new ShiftTraffic(expected, weights), stamp(web, epoch));
  }

  void remove(Fleet fleet, GenerationId id) throws ProviderException {
    provider.resize(fleet, new Resize(id, 0), stamp(fleet, newEpoch()));
    Until.holds(
        id + " has no machines", START_MAX, () -> generation(fleet, id).machines().isEmpty());
    provider.retire(fleet, new RetireGeneration(id), stamp(fleet, epoch));
  }

  Generation generation(Fleet fleet, GenerationId id) throws ProviderException {
    FleetView view = provider.observe(fleet);
    return view.find(id).orElseThrow(() -> new AssertionError(id + " is not in " + view));
  }

  void untilServing(Fleet fleet, GenerationId id, int machines) {
    Until.holds(
        id + " serves with " + machines,
        START_MAX,
        () -> generation(fleet, id).serving() == machines);
  }

  /** Above all epochs that this world has used. */
  long newEpoch() {
    epoch += 10;
    return epoch;
  }

  static Stamp stamp(Fleet fleet, long epoch) {
    return new Stamp(new RolloutId(fleet.id(), 1), "test", epoch, new Head(1, "0".repeat(64)));
  }

  static Settings settings(int desired) {
    return Settings.of(desired, Math.max(6, desired), List.of(), false);
  }

  /** Processes that were started with a key from this home; also those nobody knows any more. */
  List<Long> machineProcesses() throws IOException {
    String mark = "REPAVE_TLS_KEY=" + home.machines();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .filter(entry -> environment(entry).contains(mark))
          .map(entry -> Long.valueOf(entry.getFileName().toString()))
          .toList();
    }
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It has just ended, or is not ours.
      return "";
    }
  }

  private void copyHello() throws IOException {
    Files.createDirectories(recipes);
    Path hello = ProjectRoot.resolve("images/hello");
    for (String name : List.of("Hello.java", "faults.txt")) {
      Files.copy(hello.resolve(name), recipes.resolve(name));
    }
  }

  private static Fleet fleet(String name, Optional<Fleet.Route> route) {
    return new Fleet(
        new FleetId(ENVIRONMENT, name),
        "hello",
        new Capacity(1, 3, 6),
        List.of("local-eu-a", "local-eu-b", "local-eu-c"),
        route,
        new Policy(
            List.of(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            80,
            false,
            List.of(),
            Policy.Bounds.DEFAULT));
  }
}
