package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.Golden;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The help of every command: {@code test/resources/cli/help}, written by -Drepave.golden=update.
 */
class HelpTest {
  private static final Path FOLDER = Path.of("test", "resources", "cli", "help");
  private static final int WIDTH_MAX = 96;
  private static final Wiring.Start START = Wiring.Start.plain(Map.of(), Clock.systemUTC());

  /** All commands as a user would write them, without hidden ones; the root is an empty text. */
  static Stream<String> commands() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    List<String> names = new ArrayList<>();
    collect(new Tool(new Repave(console(nowhere), START)).line(), "", names);
    return names.stream();
  }

  private static void collect(CommandLine line, String name, List<String> names) {
    names.add(name);
    line.getSubcommands()
        .forEach(
            (word, sub) -> {
              if (!sub.getCommandSpec().usageMessage().hidden()) {
                collect(sub, (name + " " + word).strip(), names);
              }
            });
  }

  @ParameterizedTest(name = "repave {0} --help")
  @MethodSource("commands")
  void staysAsItWasAgreed(String command) throws IOException {
    String file = command.isEmpty() ? "repave.txt" : command.replace(' ', '-') + ".txt";
    Golden.check(FOLDER.resolve(file), help(command));
  }

  @Test
  void hasNoFileOfACommandThatIsGone() throws IOException {
    List<String> files =
        commands().map(c -> c.isEmpty() ? "repave.txt" : c.replace(' ', '-') + ".txt").toList();
    try (Stream<Path> stored = Files.list(FOLDER)) {
      assertThat(stored.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrderElementsOf(files);
    }
  }

  @ParameterizedTest(name = "repave {0} --help")
  @MethodSource("commands")
  void showsAnExampleAndFitsTheWindow(String command) {
    String help = help(command);
    assertThat(help).containsPattern("Examples?:|First steps:").contains("  repave " + command);
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDTH_MAX + 1));
    assertThat(help).as("one blank line at a time").doesNotContain("\n\n\n");
  }

  @ParameterizedTest(name = "repave {0} --help")
  @MethodSource("commands")
  void offersJsonEverywhere(String command) {
    assertThat(help(command)).contains("--output=FORMAT");
  }

  @Test
  void offersAPlanWhereverAFleetOrAnImageWouldChange() {
    List<String> changing =
        List.of(
            "bake",
            "roll",
            "rotate",
            "rollback",
            "abort",
            "pause",
            "resume",
            "approve",
            "reject",
            "hold",
            "release",
            "audit",
            "repair",
            "sweep",
            "quarantine",
            "react",
            "teardown",
            "images layout",
            "images release",
            "images block",
            "images unblock",
            "images gc",
            "images restore");
    assertThat(commands().filter(command -> help(command).contains("--plan ")))
        .containsExactlyInAnyOrderElementsOf(changing);
  }

  private static String help(String command) {
    StringWriter out = new StringWriter();
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.removeIf(String::isEmpty);
    words.add("--help");
    int code = Tool.run(console(new PrintWriter(out, true)), START, words.toArray(new String[0]));
    assertThat(code).isZero();
    return out.toString();
  }

  private static Console console(PrintWriter out) {
    return new Console(out, new PrintWriter(Writer.nullWriter()), false, Map.of());
  }
}
