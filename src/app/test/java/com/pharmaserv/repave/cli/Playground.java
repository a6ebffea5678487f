package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A small project with a home of its own, and the tool in this process; no cloud, no machines. */
final class Playground {
  static final String ENVIRONMENT =
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
            steps: [50, 100]
            soak: 1s
            final-soak: 1s
            retention: 1s
            bounds: {stability: 1s, launch: 30s, warm-up: 30s, poll: 250ms}
            gates:
              - error-rate: {max: 1%, requests: 5}
              - latency: {p99: 1s, requests: 5}
      """;

  static final String RECIPE =
      """
      name: hello
      function: app
      version: "1"
      owner: platform-team@pharmaserv.example
      base: host
      files:
        - {from: hello.txt, to: hello.txt}
      run: [cat, hello.txt]
      health: {path: /health, interval: 250ms, timeout: 1s}
      checks:
        - test -s hello.txt
      """;

  private final Path project;
  private final Path home;
  private final Map<String, String> variables = new HashMap<>();

  private Playground(Path folder) {
    this.project = folder.resolve("project");
    this.home = folder.resolve("home");
    variables.put("REPAVE_HOME", home.toString());
  }

  static Playground in(Path folder) throws IOException {
    Playground ground = new Playground(folder);
    ground.environment(ENVIRONMENT);
    ground.recipe(RECIPE);
    Files.writeString(ground.project.resolve("images/hello/hello.txt"), "hello\n");
    return ground;
  }

  /** What a command answered. */
  record Answer(int code, String out, String err) {}

  Path project() {
    return project;
  }

  Path home() {
    return home;
  }

  Playground with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  void environment(String text) throws IOException {
    write("environments/local-eu.yaml", text);
  }

  void recipe(String text) throws IOException {
    write("images/hello/image.yaml", text);
  }

  void write(String file, String text) throws IOException {
    Path path = project.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }

  Wiring wiring() {
    return new Wiring(project, home, Wiring.Start.plain(variables, Clock.systemUTC()));
  }

  Fleet fleet() throws Exception {
    return wiring().environment("local-eu").fleets().get(0);
  }

  Path journalFile() throws Exception {
    return wiring().localJournalFile(fleet().id());
  }

  /** Words of a command line, with this project behind them. */
  String[] line(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--project", project.toString()));
    return all.toArray(new String[0]);
  }

  Answer run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, variables);
    Wiring.Start start = Wiring.Start.plain(variables, Clock.systemUTC());
    int code = Tool.run(console, start, line(words));
    assertThat(err.toString()).as("no stack trace").doesNotContain("\tat ", "internal error");
    return new Answer(code, out.toString(), err.toString());
  }

  /**
   * Gives the fleet the journal of a whole rollout, as the engine wrote it in a simulated cloud.
   */
  List<JournalRecord> journal() throws Exception {
    Fleet fleet = fleet();
    World world = new World(fleet, 1);
    ImageId old = new ImageId(fleet.image(), "0".repeat(64));
    ImageId image = new ImageId(fleet.image(), "f".repeat(64));
    world.image(old, SimImage.GOOD);
    world.image(image, SimImage.GOOD);
    world.begin(old);
    Rehearsal rehearsal =
        new Rehearsal(
            world,
            Faults.NONE,
            new RolloutDecider(),
            (f, view, decision, at) -> {},
            UnaryOperator.identity());
    rehearsal.play(image, Rehearsal.bound(fleet, world.now()));
    Journal journal = wiring().localJournal(fleet.id());
    for (JournalRecord record : rehearsal.records()) {
      journal.append(record.entry(), record.epoch());
    }
    return journal.records();
  }

  /** Every file of the home with its content: equal listings mean that nothing was changed. */
  SortedMap<String, String> listing() throws IOException {
    return listing(home);
  }

  static SortedMap<String, String> listing(Path home) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    if (!Files.exists(home)) {
      return all;
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        String content =
            Files.isRegularFile(file)
                ? Integer.toHexString(java.util.Arrays.hashCode(Files.readAllBytes(file)))
                : "";
        all.put(home.relativize(file).toString(), content);
      }
    }
    return all;
  }
}
