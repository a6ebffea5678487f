package com.pharmaserv.repave.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.Recipe.Command;
import com.pharmaserv.repave.model.Recipe.FileEntry;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bakes with real commands. */
class LocalBakerIT {
  @TempDir Path temp;
  private LocalHome home;
  private Path folder;
  private LocalBaker baker;
  private ImageStore store;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    home = new LocalHome(temp.resolve("home"));
    folder = Files.createDirectories(temp.resolve("images/hello"));
    Files.writeString(folder.resolve("a.txt"), "a\n");
    baker =
        new LocalBaker(
            home, Clock.systemUTC(), System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    store = new ImageStore(home, Clock.systemUTC());
  }

  @AfterEach
  void removeReadOnlyTrees() throws IOException {
    Durable.deleteTree(home.root());
  }

  @Test
  void bakesOnceAndFindsItAfterwards() throws Exception {
    Image first = bake(List.of(new Command("cp a.txt b.txt", 5)), List.of());
    assertThat(said).contains("setup: cp a.txt b.txt");
    said.clear();
    Image second = bake(List.of(new Command("cp a.txt b.txt", 99)), List.of());

    assertThat(second).isEqualTo(first);
    assertThat(said)
        .containsExactly("image " + first.id() + " exists, baked at " + first.bakedAt());
    assertThat(store.list()).containsExactly(first);
    Path tree = store.stored(first.id()).orElseThrow().tree();
    assertThat(Files.readString(tree.resolve("b.txt"))).isEqualTo("a\n");
    for (Path path : List.of(tree, tree.resolve("a.txt"), tree.resolve("b.txt"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .as(path.toString())
          .doesNotContain("w");
    }
    assertThat(first.lock()).containsKeys("base host", "file a.txt");
  }

  @Test
  void anotherContentIsAnotherImage() throws Exception {
    Image first = bake(List.of(), List.of());
    Files.writeString(folder.resolve("a.txt"), "b\n");
    Image second = bake(List.of(), List.of());

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(store.list()).containsExactly(first, second);
  }

  @Test
  void failingCheckNamesItsLineAndLeavesNothing() throws Exception {
    Command check = new Command("echo looking; test -f missing.txt", 17);

    assertThatThrownBy(() -> bake(List.of(), List.of(check)))
        .isInstanceOf(BakeException.class)
        .hasMessage(
            folder.resolve("image.yaml")
                + ":17: check 'echo looking; test -f missing.txt' failed with status 1: looking");
    assertNothingLeft();
  }

  @Test
  void commandsSeeNothingOfTheCallersEnvironment() throws Exception {
    Image image = bake(List.of(new Command("env | cut -d= -f1 | sort > names.txt", 3)), List.of());

    Path tree = store.stored(image.id()).orElseThrow().tree();
    // Those after TMPDIR are bash's own.
    assertThat(Files.readAllLines(tree.resolve("names.txt")))
        .contains("PATH")
        .isSubsetOf("HOME", "LC_ALL", "PATH", "TMPDIR", "OLDPWD", "PWD", "SHLVL", "_");
  }

  @Test
  void endsWhatCommandsLeaveRunning() throws Exception {
    Image image = bake(List.of(new Command("sleep 1234 & echo $! > pid.txt", 3)), List.of());

    Path pid = store.stored(image.id()).orElseThrow().tree().resolve("pid.txt");
    Until.holds(
        "the process is gone",
        Duration.ofSeconds(5),
        () -> ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).isEmpty());
  }

  @Test
  void refusesPathThatLeavesTheRecipe() throws Exception {
    Files.writeString(temp.resolve("secret"), "s");
    Files.createSymbolicLink(folder.resolve("link"), temp.resolve("secret"));

    for (String from : List.of("../secret", "/etc/passwd", "link", "missing", "")) {
      assertThatThrownBy(() -> baker.resolve(recipe(from, "to"), folder))
          .as(from)
          .isInstanceOf(BakeException.class)
          .hasMessageContaining("image.yaml: files:")
          .hasMessageContaining("'" + from + "'");
    }
    assertThatThrownBy(() -> baker.resolve(recipe("a.txt", "../../x"), folder))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("'../../x'");
  }

  @Test
  void refusesLinkThatLeavesTheImage() throws Exception {
    assertThatThrownBy(() -> bake(List.of(new Command("ln -s /etc/passwd p", 4)), List.of()))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("symbolic link 'p' leads out of the image to '/etc/passwd'");
    assertNothingLeft();
  }

  @Test
  void sweepsWhatADeadBakeLeft() throws Exception {
    home.prepare();
    Path dead = Files.createDirectories(home.images().resolve(".baking/image/tree"));
    Files.setPosixFilePermissions(dead, PosixFilePermissions.fromString("r-xr-xr-x"));
    bake(List.of(), List.of());

    assertThat(home.images().resolve(".baking")).doesNotExist();
  }

  @Test
  void twoBakesOfTheSameThingMakeOneImage() throws Exception {
    List<Callable<Image>> bakes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      bakes.add(
          () ->
              new LocalBaker(
                      home,
                      Clock.systemUTC(),
                      System.getenv().getOrDefault("PATH", "/usr/bin:/bin"))
                  .bake(recipe("a.txt", "a.txt"), folder, line -> {}));
    }
    ExecutorService threads = Executors.newFixedThreadPool(bakes.size());
    Set<Image> images = new HashSet<>();
    try {
      for (Future<Image> image : threads.invokeAll(bakes)) {
        images.add(image.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(images).hasSize(1);
  }

  @Test
  void saysWhichPackageIsMissing() {
    assertThatThrownBy(() -> baker.resolve(recipe(List.of("java>=99", "nosuchthing")), folder))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("package 'java>=99' is too old")
        .hasMessageContaining("apt-get install openjdk-99-jdk-headless")
        .hasMessageContaining("package 'nosuchthing' is missing");
  }

  @Test
  void firstReasonOfABlockStays() throws Exception {
    Image image = bake(List.of(), List.of());
    store.block(image.id(), "bad", "ann");
    store.block(image.id(), "worse", "bob");

    assertThat(store.find(image.id()).orElseThrow().block().orElseThrow().reason())
        .isEqualTo("bad");
    store.unblock(image.id());
    store.unblock(image.id());
    assertThat(store.find(image.id())).contains(image);
  }

  private void assertNothingLeft() throws Exception {
    assertThat(store.list()).isEmpty();
    try (Stream<Path> files = Files.walk(home.images())) {
      assertThat(files.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .containsOnly(".lock");
    }
  }

  private Image bake(List<Command> setup, List<Command> checks) throws Exception {
    Recipe simple = recipe("a.txt", "a.txt");
    Recipe recipe =
        new Recipe(
            simple.name(),
            simple.function(),
            simple.version(),
            simple.base(),
            simple.files(),
            simple.packages(),
            setup,
            simple.run(),
            simple.health(),
            checks,
            simple.owner());
    return baker.bake(recipe, folder, said::add);
  }

  private static Recipe recipe(String from, String to) {
    return recipe(List.of(new FileEntry(from, to, false)), List.of());
  }

  private static Recipe recipe(List<String> packages) {
    return recipe(List.of(), packages);
  }

  private static Recipe recipe(List<FileEntry> files, List<String> packages) {
    return new Recipe(
        "hello",
        "app",
        "1",
        new Base.Host(),
        files,
        packages,
        List.of(),
        List.of("true"),
        new Recipe.HealthCheck("/health", Duration.ofSeconds(1), Duration.ofSeconds(1)),
        List.of(),
        "owner");
  }
}
