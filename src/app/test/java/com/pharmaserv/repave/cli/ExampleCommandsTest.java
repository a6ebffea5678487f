package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** What the examples for schedulers and CI type is what the command line takes. */
class ExampleCommandsTest {
  /** Up to what ends a command in a shell, a service file, a code span or a sentence. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:\\./|/opt/repave/|`)repave ((?:\"[^\"\n]*\"|[^|&;<>()`#\n\"])+)");

  /** A text in quotes, or what has no blank in it. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** An environment, and what comes after it. */
  private static final Pattern NAMED =
      Pattern.compile("-e ([a-z]+(?:-[a-z]+)*)(?: ([a-z]+(?:-[a-z]+)*))?");

  @Test
  void everyCommandOfTheExamplesIsTaken() throws IOException {
    List<String> refused = new ArrayList<>();
    int seen = 0;
    for (Path file : files()) {
      for (String command : commands(Files.readString(file))) {
        seen++;
        problem(command).ifPresent(why -> refused.add("%s: %s: %s".formatted(file, command, why)));
      }
    }
    assertThat(refused).isEmpty();
    assertThat(seen).as("commands in all files").isGreaterThan(25);
  }

  @Test
  void everyEnvironmentFleetAndRecipeOfTheExamplesIsThere() throws IOException {
    Path root = ProjectRoot.resolve("");
    for (Path file : files()) {
      for (String command : commands(Files.readString(file))) {
        Matcher named = NAMED.matcher(command);
        if (named.find()) {
          Path environment = root.resolve("environments/" + named.group(1) + ".yaml");
          assertThat(environment).as("%s: %s", file, command).exists();
          if (command.matches("(roll|approve|abort|resume) .*")) {
            assertThat(environment).content().contains("- name: " + named.group(2) + "\n");
          } else if (command.startsWith("bake ")) {
            assertThat(root.resolve("images/" + named.group(2))).isDirectory();
          }
        }
      }
    }
  }

  @Test
  void findsCommandsAndNoticesWhatIsNotTaken() {
    assertThat(
            commands("x && ./repave roll -e a b --reason \"c | d\" || y; `repave status -e a`.\n"))
        .containsExactly("roll -e a b --reason \"c | d\"", "status -e a");
    assertThat(
            commands(
                "cd /opt/repave && /opt/repave/repave --help >x repave-rotate.timer repave it"))
        .containsExactly("--help");

    assertThat(problem("roll -e eu-prod app --until promoted")).isEmpty();
    assertThat(problem("roll -e eu-prod app --till promoted")).isPresent();
    assertThat(problem("roll -e eu-prod app --until dawn")).isPresent();
    assertThat(problem("rotate")).isPresent();
    assertThat(problem("fly -e eu-prod")).isPresent();
  }

  private static Optional<String> problem(String command) {
    String[] words =
        WORD.matcher(command)
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .toArray(String[]::new);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Console console = new Console(nowhere, nowhere, false, Map.of());
    Wiring.Start start =
        new Wiring.Start(
            Map.of(), Clock.systemUTC(), UnaryOperator.identity(), Wiring.Elsewhere.AWS);
    try {
      new Tool(new Repave(console, start)).line(words).parseArgs(words);
      return Optional.empty();
    } catch (ParameterException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  private static List<String> commands(String text) {
    return COMMAND.matcher(text).results().map(found -> found.group(1).strip()).toList();
  }

  private static List<Path> files() throws IOException {
    Path docs = ProjectRoot.resolve("src/docs");
    try (Stream<Path> examples = Files.list(docs.resolve("examples"))) {
      return Stream.concat(examples.sorted(), Stream.of(docs.resolve("scheduling.md"))).toList();
    }
  }
}
