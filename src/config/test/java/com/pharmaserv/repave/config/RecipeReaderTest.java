package com.pharmaserv.repave.config;

import static com.pharmaserv.repave.config.Projects.RECIPE;
import static com.pharmaserv.repave.config.Projects.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeReaderTest {
  private static final String REMEDY = "; write a plain path such as lib/Hello.java";

  @TempDir Path root;

  /** A piece of the good file, what replaces it, and the one problem that must be found. */
  record Case(String piece, String by, String problem) {
    @Override
    public String toString() {
      return by.strip();
    }
  }

  @BeforeEach
  void writeProject() {
    Projects.write(root);
  }

  @Test
  void readsEveryField() throws ConfigException {
    assertThat(Project.open(root).recipe("hello"))
        .isEqualTo(
            new Recipe(
                "hello",
                "app",
                "1",
                new Base.Host(),
                List.of(
                    new Recipe.FileEntry("Hello.java", "Hello.java", false),
                    new Recipe.FileEntry("lib", "lib", true)),
                List.of("java>=17", "bash"),
                List.of(new Recipe.Command("javac -d app Hello.java", 11)),
                List.of("java", "-cp", "app", "Hello"),
                new Recipe.HealthCheck("/health", Duration.ofMillis(250), Duration.ofSeconds(1)),
                List.of(new Recipe.Command("test -f app/Hello.class", 15)),
                "platform-team@pharmaserv.example"));
  }

  @Test
  void fillsInDefaults() throws ConfigException {
    Projects.write(
        root.resolve("images/hello/image.yaml"),
        """
        name: hello
        function: app
        version: "1"
        owner: somebody
        base: host
        run: [sleep, infinity]
        health: {path: /}
        """);

    Recipe recipe = Project.open(root).recipe("hello");

    assertThat(recipe.files()).isEmpty();
    assertThat(recipe.packages()).isEmpty();
    assertThat(recipe.setup()).isEmpty();
    assertThat(recipe.checks()).isEmpty();
    assertThat(recipe.health())
        .isEqualTo(new Recipe.HealthCheck("/", Duration.ofSeconds(5), Duration.ofSeconds(2)));
  }

  static Stream<Arguments> bases() {
    return Stream.of(
        Arguments.of("host", new Base.Host()),
        Arguments.of("{ami: ami-0123456789abcdef0}", new Base.AmiId("ami-0123456789abcdef0")),
        Arguments.of(
            "{ami: {parameter: /aws/service/debian/release/12/latest/amd64}}",
            new Base.AmiParameter("/aws/service/debian/release/12/latest/amd64")),
        Arguments.of(
            "{ami: {owner: \"136693071363\", name: \"debian-12-amd64-*\", architecture: x86_64}}",
            new Base.AmiFilter("136693071363", "debian-12-amd64-*", "x86_64")));
  }

  @ParameterizedTest
  @MethodSource("bases")
  void readsEveryKindOfBase(String text, Base base) throws ConfigException {
    Projects.write(
        root.resolve("images/hello/image.yaml"), edit(RECIPE, "base: host", "base: " + text));

    assertThat(Project.open(root).recipe("hello").base()).isEqualTo(base);
  }

  @Test
  void keepsCommandsOfManyLines() throws ConfigException {
    Projects.write(
        root.resolve("images/hello/image.yaml"),
        edit(RECIPE, "- javac -d app Hello.java", "- |\n    set -e\n    echo one"));

    assertThat(Project.open(root).recipe("hello").setup())
        .containsExactly(new Recipe.Command("set -e\necho one\n", 11));
  }

  @ParameterizedTest
  @MethodSource({"paths", "fields"})
  void refuses(Case one) {
    assertThat(Projects.recipeProblems(root, edit(RECIPE, one.piece(), one.by())))
        .containsExactly("images/hello/image.yaml:" + one.problem());
  }

  static Stream<Case> paths() {
    return Stream.of(
        to("../up", "'../up' leads out through '..'"),
        to("a/../../up", "'a/../../up' leads out through '..'"),
        to("..", "'..' leads out through '..'"),
        to("/etc/passwd", "'/etc/passwd' is absolute"),
        to("~/x", "'~/x' begins with '~'"),
        to("a\\b", "'a\\b' holds a backslash"),
        to("a//b", "'a//b' has a part that is empty or '.'"),
        to("a/", "'a/' has a part that is empty or '.'"),
        to(".", "'.' has a part that is empty or '.'"),
        to("x".repeat(256), "'" + "x".repeat(60) + "…' is longer than 255 characters"),
        new Case("to: Hello.java", "to: ''", "7:28: files[0].to is empty; write a value"),
        new Case(
            "to: Hello.java",
            "to: \"a\\0b\"",
            "7:28: files[0].to 'a\\u0000b' holds control characters; write plain text"),
        new Case(
            "to: Hello.java",
            "to: \"a\\nb\"",
            "7:28: files[0].to 'a\\u000Ab' holds control characters; write one line of plain text"),
        new Case(
            "to: lib,",
            "to: Hello.java,",
            "8:21: files[1].to 'Hello.java' is given twice, first on line 7; give each file its own"
                + " place"),
        new Case(
            "to: lib,",
            "to: Hello.java/lib,",
            "8:21: files[1].to 'Hello.java/lib' needs a folder where line 7 puts a file; rename one"
                + " of them"),
        new Case(
            "from: Hello.java",
            "from: ../hello/Hello.java",
            "7:12: files[0].from '../hello/Hello.java' leads out through '..'" + REMEDY),
        new Case(
            "from: Hello.java",
            "from: Helo.java",
            "7:12: files[0].from 'Helo.java' does not exist in the recipe's folder; did you mean"
                + " Hello.java?"));
  }

  private static Case to(String path, String problem) {
    return new Case("to: Hello.java", "to: " + path, "7:28: files[0].to " + problem + REMEDY);
  }

  static Stream<Case> fields() {
    return Stream.of(
        new Case(
            "name: hello",
            "name: other",
            "1:7: name 'other' is not the name of its folder; write name: hello, or rename the"
                + " folder to other"),
        new Case(
            "version: \"1\"",
            "version: 1",
            "3:10: version '1' is a number, not text; put it in quotes: \"1\""),
        new Case(
            "version: \"1\"",
            "version: one two",
            "3:10: version 'one two' must be letters, digits, '.', '_', '+' and '-', at most 64"),
        new Case("base: host", "base: ../host", "5:7: base '../host' is unknown; write host"),
        new Case(
            "base: host",
            "base: {ami: debian-12}",
            "5:13: base.ami 'debian-12' must be ami- and 17 hexadecimal digits"),
        new Case(
            "base: host",
            "base: {ami: {parameter: debian}}",
            "5:25: base.ami.parameter 'debian' must be the name of a public parameter,"
                + " /aws/service/..."),
        new Case(
            "base: host",
            "base: {ami: {owner: amazon, name: debian-*}}",
            "5:13: base.ami must have either parameter, or owner, name and architecture; write one"
                + " of the two"),
        new Case(
            "base: host",
            "base: {ami: {owner: amazon, parameter: /aws/service/x}}",
            "5:13: base.ami must have either parameter, or owner, name and architecture; write one"
                + " of the two"),
        new Case(
            "base: host",
            "base: {ami: {owner: amazon, name: debian-*, architecture: i386}}",
            "5:59: base.ami.architecture 'i386' is unknown; write x86_64 or arm64"),
        new Case(
            "base: host",
            "base: {ami: {owner: Debian, name: debian-*, architecture: arm64}}",
            "5:21: base.ami.owner 'Debian' must be an account's 12 digits, amazon or self"),
        new Case(
            "java>=17", "java > 17", "9:12: packages[0] 'java > 17' must be name or name>=version"),
        new Case(
            "[java>=17, bash]",
            "[java>=17, java]",
            "9:22: packages[1] 'java' names a package twice; keep one of them"),
        new Case(
            "- javac -d app Hello.java",
            "- javac: Hello.java",
            "11:5: setup[0] is a mapping, not text"),
        new Case(
            "[java, -cp, app, Hello]",
            "[]",
            "12:6: run is empty; name the command that a machine starts with"),
        new Case(
            "[java, -cp, app, Hello]",
            "[sleep, 5]",
            "12:14: run[1] '5' is a number, not text; put it in quotes: \"5\""),
        new Case("timeout: 1s", "timeout: 0s", "13:51: health.timeout '0s' must be above 0"),
        new Case(
            "path: /health",
            "path: /a b",
            "13:16: health.path '/a b' must be a URL's path: begin with '/', escape blanks as %20"));
  }

  @Test
  void refusesLinkThatLeadsOutOfTheFolder() throws IOException {
    Path outside = Files.writeString(root.resolve("secret.txt"), "secret");
    Path folder = root.resolve("images/hello");
    Files.createSymbolicLink(folder.resolve("out"), outside);
    Files.createSymbolicLink(folder.resolve("up"), folder.resolve("../.."));

    for (String from : new String[] {"out", "up/secret.txt"}) {
      assertThat(Projects.recipeProblems(root, edit(RECIPE, "from: Hello.java", "from: " + from)))
          .containsExactly(
              "images/hello/image.yaml:7:12: files[0].from '"
                  + from
                  + "' is a symbolic link that leads out of the recipe's folder; copy the file into"
                  + " the folder");
    }
  }

  @Test
  void refusesLinkThatLeadsNowhere() throws IOException {
    Path loop = root.resolve("images/hello/loop");
    Files.createSymbolicLink(loop, loop);

    assertThat(Projects.recipeProblems(root, edit(RECIPE, "from: Hello.java", "from: loop")))
        .singleElement()
        .asString()
        .contains("7:12: files[0].from 'loop' cannot be followed: ");
  }

  @Test
  void followsLinkThatStaysInTheFolder() throws IOException, ConfigException {
    Path folder = root.resolve("images/hello");
    Files.createSymbolicLink(folder.resolve("alias"), Path.of("Hello.java"));
    Projects.write(folder.resolve("image.yaml"), edit(RECIPE, "from: Hello.java", "from: alias"));

    assertThat(Project.open(root).recipe("hello").files().get(0).from()).isEqualTo("alias");
  }

  @Test
  void letsFilesLieInsideAFolderThatIsCopied() throws ConfigException {
    Projects.write(
        root.resolve("images/hello/image.yaml"),
        edit(RECIPE, "to: Hello.java", "to: lib/Hello.java"));

    assertThat(Project.open(root).recipe("hello").files()).hasSize(2);
  }
}
