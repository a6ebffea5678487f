package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schemas that editors use say what the readers say. */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HAND_OVER = "handover.schema.json";

  static Stream<Arguments> schemas() {
    return Stream.of(
        Arguments.of(
            "environment.schema.json", "Repave environment", EnvironmentReader.ENVIRONMENT),
        Arguments.of("recipe.schema.json", "Repave recipe", RecipeReader.RECIPE),
        Arguments.of(HAND_OVER, "Repave hand-over", HandOverShapes.HAND_OVER));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void isPrintedFromTheShapesThatTheReadersCheck(String file, String title, Shape shape)
      throws IOException {
    Golden.check(
        Projects.shipped().resolve("environments/" + file),
        SchemaPrinter.text(SchemaPrinter.print(file, title, shape)));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void explainsEveryField(String file) throws IOException {
    for (JsonNode mapping : schema(file).findParents("properties")) {
      if (mapping.path("type").asText().equals("object")) {
        assertThat(mapping.path("properties"))
            .allSatisfy(field -> assertThat(field.path("description").asText()).isNotBlank());
      }
    }
  }

  /** JSON is YAML: the defaults that the schema tells are written out and read. */
  @Test
  void tellsTheDefaultsThatTheReaderUses(@TempDir Path root) throws Exception {
    JsonNode types = schema("environment.schema.json").path("$defs");
    ObjectNode policy = defaults(types.path("policy"));
    policy.set("bounds", defaults(types.path("bounds")));
    assertThat(policy.size()).as("all but final-soak, which is as long as soak").isEqualTo(8);
    Projects.write(root);
    String text = Projects.ENVIRONMENT;
    Projects.write(
        root.resolve("environments/local-eu.yaml"),
        text.substring(0, text.indexOf("    policy:")) + "    policy: " + policy + "\n");

    assertThat(Project.open(root).environment("local-eu").fleets().get(0).policy())
        .isEqualTo(PolicyReader.DEFAULT);

    JsonNode health = schema("recipe.schema.json").at("/properties/health");
    assertThat(defaults(health).toString())
        .isEqualTo(
            "{\"interval\":\"%s\",\"timeout\":\"%s\"}"
                .formatted(
                    Units.format(RecipeReader.INTERVAL), Units.format(RecipeReader.TIMEOUT)));
  }

  private static ObjectNode defaults(JsonNode mapping) {
    ObjectNode values = JSON.createObjectNode();
    mapping
        .path("properties")
        .properties()
        .forEach(
            field -> {
              if (field.getValue().has("default")) {
                values.set(field.getKey(), field.getValue().path("default"));
              }
            });
    return values;
  }

  @Test
  void acceptsWhatIsShipped() throws IOException {
    Project project = Project.open(Projects.shipped());
    for (String name : project.environmentNames()) {
      Path file = Projects.shipped().resolve("environments/" + name + ".yaml");
      assertThat(faults("environment.schema.json", Files.readString(file))).isEmpty();
    }
    for (String name : project.recipeNames()) {
      Path file = project.recipeFolder(name).resolve("image.yaml");
      assertThat(faults("recipe.schema.json", Files.readString(file))).isEmpty();
    }
  }

  /** Every refusal of the readers' tests that no other file or field decides. */
  @Test
  void refusesWhatTheReaderRefuses() throws IOException {
    assertThat(faults("environment.schema.json", Projects.ENVIRONMENT)).isEmpty();
    for (EnvironmentReaderTest.Case one :
        Stream.concat(EnvironmentReaderTest.types(), EnvironmentReaderTest.numbers()).toList()) {
      if (!beyondSchema(one.problem())) {
        String text = Projects.edit(Projects.ENVIRONMENT, one.piece(), one.by());
        assertThat(faults("environment.schema.json", text)).as(one.by()).isNotEmpty();
      }
    }
    assertThat(faults("environment.schema.json", Projects.ON_AWS)).isEmpty();
    for (EnvironmentReaderTest.Case one : AwsEnvironmentTest.refusals().toList()) {
      if (!beyondSchema(one.problem())) {
        String text = Projects.edit(Projects.ON_AWS, one.piece(), one.by());
        assertThat(faults("environment.schema.json", text)).as(one.by()).isNotEmpty();
      }
    }
    assertThat(faults(HAND_OVER, Projects.HAND_OVER)).isEmpty();
    for (EnvironmentReaderTest.Case one : HandOverReaderTest.refusals().toList()) {
      if (!beyondSchema(one.problem())) {
        String text = Projects.edit(Projects.HAND_OVER, one.piece(), one.by());
        assertThat(faults(HAND_OVER, text)).as(one.by()).isNotEmpty();
      }
    }
    assertThat(faults("recipe.schema.json", Projects.RECIPE)).isEmpty();
    for (RecipeReaderTest.Case one :
        Stream.concat(RecipeReaderTest.paths(), RecipeReaderTest.fields()).toList()) {
      if (!beyondSchema(one.problem())) {
        String text = Projects.edit(Projects.RECIPE, one.piece(), one.by());
        assertThat(faults("recipe.schema.json", text)).as(one.by()).isNotEmpty();
      }
    }
  }

  /** Comparisons of one value with another, and ranges of numbers that carry a unit. */
  private static boolean beyondSchema(String problem) {
    return Stream.of(
            "% ",
            "%'",
            "'0s'",
            "365d",
            "must satisfy",
            "steps",
            "below 100",
            "is given twice",
            "needs a folder",
            "does not exist",
            "names a package twice",
            "is not the name of",
            // One value against another: region and jurisdiction, zone and region, ARN and account.
            "outside of jurisdiction",
            "is no zone of region",
            "the environment's own region",
            "of this account",
            "beginning with",
            "the same target group",
            "the same entry",
            "has no key for region",
            "repeats a subnet",
            "control characters")
        .anyMatch(problem::contains);
  }

  @Test
  void acceptsEveryKindOfBase() throws IOException {
    for (Arguments base : RecipeReaderTest.bases().toList()) {
      String text = Projects.edit(Projects.RECIPE, "base: host", "base: " + base.get()[0]);
      assertThat(faults("recipe.schema.json", text)).as(text).isEmpty();
    }
  }

  private static JsonNode schema(String file) throws IOException {
    return JSON.readTree(Projects.shipped().resolve("environments/" + file).toFile());
  }

  private static List<String> faults(String schemaFile, String yaml) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(schema(schemaFile));
    Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return schema.validate(JSON.valueToTree(value)).stream().map(Object::toString).toList();
  }
}
