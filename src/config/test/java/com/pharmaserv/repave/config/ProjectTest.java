package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  void keepsEveryShippedEnvironmentInAnAccountAndJurisdictionOfItsOwn() throws ConfigException {
    Project project = Project.open(Projects.shipped());
    Set<String> accounts = new HashSet<>();
    for (String name : List.of("eu-staging", "eu-prod", "us-staging", "us-prod")) {
      Environment environment = project.environment(name);
      Environment.Aws aws = environment.aws().orElseThrow();
      assertThat(accounts.add(aws.account())).as(name).isTrue();
      assertThat(name).startsWith(environment.jurisdiction().code());
      assertThat(environment.zones()).hasSize(3);
      assertThat(environment.fleet("app").orElseThrow().routed()).isTrue();
      assertThat(environment.fleet("worker").orElseThrow().routed()).isFalse();
      assertThat(environment.fleets())
          .allSatisfy(
              fleet -> {
                assertThat(fleet.policy().alarms()).isNotEmpty();
                assertThat(fleet.policy().approval()).isEqualTo(name.endsWith("prod"));
              });
      for (Fleet fleet : environment.fleets()) {
        assertThat(project.recipe(fleet.image()).base()).isNotInstanceOf(Base.Host.class);
      }
    }
  }

  @Test
  void givesEveryShippedEnvironmentPortsOfItsOwn() throws ConfigException {
    Project project = Project.open(Projects.shipped());
    Environment eu = project.environment("local-eu");
    Environment us = project.environment("local-us");

    assertThat(eu.where()).isEqualTo(new Environment.Local(new Environment.Listen(8443, 8453)));
    assertThat(us.where()).isEqualTo(new Environment.Local(new Environment.Listen(8444, 8454)));
    assertThat(eu.zones()).doesNotContainAnyElementsOf(us.zones());
  }

  private static String text(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ProjectTest.class.getResourceAsStream("/config/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
