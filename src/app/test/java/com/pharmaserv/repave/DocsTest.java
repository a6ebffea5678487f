package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the pages true as far as a machine can tell: links, commands, indexes, lengths. */
class DocsTest {
  /** More than a newcomer reads in ten minutes. */
  private static final int README_LINES_MAX = 120;

  /** More than a newcomer types before something works. */
  private static final int TRY_IT_COMMANDS = 2;

  private static final Path ROOT = ProjectRoot.resolve("");

  @Test
  void everyRelativeLinkLeadsToAFileAndToAHeadingInIt() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Page page : Page.all(ROOT)) {
      for (String link : page.links()) {
        page.broken(link).ifPresent(why -> broken.add("%s: %s".formatted(page, why)));
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void noticesALinkToNothingAndToAHeadingThatIsNotThere() throws IOException {
    Page readme = new Page(ROOT, ROOT.resolve("README.md"));
    assertThat(readme.broken("src/docs/no-such-page.md")).isPresent();
    assertThat(readme.broken("src/docs/aws.md#no-such-heading")).isPresent();
    assertThat(readme.broken("src/docs/aws.md#how-it-is-judged")).isEmpty();
    assertThat(readme.broken("https://example.org/whatever")).isEmpty();
  }

  @Test
  void everyShellCommandNamesAFileACommandAndAModuleThatExist() throws IOException {
    List<String> missing = new ArrayList<>();
    Set<String> known = ShellLine.subcommands(ROOT);
    for (Page page : Page.all(ROOT)) {
      for (String line : page.shellLines()) {
        new ShellLine(page.folder(), ROOT, line)
            .problem(known)
            .ifPresent(why -> missing.add("%s: %s".formatted(page, why)));
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void noticesACommandThatIsNotThere() throws IOException {
    Set<String> known = ShellLine.subcommands(ROOT);
    assertThat(known).contains("roll", "demo", "local");
    assertThat(new ShellLine(ROOT, ROOT, "./repave fly -e eu-prod").problem(known)).isPresent();
    assertThat(new ShellLine(ROOT, ROOT, "benchmarks/none.sh 3").problem(known)).isPresent();
    assertThat(new ShellLine(ROOT, ROOT, "mvn -pl src/none test").problem(known)).isPresent();
    assertThat(new ShellLine(ROOT, ROOT, "make coffee").problem(known)).isPresent();
    assertThat(new ShellLine(ROOT, ROOT, "./repave roll -e eu-prod app").problem(known)).isEmpty();
  }

  @Test
  void everyTestThatAPageNamesIsThere() throws IOException {
    Set<String> known =
        Page.files(ROOT, ".java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    assertThat(known).contains("DocsTest").doesNotContain("NoSuchTest");
    for (Page page : Page.all(ROOT)) {
      assertThat(known).as("tests that %s names", page).containsAll(page.tests());
    }
  }

  @Test
  void theReadmeIsShortAndIsTriedWithTwoCommands() throws IOException {
    Page readme = new Page(ROOT, ROOT.resolve("README.md"));
    assertThat(readme.lines()).hasSizeLessThanOrEqualTo(README_LINES_MAX);
    assertThat(readme.section("Try it").shellLines()).hasSize(TRY_IT_COMMANDS);
  }

  @Test
  void anIndexNamesEveryPageBesideIt() throws IOException {
    for (String folder : List.of("src/docs", "src/docs/decisions")) {
      Page index = new Page(ROOT, ROOT.resolve(folder).resolve("README.md"));
      Set<String> linked =
          index.links().stream().map(l -> l.replaceFirst("#.*", "")).collect(Collectors.toSet());
      try (Stream<Path> files = Files.list(index.folder())) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .filteredOn(name -> name.endsWith(".md") && !name.equals("README.md"))
            .as("pages in %s that its README.md links to", folder)
            .isSubsetOf(linked);
      }
    }
  }

  @Test
  void everyDecisionSaysTheSameFourThings() throws IOException {
    Path decisions = ROOT.resolve("src/docs/decisions");
    try (Stream<Path> files = Files.list(decisions)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("0")).toList()) {
        assertThat(new Page(ROOT, file).headings())
            .as("headings of %s", file.getFileName())
            .hasSize(5)
            .endsWith("Problem", "What must stay true", "Decision", "What would change it");
      }
    }
  }
}
