package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.Playground.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are wrong or hostile: every problem with its line, exit code 2, and nothing done. */
class BadConfigurationTest {
  @TempDir Path folder;
  private Playground ground;

  @BeforeEach
  void makeProject() throws IOException {
    ground = Playground.in(folder);
  }

  @Test
  void reportsAllProblemsOfAFileAtOnceWithTheirLines() throws IOException {
    ground.environment(
        Playground.ENVIRONMENT
            .replace("soak: 1s\n      final", "soak: 1 parsec\n      final")
            .replace("desired: 2", "desired: 9")
            .replace("retention:", "retension:"));

    Answer answer = refused("roll", "-e", "local-eu");

    assertThat(answer.err())
        .startsWith("repave: 3 problems in the configuration; nothing was done\n")
        .containsPattern("(?m)^environments/local-eu.yaml:8:\\d+: .*9.*")
        .containsPattern("(?m)^environments/local-eu.yaml:12:\\d+: .*'1 parsec'.*")
        .containsPattern(
            "(?m)^environments/local-eu.yaml:14:\\d+: .*retension is not a field.*did you mean retention");
  }

  @Test
  void saysWhereTheSyntaxBreaks() throws IOException {
    ground.environment("name: local-eu\nfleets: [\n");

    assertThat(refused("status").err()).containsPattern("repave: environments/local-eu.yaml:\\d+:");
  }

  @Test
  void refusesAnchorsAndHugeFiles() throws IOException {
    ground.environment("name: &a local-eu\nprovider: *a\n");
    assertThat(refused("status").err()).contains("environments/local-eu.yaml:1:");

    ground.environment("name: local-eu\n# " + "x".repeat(5_000_000) + "\n");
    assertThat(refused("status").err()).contains("environments/local-eu.yaml: is larger than");
  }

  @Test
  void refusesARecipeThatReachesOutOfItsFolder() throws IOException {
    ground.recipe(Playground.RECIPE.replace("from: hello.txt", "from: ../../../etc/passwd"));
    assertThat(refused("bake", "hello").err())
        .contains("images/hello/image.yaml:7:")
        .contains("../../../etc/passwd");

    ground.recipe(Playground.RECIPE);
    Path file = ground.project().resolve("images/hello/hello.txt");
    Files.delete(file);
    Files.createSymbolicLink(file, Files.writeString(folder.resolve("secret.txt"), "secret"));
    Answer answer = ground.run("bake", "hello");
    assertThat(answer.code()).isNotZero();
    assertThat(answer.err()).contains("hello.txt");
  }

  @Test
  void neverResolvesANameFromTheCommandLine() {
    assertThat(refused("bake", "../../etc").err()).contains("no recipe '../../etc'");
    assertThat(refused("roll", "-e", "../../etc").err()).contains("no environment '../../etc'");
  }

  @Test
  void namesAProviderThatItDoesNotHave() throws IOException {
    ground.environment(Playground.ENVIRONMENT.replace("provider: local", "provider: gcp"));

    assertThat(refused("roll", "-e", "local-eu").err()).contains("'gcp'");
  }

  private Answer refused(String... words) {
    Answer answer = ground.run(words);
    assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.out()).isEmpty();
    assertThat(ground.home()).doesNotExist();
    return answer;
  }
}
