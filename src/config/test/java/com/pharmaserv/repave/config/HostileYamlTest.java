package com.pharmaserv.repave.config;

import static com.pharmaserv.repave.config.Projects.ENVIRONMENT;
import static com.pharmaserv.repave.config.Projects.edit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileYamlTest {
  private static final String NAME = "environments/local-eu.yaml";

  @TempDir Path root;

  /** A text, and every problem that must be found in it. */
  record Case(String what, String text, List<String> problems) {
    @Override
    public String toString() {
      return what;
    }
  }

  @BeforeEach
  void writeProject() {
    Projects.write(root);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void refuses(Case one) {
    assertThat(Projects.environmentProblems(root, one.text()))
        .isEqualTo(one.problems().stream().map(problem -> NAME + problem).toList());
  }

  static Stream<Case> texts() {
    return Stream.of(
        new Case(
            "anchors and aliases",
            "zones: &z [a, b]\nname: *z\n",
            List.of(
                ":1:8: anchor '&z' is refused; delete it and write repeated values out",
                ":2:7: alias '*z' is refused; write it out")),
        new Case(
            "tags",
            "name: !!str x\nzones: !!java.net.URL [x]\nfleets: ! y\n",
            List.of(
                ":1:7: tag 'tag:yaml.org,2002:str' is refused; delete it; fields have fixed types",
                ":2:8: tag 'tag:yaml.org,2002:java.net.URL' is refused; delete it; fields have fixed"
                    + " types",
                ":3:9: tag '!' is refused; delete it; fields have fixed types")),
        new Case(
            "merge keys",
            edit(ENVIRONMENT, "listen: {", "listen: {<<: {port: 1}, "),
            List.of(":5:10: merge key '<<' is refused; write the fields out")),
        new Case(
            "deep nesting",
            "name: " + "[".repeat(60_000),
            List.of(":1:26: nesting is deeper than 20 levels; write it flatter")),
        new Case(
            "a second document",
            ENVIRONMENT + "---\nname: x\n",
            List.of(":22:1: a second document begins here; keep one document in each file")),
        new Case(
            "a byte order mark",
            "\uFEFF" + ENVIRONMENT,
            List.of(":1:1: begins with a byte order mark; save the file as UTF-8 without it")),
        new Case(
            "tabs and control characters",
            "name: x\n  \tprovider: y\nzones: \u0007\n",
            List.of(
                ":2:3: a tab indents this line; indent with spaces",
                ":3:8: control character U+0007; delete it")),
        new Case("nothing", "", List.of(EMPTY)),
        new Case("nothing but a comment", "# later\n---\n", List.of(EMPTY_DOCUMENT)),
        new Case(
            "a list",
            "- name: x\n",
            List.of(
                ":1:1: the file is a list, not a mapping; the fields of an environment are name,"
                    + " provider, jurisdiction, zones, listen, aws, infrastructure, builders, channel,"
                    + " rotation, react, fleets")),
        new Case(
            "broken YAML",
            "name: x\nzones: [a, b\nfleets: []\n",
            List.of(
                ":3:7: is not YAML: expected ',' or ']', but got :; look at this line and the one"
                    + " before it")));
  }

  private static final String EMPTY =
      ": is empty; describe what it is for; its JSON Schema lists the fields";
  private static final String EMPTY_DOCUMENT =
      ":3:1: the file is empty, not a mapping; the fields of an environment are name, provider,"
          + " jurisdiction, zones, listen, aws, infrastructure, builders, channel, rotation, react, fleets";

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    byte[] text = "name: x\nowner: J\u00f6rg\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(root.resolve(NAME), text);

    assertThat(Projects.problems(() -> Project.open(root).environment("local-eu")))
        .containsExactly(NAME + ":2:9: byte 0xF6 is not UTF-8 text; save the file as UTF-8");
  }

  @Test
  void refusesLargeFileWithoutReadingItWhole() throws IOException {
    try (var file = new java.io.RandomAccessFile(root.resolve(NAME).toFile(), "rw")) {
      // Sparse: takes no room on disk, but no heap of ours could hold it.
      file.setLength(1L << 40);
    }

    assertThat(Projects.problems(() -> Project.open(root).environment("local-eu")))
        .containsExactly(NAME + ": is larger than 256 KiB; make it smaller");
  }

  @Test
  void readsFileOfTheGreatestSize() throws ConfigException {
    int room = TextFile.BYTES_MAX - ENVIRONMENT.length() - 1;
    Projects.write(root.resolve(NAME), ENVIRONMENT + "#" + "x".repeat(room));

    assertThat(Project.open(root).environment("local-eu").name()).isEqualTo("local-eu");
  }

  /** The parser trips over these instead of refusing them. */
  @Test
  void saysWhereEscapesAreBroken() {
    for (String value :
        List.of(
            "\"\\UFFFFFFFF\"",
            "\"\\x",
            "\"\\u12",
            "\"\\U0011FFFF\"",
            "\"\\uD800\"",
            "\"\\xZZ\"",
            "\"\\")) {
      assertThat(Projects.environmentProblems(root, "provider: local\nname: " + value))
          .as(value)
          .anyMatch(
              problem -> problem.startsWith(NAME + ":2:") || problem.startsWith(NAME + ":3:"));
    }
  }

  /** Of processor time for the largest file that is read at all. */
  @ParameterizedTest
  @MethodSource("largest")
  void takesLinearTime(String what, String text) {
    Projects.write(root.resolve(NAME), text);
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try {
      Project.open(root).environment("local-eu");
    } catch (ConfigException refused) {
      assertThat(refused.problems()).as(what).isNotEmpty();
    }
    long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;

    assertThat(Duration.ofNanos(took)).as(what).isLessThan(Duration.ofSeconds(1));
  }

  static Stream<Arguments> largest() {
    return Stream.of(
            "unknown: x\n",
            "zoness: x\n",
            "a: b\n",
            "a:\n",
            "? a\n",
            "- a\n",
            "a ",
            "a\n",
            "a, ",
            "a: b, ",
            "\\x41",
            "\\n",
            "# c\n",
            "\n",
            " \n",
            "' ",
            "*a ",
            "&a ",
            "!a ",
            "%TAG ! tag:x,2000:\n",
            "--- a\n",
            "[], ",
            "{}, ",
            "\u00e9: x\n",
            "\ud83d\ude00: x\n",
            "\u202e",
            "\u0085",
            "\t")
        .flatMap(
            piece ->
                Stream.of("", "a: [", "a: {", "a: \"", "a: |\n ", ENVIRONMENT)
                    .map(head -> Arguments.of(head + " then " + piece, filled(head, piece))));
  }

  private static String filled(String head, String piece) {
    int bytes = piece.getBytes(StandardCharsets.UTF_8).length;
    return head + piece.repeat((TextFile.BYTES_MAX - head.length()) / bytes);
  }

  @Test
  void refusesDirectoryAndDeadLink() throws IOException {
    Files.createDirectories(root.resolve("environments/folder.yaml"));
    Files.createSymbolicLink(root.resolve("environments/dead.yaml"), Path.of("nowhere"));

    assertThat(Projects.problems(() -> Project.open(root).environment("folder")))
        .containsExactly("environments/folder.yaml: is a directory, not a file");
    assertThat(Projects.problems(() -> Project.open(root).environment("dead")))
        .containsExactly("environments/dead.yaml: does not exist");
  }

  @Test
  void refusesDeviceThatNeverEnds() throws IOException {
    Path link =
        Files.createSymbolicLink(root.resolve("environments/zero.yaml"), Path.of("/dev/zero"));

    assertThat(Projects.problems(() -> Project.open(root).environment("zero")))
        .containsExactly(
            "environments/zero.yaml: is a symbolic link that leads out of its folder; copy the file into the folder");
    Files.delete(link);
  }

  @Test
  void neitherReadsNorQuotesWhatALinkLeadsTo() throws IOException {
    Path secret = Files.writeString(root.resolve("secret"), "password: hunter2\n");
    Path recipe = root.resolve("images/hello/image.yaml");
    Files.copy(recipe, root.resolve("images/hello/real.yaml"));
    Files.copy(recipe, root.resolve("images/other.yaml"));
    for (Path target :
        List.of(
            secret,
            Path.of("../../secret"),
            Path.of("../other.yaml"),
            Path.of("/etc/passwd"),
            Path.of("/proc/self/environ"),
            Path.of("image.yaml"))) {
      Files.delete(recipe);
      Files.createSymbolicLink(recipe, target);
      assertThat(Projects.problems(() -> Project.open(root).recipe("hello")))
          .as(target.toString())
          .singleElement()
          .asString()
          .startsWith("images/hello/image.yaml: ")
          .doesNotContain("hunter2", "password", "root:");
    }
    Files.delete(recipe);
    Files.createSymbolicLink(recipe, Path.of("real.yaml"));
    assertThatCode(() -> Project.open(root).recipe("hello")).doesNotThrowAnyException();
    Files.delete(root.resolve(NAME));
    Files.createSymbolicLink(root.resolve(NAME), secret);
    assertThat(Projects.problems(() -> Project.open(root).environment("local-eu")))
        .containsExactly(
            NAME
                + ": is a symbolic link that leads out of its folder; copy the file into the folder");
  }

  /** A folder that is a link is a folder somewhere else, and its files are, too. */
  @Test
  void refusesARecipeWhoseFolderLeadsOut() throws IOException {
    Path elsewhere = root.resolve("elsewhere");
    Files.move(root.resolve("images/hello"), elsewhere);
    Files.createSymbolicLink(root.resolve("images/hello"), elsewhere);

    assertThat(Projects.problems(() -> Project.open(root).recipe("hello")))
        .singleElement()
        .asString()
        .contains("is a symbolic link that leads out of its folder");
  }

  @Test
  void showsTerminalCodesInsteadOfSendingThem() {
    String text = edit(ENVIRONMENT, "image: hello", "image: \"\\e[2J\\u202Eolleh\"");

    assertThat(Projects.environmentProblems(root, text))
        .singleElement()
        .asString()
        .contains("fleets[0].image '\\u001B[2J\\u202Eolleh'");
  }

  @Test
  void showsNoMoreProblemsThanPeopleRead() {
    StringBuilder text = new StringBuilder(ENVIRONMENT);
    for (int i = 0; i < 10_000; i++) {
      text.append("unknown-").append(i).append(": x\n");
    }

    assertThat(Projects.environmentProblems(root, text.toString()))
        .hasSize(Problems.SHOWN_MAX + 1)
        .last()
        .isEqualTo(NAME + ": 9950 more problems are not shown; repair these first");
  }

  /** Whatever stands in a file, reading it either succeeds or tells where it is wrong. */
  @Test
  void neverFailsWithoutTellingWhere() {
    long seed = 20_240_601;
    String pieces = "{}[]:,-#&*!|>'\"%@`?<~\\\n\t \u00a0\ud83d\ude00";
    for (int run = 0; run < 1_000; run++) {
      Random random = new Random(seed + run);
      StringBuilder text = new StringBuilder(ENVIRONMENT);
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
          default -> text.setLength(Math.max(1, at));
        }
      }
      Projects.write(root.resolve(NAME), text.toString().replaceAll("[\ud800-\udfff]", "?"));
      try {
        Project.open(root).environment("local-eu");
      } catch (ConfigException e) {
        assertThat(e.problems()).as("seed %d", seed + run).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + (seed + run) + " failed on:\n" + text, e);
      }
    }
  }
}
