package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
  @TempDir Path root;

  @Test
  void listsWhatExists() {
    Project project = Project.open(Projects.write(root));
    Projects.write(root.resolve("environments/environment.schema.json"), "{}");
    Projects.write(root.resolve("environments/another.yaml"), "");
    Projects.write(root.resolve("images/notes/README.md"), "");

    assertThat(project.environmentNames()).containsExactly("another", "local-eu");
    assertThat(project.recipeNames()).containsExactly("hello");
    assertThat(project.recipeFolder("hello")).isEqualTo(root.resolve("images/hello"));
  }

  @Test
  void listsNothingWhereThereIsNoProject() {
    Project project = Project.open(root.resolve("nowhere"));

    assertThat(project.environmentNames()).isEmpty();
    assertThat(project.recipeNames()).isEmpty();
    assertThat(Projects.problems(() -> project.environment("x")))
        .containsExactly(
            "environments/x.yaml: no environment 'x' in "
                + root.resolve("nowhere")
                + "; there is none yet");
  }

  @Test
  void guessesWhichEnvironmentOrRecipeWasMeant() {
    Project project = Project.open(Projects.write(root));
    Projects.write(root.resolve("environments/local-us.yaml"), "");

    assertThat(Projects.problems(() -> project.environment("locl-eu")))
        .containsExactly(
            "environments/locl-eu.yaml: no environment 'locl-eu' in "
                + root
                + "; did you mean local-eu? there are: local-eu, local-us");
    assertThat(Projects.problems(() -> project.recipe("helo")))
        .containsExactly(
            "images/helo/image.yaml: no recipe 'helo' in "
                + root
                + "; did you mean hello? there are: hello");
    assertThat(Projects.problems(() -> project.recipe("database")))
        .containsExactly(
            "images/database/image.yaml: no recipe 'database' in " + root + "; there are: hello");
  }

  @Test
  void neverResolvesNamesThatLeadOut() {
    Projects.write(root.resolve("secret.yaml"), "password: x");
    Project project = Project.open(Projects.write(root.resolve("project")));

    assertThat(Projects.problems(() -> project.environment("../../secret")))
        .singleElement()
        .asString()
        .contains("no environment '../../secret'");
    assertThat(Projects.problems(() -> project.recipe("../hello\u001b")))
        .singleElement()
        .asString()
        .contains("no recipe '../hello\\u001B'");
  }

  @Test
  void collectsEveryProblemOfAFile() throws IOException {
    Projects.write(root);

    assertThat(String.join("\n", Projects.environmentProblems(root, text("many-problems.yaml"))))
        .isEqualTo(text("many-problems.txt").strip());
  }

  @Test
  void readsWhatIsShipped() throws ConfigException {
    Project project = Project.open(Projects.shipped());

    assertThat(project.environmentNames()).contains("local-eu", "local-us");
    for (String name : project.environmentNames()) {
      Environment environment = project.environment(name);
      assertThat(environment.name()).isEqualTo(name);
    }
    for (String name : project.recipeNames()) {
      Recipe recipe = project.recipe(name);
      assertThat(Files.isDirectory(project.recipeFolder(name))).isTrue();
      assertThat(recipe.name()).isEqualTo(name);
    }
  }

  @Test
  void givesEveryShippedEnvironmentPortsOfItsOwn() throws ConfigException {
    Project project = Project.open(Projects.shipped());
    Environment eu = project.environment("local-eu");
    Environment us = project.environment("local-us");

    assertThat(eu.listen()).isEqualTo(new Environment.Listen(8443, 8453));
    assertThat(us.listen()).isEqualTo(new Environment.Listen(8444, 8454));
    assertThat(eu.zones()).doesNotContainAnyElementsOf(us.zones());
  }

  private static String text(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ProjectTest.class.getResourceAsStream("/config/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
