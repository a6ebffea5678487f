package com.pharmaserv.repave.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.Recipe.Command;
import com.pharmaserv.repave.model.Recipe.FileEntry;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Resolved;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every implementation of {@link Baker} must do. */
public abstract class BakerContract {
  @TempDir Path temp;
  private Path folder;
  private Baker baker;
  private Images images;
  private Base base;
  private final List<String> said = new ArrayList<>();

  /**
   * A provider without images.
   *
   * @param images what it has baked
   * @param base that it can bake on
   */
  public record Subject(Baker baker, Images images, Base base) {}

  /**
   * Makes a fresh one.
   *
   * @param folder of its own
   */
  protected abstract Subject createSubject(Path folder) throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    Subject subject = createSubject(temp.resolve("provider"));
    baker = subject.baker();
    images = subject.images();
    base = subject.base();
    folder = Files.createDirectories(temp.resolve("images/hello"));
    Files.writeString(folder.resolve("a.txt"), "a\n");
  }

  @Test
  void resolvingMakesNothing() throws Exception {
    Resolved first = baker.resolve(recipe(List.of(), List.of()), folder);
    Resolved second = baker.resolve(recipe(List.of(), List.of()), folder);

    assertThat(first).isEqualTo(second);
    assertThat(first.lock()).containsKey("file a.txt");
    assertThat(images.list()).isEmpty();
  }

  @Test
  void bakesWhatWasResolved() throws Exception {
    Recipe recipe = recipe(List.of(new Command("echo hello", 5)), List.of(new Command("true", 6)));
    Resolved resolved = baker.resolve(recipe, folder);
    Image image = baker.bake(recipe, folder, said::add);

    assertThat(image.id()).isEqualTo(resolved.image());
    assertThat(image.lock()).containsAllEntriesOf(resolved.lock());
    assertThat(image.function()).isEqualTo("app");
    assertThat(image.version()).isEqualTo("1");
    assertThat(image.owner()).isEqualTo("owner");
    assertThat(image.block()).isEmpty();
    assertThat(images.list()).containsExactly(image);
    assertThat(said).containsSubsequence("setup: echo hello", "  hello", "check: true");
  }

  @Test
  void bakesTheSameOnlyOnce() throws Exception {
    Image first = baker.bake(recipe(List.of(new Command("true", 5)), List.of()), folder, l -> {});
    Image second =
        baker.bake(recipe(List.of(new Command("true", 50)), List.of()), folder, said::add);

    assertThat(second).isEqualTo(first);
    assertThat(said)
        .containsExactly("image " + first.id() + " exists, baked at " + first.bakedAt());
    assertThat(images.list()).containsExactly(first);
  }

  @Test
  void otherContentIsAnotherImage() throws Exception {
    Image first = baker.bake(recipe(List.of(), List.of()), folder, said::add);
    Files.writeString(folder.resolve("a.txt"), "b\n");
    Image second = baker.bake(recipe(List.of(), List.of()), folder, said::add);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(images.list()).containsExactly(first, second);
  }

  @Test
  void failingSetupNamesItsLineAndLeavesNothing() throws Exception {
    assertFails("setup", recipe(List.of(new Command("echo no; exit 7", 12)), List.of()));
  }

  @Test
  void failingCheckNamesItsLineAndLeavesNothing() throws Exception {
    assertFails("check", recipe(List.of(), List.of(new Command("echo no; exit 7", 12))));
  }

  private void assertFails(String kind, Recipe recipe) throws Exception {
    assertThatThrownBy(() -> baker.bake(recipe, folder, said::add))
        .isInstanceOf(BakeException.class)
        .hasMessage(
            folder.resolve("image.yaml")
                + ":12: "
                + kind
                + " 'echo no; exit 7' failed with status 7: no");
    assertThat(images.list()).isEmpty();
    baker.bake(recipe(List.of(), List.of()), folder, said::add);
    assertThat(images.list()).as("the next bake").hasSize(1);
  }

  @Test
  void refusesFileOutsideOfTheRecipe() {
    assertThatThrownBy(() -> baker.resolve(recipe("../secret"), folder))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("image.yaml: files:")
        .hasMessageContaining("'../secret'");
  }

  private Recipe recipe(List<Command> setup, List<Command> checks) {
    return recipe("a.txt", setup, checks);
  }

  private Recipe recipe(String from) {
    return recipe(from, List.of(), List.of());
  }

  private Recipe recipe(String from, List<Command> setup, List<Command> checks) {
    return new Recipe(
        "hello",
        "app",
        "1",
        base,
        List.of(new FileEntry(from, from, false)),
        List.of(),
        setup,
        List.of("true"),
        new Recipe.HealthCheck("/health", Duration.ofSeconds(1), Duration.ofSeconds(1)),
        checks,
        "owner");
  }
}
