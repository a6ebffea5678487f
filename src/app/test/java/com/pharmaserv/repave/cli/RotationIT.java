package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.RealProject.Said;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.RotationEnded;
import com.pharmaserv.repave.model.JournalEntry.RotationOpened;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One night after the other: six fleets in two regions, a broken image, a killed process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotationIT {
  private static final List<String> ENVIRONMENTS = List.of("local-eu", "local-us");
  private static final String[] ROTATE = {"rotate", "-e", "local-eu", "-e", "local-us"};
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Fleets a and b run hello, c runs a recipe of its own. */
  private static final String FILE =
      """
      name: ${name}
      provider: local
      jurisdiction: ${code}
      zones: [${name}-a, ${name}-b]
      rotation: {fleets: 2, stop-after: 1}
      fleets:
      """;

  private static final String FLEET =
      """
        - name: ${fleet}
          image: ${image}
          capacity: {min: 1, desired: 1, max: 2}
          policy:
            steps: [100]
            soak: 100ms
            final-soak: ${soak}
            retention: 0s
            bounds:
              {stability: 200ms, launch: ${launch}, warm-up: ${launch}, verify: 1m, judgment: 1m, shift: 1m,
               drain: 30s, retire: 3m, pause: 5m, poll: 50ms}
      """;

  private RealProject real;

  @BeforeAll
  void startCloud() throws Exception {
    real = RealProject.start(RotationIT.class);
    Path hello = real.project().resolve("images/hello");
    Path other = Files.createDirectories(real.project().resolve("images/other"));
    try (Stream<Path> files = Files.list(hello)) {
      for (Path file : files.toList()) {
        Files.copy(file, other.resolve(file.getFileName().toString()));
      }
    }
    edit("other", "name: hello", "name: other");
    environments("100ms", "2m");
  }

  @AfterAll
  void stopCloud() throws Exception {
    real.stop();
  }

  @Test
  void keepsSixFleetsFreshThroughABrokenImageAndADeath() throws Exception {
    assertThat(said(0, ROTATE).out()).contains("local-us/c");
    Set<ImageId> first = images();
    assertThat(first).hasSize(2);

    // What never becomes healthy stops the line, in this environment and in the next.
    edit("hello", "path: /health", "path: /nowhere");
    environments("100ms", "8s");
    Said stopped = said(ExitCode.FAILED, ROTATE);
    assertThat(stopped.out()).contains("failed-clean");
    assertThat(stopped.err())
        .contains("local-us/a is stale still: the line is stopped, failures so far: ");
    assertThat(images()).isEqualTo(first);

    // Mended; two processes share the night, and one of them dies in the middle.
    edit("hello", "path: /nowhere", "path: /health");
    version("hello", "2");
    environments("2s", "2m");
    try (RealRun dying = real.start(ROTATE);
        RealRun other = real.start(ROTATE)) {
      Until.holds("a rollout begins", PATIENCE, () -> begun("local-eu", "a", 3));
      dying.signal("KILL");
      dying.end();
      assertThat(other.end()).as(other.err()).isZero();
      assertThat(other.out()).contains("local-us/b");
    }
    assertThat(images()).hasSize(2).doesNotContainAnyElementsOf(only(first, "hello"));

    // Nothing is stale: nothing is written.
    String before = journals();
    assertThat(said(0, ROTATE).out().lines())
        .hasSize(6)
        .allMatch(l -> l.startsWith("Nothing to do"));
    assertThat(journals()).isEqualTo(before);

    // One rotation a night, however many were at it.
    assertThat(rotations("local-eu"))
        .containsExactly(
            RotationOpened.class,
            RotationEnded.class,
            RotationOpened.class,
            RotationEnded.class,
            RotationOpened.class,
            RotationEnded.class);
    // It did not come to the second night's.
    assertThat(rotations("local-us"))
        .containsExactly(
            RotationOpened.class, RotationEnded.class, RotationOpened.class, RotationEnded.class);
    assertThat(said(0, "journal", "verify").out()).contains("local-us/rotation: 4 records");
    assertThat(said(0, "journal", "show", "-e", "local-eu", "--rotation").out())
        .contains("patch rotation", "for a, b", "failed (");
  }

  private List<Class<?>> rotations(String environment) throws Exception {
    return real
        .wiring()
        .localJournal(FleetId.ofRotation(new EnvironmentId(environment)))
        .records()
        .stream()
        .<Class<?>>map(record -> record.entry().getClass())
        .toList();
  }

  private Said said(int code, String... command) {
    Said said = real.run(command);
    assertThat(said.code()).as(said.toString()).isEqualTo(code);
    return said;
  }

  private boolean begun(String environment, String fleet, int rollout) throws Exception {
    return latest(environment, fleet).filter(state -> state.id().number() >= rollout).isPresent();
  }

  private Optional<RolloutState> latest(String environment, String name) throws Exception {
    Fleet fleet = real.wiring().environment(environment).fleet(name).orElseThrow();
    return Pilot.latest(real.wiring().localJournal(fleet.id()));
  }

  /** What all fleets run. */
  private SortedSet<ImageId> images() throws Exception {
    SortedSet<ImageId> images = new TreeSet<>(Comparator.comparing(ImageId::full));
    for (String environment : ENVIRONMENTS) {
      for (String fleet : List.of("a", "b", "c")) {
        images.add(latest(environment, fleet).orElseThrow().active().orElseThrow().image());
      }
    }
    return images;
  }

  private static Set<ImageId> only(Set<ImageId> images, String name) {
    Set<ImageId> some = new TreeSet<>(Comparator.comparing(ImageId::full));
    images.stream().filter(image -> image.name().equals(name)).forEach(some::add);
    return some;
  }

  private String journals() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String environment : ENVIRONMENTS) {
      for (Fleet fleet : real.wiring().environment(environment).fleets()) {
        all.append(Files.readString(real.wiring().localJournalFile(fleet.id())));
      }
      FleetId rotation = FleetId.ofRotation(new EnvironmentId(environment));
      all.append(Files.readString(real.wiring().localJournalFile(rotation)));
    }
    return all.toString();
  }

  private void environments(String soak, String launch) throws IOException {
    for (String name : ENVIRONMENTS) {
      StringBuilder text =
          new StringBuilder(
              FILE.replace("${name}", name).replace("${code}", name.substring("local-".length())));
      for (String fleet : List.of("a", "b", "c")) {
        text.append(
            FLEET
                .replace("${fleet}", fleet)
                .replace("${image}", fleet.equals("c") ? "other" : "hello")
                .replace("${soak}", soak)
                .replace("${launch}", launch));
      }
      Files.writeString(real.project().resolve("environments/" + name + ".yaml"), text);
    }
  }

  private void version(String image, String version) throws IOException {
    Files.writeString(real.project().resolve("images/" + image + "/version.txt"), version + "\n");
  }

  private void edit(String image, String piece, String by) throws IOException {
    Path recipe = real.project().resolve("images/" + image + "/image.yaml");
    String text = Files.readString(recipe);
    assertThat(text).contains(piece);
    Files.writeString(recipe, text.replaceFirst(piece, by));
  }
}
