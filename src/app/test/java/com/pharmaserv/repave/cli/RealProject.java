package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.demo.LoadGenerator;
import com.pharmaserv.repave.demo.Target;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.local.LocalProvider;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.operation.CloudProcess;
import com.pharmaserv.repave.operation.Provider;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Watcher;
import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.wiring.Holder;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A project, a state folder and a running local cloud of its own, for tests with real processes:
 * one environment, one small fleet, and a policy that waits for fractions of a second.
 *
 * <p>The folder stays under {@code target/real} when the test is over, with logs and journal.
 */
final class RealProject {
  static final String ENVIRONMENT = "local-eu";
  static final String FLEET = "hello";
  static final String HOST = "hello.localhost";
  static final int MACHINES = 2;

  /** Two steps, each watched for a moment, and hardly any retention. */
  static final String QUICK =
      """
      steps: [50, 100]
            soak: 200ms
            final-soak: 200ms
            retention: 100ms
            gates:
              - error-rate: {max: 1%, requests: 5}""";

  private static final String ENVIRONMENT_FILE =
      """
      name: local-eu
      provider: local
      jurisdiction: eu
      zones: [local-eu-a, local-eu-b]
      fleets:
        - name: hello
          image: hello
          capacity: {min: 1, desired: 2, max: 4}
          route: {host: hello.localhost, probe: /}
          policy:
            ${policy}
            # Patience costs nothing while all goes well, and a busy machine may stall for long.
            bounds:
              {stability: 200ms, launch: 3m, warm-up: 3m, verify: 2m, judgment: 5m, shift: 2m,
               drain: 30s, retire: 3m, pause: 5m, poll: 50ms}
      """;

  private final Path folder;
  private final Path project;
  private final Path home;
  private ToolClasses classes = ToolClasses.plain();

  private RealProject(Path folder) {
    this.folder = folder;
    this.project = folder.resolve("project");
    this.home = folder.resolve("state");
  }

  /** A fresh project with a running cloud; the folder is named after the test. */
  static RealProject start(Class<?> test) throws Exception {
    Path folder = Path.of("target", "real", test.getSimpleName()).toAbsolutePath();
    delete(folder);
    RealProject real = new RealProject(folder);
    real.build();
    real.localCloud().start();
    return real;
  }

  private void build() throws IOException {
    Files.createDirectories(project.resolve("environments"));
    policy(QUICK);
    Path recipe = ProjectRoot.resolve("images").resolve(FLEET);
    Path target = Files.createDirectories(project.resolve("images").resolve(FLEET));
    try (Stream<Path> files = Files.list(recipe)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName().toString()));
      }
    }
  }

  /** Gives the fleet another policy; the bounds of its waits stay. */
  void policy(String lines) throws IOException {
    Files.writeString(
        project.resolve("environments").resolve(ENVIRONMENT + ".yaml"),
        ENVIRONMENT_FILE.replace("${policy}", lines));
  }

  /** Bakes the example service in a version of its own. */
  ImageId bake(String version) throws Exception {
    Path recipe = project.resolve("images").resolve(FLEET);
    Path yaml = recipe.resolve("image.yaml");
    String text = Files.readString(yaml);
    Files.writeString(
        yaml, text.replaceFirst("version: \"[^\"]*\"", "version: \"" + version + "\""));
    Files.writeString(recipe.resolve("version.txt"), version + "\n");
    Said said = run("bake", FLEET);
    assertThat(said.code()).as(said.toString()).isZero();
    List<Image> images = provider().list();
    return images.get(images.size() - 1).id();
  }

  CloudProcess localCloud() {
    return wiring().localCloud();
  }

  Path project() {
    return project;
  }

  Wiring wiring() {
    return new Wiring(project, home, Wiring.Start.plain(System.getenv(), Clock.systemUTC()));
  }

  Environment environment() throws Exception {
    return wiring().environment(ENVIRONMENT);
  }

  Fleet fleet() throws Exception {
    return environment().fleets().get(0);
  }

  LocalProvider provider() throws Exception {
    return wiring().localProvider(environment());
  }

  Provider cloud() throws Exception {
    return wiring().provider(environment());
  }

  Path journalFile() throws Exception {
    return wiring().localJournalFile(fleet().id());
  }

  /** All records, verified on the way. */
  List<JournalRecord> records() throws Exception {
    return wiring().localJournal(fleet().id()).records();
  }

  Optional<RolloutState> latest() throws Exception {
    return Pilot.latest(wiring().localJournal(fleet().id()));
  }

  /** The engine itself, in this process. */
  Pilot pilot(Watcher watcher) throws Exception {
    Fleet fleet = fleet();
    return Pilot.take(
        fleet, cloud().ports(fleet), new RolloutDecider(), watcher, Holder.ofThisProcess());
  }

  /** What a command has said. */
  record Said(int code, String out, String err) {}

  /** Runs a command in this process. */
  Said run(String... arguments) {
    return run(Clock.systemUTC(), arguments);
  }

  /** Runs a command on a machine whose clock is another one than the cloud's. */
  Said run(Clock clock, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("REPAVE_HOME", home.toString());
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, variables);
    Wiring.Start start = Wiring.Start.plain(variables, clock);
    int code = Tool.run(console, start, withProject(List.of(arguments)).toArray(new String[0]));
    return new Said(code, out.toString(), err.toString());
  }

  /** Makes every start of the tool from now on a quick one. */
  void archiveClasses() throws IOException, InterruptedException {
    classes = ToolClasses.archived(folder);
  }

  /** Starts a command in a process of its own. */
  RealRun start(String... arguments) throws IOException {
    return start(List.of(), Main.class, List.of(arguments));
  }

  /**
   * Starts a tool in a process of its own.
   *
   * @param before words that come before the command line, such as {@code env}
   * @param main what to run; the project is named to it by the last arguments
   */
  RealRun start(List<String> before, Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(classes.command());
    command.add(main.getName());
    command.addAll(withProject(arguments));
    return RealRun.start(command, home, Files.createTempFile(folder, "run-", ""));
  }

  private List<String> withProject(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--project", project.toString()));
    return all;
  }

  /** A load on the fleet's production route. */
  LoadGenerator load(int ratePerSecond, int connections) throws Exception {
    return load("/", ratePerSecond, connections);
  }

  /** A load whose requests take long, several of them open at any time. */
  LoadGenerator slowLoad() throws Exception {
    return load("/slow?ms=700", 5, 5);
  }

  private LoadGenerator load(String path, int ratePerSecond, int connections) throws Exception {
    int port = wiring().productionPort(environment());
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Target target = new Target(address, HOST, path, "/slow?ms=400");
    return LoadGenerator.start(target, wiring().trust(), ratePerSecond, connections);
  }

  /** Stops the cloud with all its machines. */
  void stop() throws IOException, InterruptedException {
    localCloud().stop();
  }

  /** Removes what an earlier run has left, with image trees in it that are read-only. */
  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isDirectory).toList()) {
        assertThat(file.toFile().setWritable(true, true)).as(file.toString()).isTrue();
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
