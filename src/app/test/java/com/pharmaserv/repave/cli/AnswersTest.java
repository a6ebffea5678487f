package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.pharmaserv.repave.report.AnswerJson;
import com.pharmaserv.repave.testing.Golden;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code --output json} prints: an example of each answer in test/resources/answers, and the
 * schema of each in src/docs/json. Both are written by -Drepave.golden=update.
 */
class AnswersTest {
  private static final Path EXAMPLES = Path.of("test", "resources", "answers");
  private static final Path SCHEMAS = ProjectRoot.resolve("src/docs/json");
  private static final Path PAGE = ProjectRoot.resolve("src/docs/json.md");
  private static final String INTRODUCTION =
      """
      # Answers in JSON

      `--output json` prints one JSON object on standard output in place of the text; progress and
      failures stay on standard error, and the exit code says the same as `outcome`. Keys that do
      not apply are absent, never null. What journals hold (`state`, `entry`) looks as it does
      there and follows the version of the journal. A reason (`why`) has a `code`, its `text`, and
      parameters under names of their own: `repave explain` knows them all.

      This page and the schemas are printed from the records that the commands answer with.

      """;

  static Stream<SampleAnswers.Sample> samples() throws Exception {
    return SampleAnswers.all().stream();
  }

  static Stream<AnswerShapes> shapes() {
    return AnswerShapes.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void stayAsTheyWereAgreed(SampleAnswers.Sample sample) throws IOException {
    Golden.check(EXAMPLES.resolve(sample.file() + ".json"), text(sample));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void keepToTheirSchemas(SampleAnswers.Sample sample) throws IOException {
    AnswerShapes shape = AnswerShapes.of(sample.command());
    String printed = new SchemaPrinter(AnswerKeys.meanings()).print(shape);
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(printed);
    JsonNode answer = new ObjectMapper().readTree(text(sample));

    assertThat(schema.validate(answer)).as(shape.file()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void haveASchemaThatIsPrintedFromTheirRecords(AnswerShapes shape) throws IOException {
    Golden.check(
        SCHEMAS.resolve(shape.file() + ".json"),
        new SchemaPrinter(AnswerKeys.meanings()).print(shape));
  }

  @Test
  void comeFromEveryCommandThatAnswers() {
    List<String> silent = List.of("completion");
    SortedSet<String> expected =
        HelpTest.commands()
            .filter(command -> !command.isEmpty())
            .filter(command -> !List.of("images", "journal", "local").contains(command))
            .filter(command -> !silent.contains(command))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(AnswerShapes.all().stream().flatMap(shape -> shape.commands().stream()))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void haveAnExampleOfEveryShapeAndEveryResult() throws Exception {
    SortedSet<String> missing = new TreeSet<>();
    AnswerShapes.all().forEach(shape -> missing.add("the shape " + shape.file()));
    AnswerJson.RESULTS.values().forEach(result -> missing.add("\"result\" : \"" + result + "\""));
    for (SampleAnswers.Sample sample : SampleAnswers.all()) {
      missing.remove("the shape " + AnswerShapes.of(sample.command()).file());
      String text = text(sample);
      missing.removeIf(text::contains);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void meanTheSameByAKeyWhereverItStands() {
    SortedMap<String, SortedSet<String>> types = types();

    assertThat(types.keySet())
        .as("keys, and the meanings in AnswerKeys")
        .isEqualTo(AnswerKeys.meanings().keySet());
    assertThat(types).allSatisfy((key, kinds) -> assertThat(kinds).as(key).hasSize(1));
  }

  @Test
  void areDescribedOnAPage() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("## Commands\n\n| command | schema |\n| --- | --- |\n");
    for (AnswerShapes shape : AnswerShapes.all()) {
      String commands =
          shape.commands().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
      page.append("| %s | [%2$s](json/%2$s.json) |\n".formatted(commands, shape.file()));
    }
    page.append("\n## Keys\n\nA key means one thing, wherever it stands.\n\n");
    page.append("| key | value | meaning |\n| --- | --- | --- |\n");
    Map<String, String> meanings = AnswerKeys.meanings();
    types()
        .forEach(
            (key, kinds) ->
                page.append(
                    "| `%s` | %s | %s |\n"
                        .formatted(key, String.join(", ", kinds), meanings.get(key))));
    Golden.check(PAGE, page.toString());
  }

  @Test
  void haveNoFileOfAnAnswerThatIsGone() throws Exception {
    assertThat(names(EXAMPLES))
        .containsExactlyInAnyOrderElementsOf(
            SampleAnswers.all().stream().map(sample -> sample.file() + ".json").toList());
    assertThat(names(SCHEMAS))
        .containsExactlyInAnyOrderElementsOf(
            shapes().map(shape -> shape.file() + ".json").toList());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private static SortedMap<String, SortedSet<String>> types() {
    SchemaPrinter printer = new SchemaPrinter(AnswerKeys.meanings());
    AnswerShapes.all().forEach(printer::print);
    return printer.types();
  }

  private static String text(SampleAnswers.Sample sample) throws IOException {
    return AnswerJson.text(sample.command(), sample.answer()) + "\n";
  }
}
