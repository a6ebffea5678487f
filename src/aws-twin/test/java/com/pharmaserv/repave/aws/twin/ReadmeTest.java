package com.pharmaserv.repave.aws.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.Golden;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the README to the code: its example runs, its table lists what the double has. */
class ReadmeTest {
  private static final Path README = ProjectRoot.resolve("src/aws-twin/README.md");
  private static final Path EXAMPLE =
      ProjectRoot.resolve("src/aws-twin/test/java/com/pharmaserv/repave/aws/twin/ExampleTest.java");

  private static final Pattern BLOCK = Pattern.compile("(?s)```java\n.*?\n```");

  /** The body of the one test. */
  private static final Pattern BODY =
      Pattern.compile("(?s)@Test\n  void \\w+\\(\\) \\{\n(.*?)\n  }");

  /** A service's row: its name, its package, its operations. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^(\\| [^|]+ \\| `(\\w+)` \\| )[^|]*( \\|)");

  @Test
  void showsTheExampleThatIsTestedAndTheOperationsThatThereAre() throws IOException {
    String page = Files.readString(README, StandardCharsets.UTF_8);
    Map<String, String> operations = operations();

    String shown = BLOCK.matcher(page).replaceFirst(Matcher.quoteReplacement(example()));
    String listed = ROW.matcher(shown).replaceAll(row -> row(row, operations));

    Golden.check(README, listed);
    assertThat(ROW.matcher(page).results().map(row -> row.group(2)))
        .containsExactlyInAnyOrderElementsOf(operations.keySet());
  }

  private static String row(MatchResult row, Map<String, String> operations) {
    String names = operations.getOrDefault(row.group(2), "none: the package has no service");
    return Matcher.quoteReplacement(row.group(1) + names + row.group(3));
  }

  private static String example() throws IOException {
    Matcher body = BODY.matcher(Files.readString(EXAMPLE, StandardCharsets.UTF_8));
    assertThat(body.find()).as("%s has one test", EXAMPLE).isTrue();
    return "```java\n" + body.group(1).replaceAll("(?m)^    ", "") + "\n```";
  }

  /** By the package of their service. */
  private static Map<String, String> operations() {
    Map<String, String> operations = new TreeMap<>();
    for (TwinService service : new TwinCloud(1).services()) {
      operations.put(
          service.getClass().getPackageName().replaceFirst("^.*\\.", ""),
          String.join(", ", service.operations()));
    }
    return operations;
  }
}
