package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The readers and the schemas refuse the same. Every place of good documents is spoilt in every way
 * that its kind allows, so a field that is added to a shape is tried here without a test of its
 * own. JSON is YAML: the readers get the spoilt documents as they are.
 */
class AgreementTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path root;

  /** Reads a document, or tells why not. */
  private interface Reader {
    void read(String json) throws ConfigException;
  }

  @Test
  void onEnvironmentsOnThisMachine() throws IOException {
    agree(
        "environment.schema.json",
        EnvironmentReader.ENVIRONMENT,
        Projects.ENVIRONMENT,
        environment("local-eu"),
        200);
  }

  @Test
  void onReactions() throws IOException {
    agree(
        "environment.schema.json",
        EnvironmentReader.ENVIRONMENT,
        Projects.edit(
            Projects.ENVIRONMENT,
            "fleets:\n",
            """
            react:
              - {source: guardduty, severity: 7, type: "Crypto*", do: quarantine}
              - {source: inspector, severity: 9, exploited: true, do: block-image}
              - {source: securityhub, do: notify}
            fleets:
            """),
        environment("local-eu"),
        250);
  }

  @Test
  void onEnvironmentsOnAws() throws IOException {
    agree(
        "environment.schema.json",
        EnvironmentReader.ENVIRONMENT,
        Projects.ON_AWS,
        environment("eu-prod"),
        200);
  }

  @Test
  void onEnvironmentsWithTheirInfrastructure() throws IOException {
    for (String image : Project.open(Projects.shipped()).recipeNames()) {
      Projects.write(root.resolve("images/" + image + "/image.yaml"), "");
    }
    agree(
        "environment.schema.json",
        EnvironmentReader.ENVIRONMENT,
        Files.readString(Projects.shipped().resolve("environments/eu-prod.yaml")),
        environment("eu-prod"),
        300);
  }

  @Test
  void onRecipes() throws IOException {
    Projects.write(root);
    Reader reader =
        json -> {
          Projects.write(root.resolve("images/hello/image.yaml"), json);
          Project.open(root).recipe("hello");
        };
    String newest = "{ami: {owner: amazon, name: debian-*, architecture: arm64}}";
    String named = "{ami: {parameter: /aws/service/debian}}";
    for (String base : List.of("host", "{ami: ami-0123456789abcdef0}", newest, named)) {
      String text = Projects.edit(Projects.RECIPE, "base: host", "base: " + base);
      agree("recipe.schema.json", RecipeReader.RECIPE, text, reader, 60);
    }
  }

  @Test
  void onHandOvers() throws IOException {
    agree(
        "handover.schema.json",
        HandOverShapes.HAND_OVER,
        Projects.HAND_OVER,
        json -> HandOverReader.read(json, "spoilt"),
        150);
  }

  private Reader environment(String name) {
    Projects.write(root);
    return json -> {
      Projects.write(root.resolve("environments/" + name + ".yaml"), json);
      Project.open(root).environment(name);
    };
  }

  /**
   * @param least ways to spoil the document, so that a walk that stops early is noticed
   */
  private void agree(String file, Shape shape, String yaml, Reader reader, int least)
      throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Projects.shipped().resolve("environments/" + file)));
    Load load = new Load(LoadSettings.builder().build());
    ObjectNode good = JSON.valueToTree(load.loadFromString(yaml));
    assertThat(accepted(reader, good)).as("the good document").isTrue();
    assertThat(schema.validate(good)).isEmpty();

    List<Spoilt> all = new ArrayList<>();
    spoil(good, "", new Kind.Mapping(shape), all);
    List<String> doubts = new ArrayList<>();
    for (Spoilt one : all) {
      ObjectNode document = one.in(good);
      if (accepted(reader, document)) {
        doubts.add("the reader accepts " + one);
      }
      if (schema.validate(document).isEmpty()) {
        doubts.add("the schema accepts " + one);
      }
    }
    assertThat(doubts).isEmpty();
    assertThat(all.size()).isGreaterThan(least);
  }

  private static boolean accepted(Reader reader, JsonNode document) {
    try {
      reader.read(document.toString());
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }

  /**
   * One place and what is put there.
   *
   * @param pointer a JSON pointer
   * @param value empty to take away what is there
   */
  private record Spoilt(String pointer, List<JsonNode> value) {
    ObjectNode in(ObjectNode good) {
      ObjectNode copy = good.deepCopy();
      int slash = pointer.lastIndexOf('/');
      JsonNode parent = copy.at(pointer.substring(0, slash));
      String name = pointer.substring(slash + 1);
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(name), value.get(0));
      } else if (value.isEmpty()) {
        ((ObjectNode) parent).remove(name);
      } else {
        ((ObjectNode) parent).set(name, value.get(0));
      }
      return copy;
    }
  }

  /** Adds every way to spoil what stands at the pointer, and all that is below it. */
  private static void spoil(JsonNode there, String pointer, Kind kind, List<Spoilt> into) {
    if (kind instanceof Kind.Named named) {
      spoil(there, pointer, named.kind(), into);
      return;
    }
    if (!pointer.isEmpty()) {
      for (Object wrong : wrong(there, kind)) {
        into.add(new Spoilt(pointer, List.of(JSON.valueToTree(wrong))));
      }
    }
    if (kind instanceof Kind.Mapping mapping && there.isObject()) {
      fields(there, pointer, mapping.shape(), into);
    } else if (kind instanceof Kind.Items items) {
      for (int i = 0; i < there.size(); i++) {
        spoil(there.get(i), pointer + "/" + i, items.each(), into);
      }
    } else if (kind instanceof Kind.Keyed keyed) {
      there
          .properties()
          .forEach(e -> spoil(e.getValue(), pointer + "/" + e.getKey(), keyed.value(), into));
    } else if (kind instanceof Kind.Either either && there.isObject()) {
      spoil(there, pointer, either.kinds().get(1), into);
    }
  }

  private static void fields(JsonNode there, String pointer, Shape shape, List<Spoilt> into) {
    if (!shape.extensible()) {
      into.add(new Spoilt(pointer + "/unknown", List.of(JSON.getNodeFactory().textNode("x"))));
    }
    for (Shape.Field field : shape.fields()) {
      String place = pointer + "/" + field.name();
      if (field.required()) {
        into.add(new Spoilt(place, List.of()));
      }
      spoil(there.path(field.name()), place, field.kind(), into);
    }
  }

  /** Values that this kind refuses. */
  private static List<Object> wrong(JsonNode there, Kind kind) {
    List<Object> wrong = new ArrayList<>();
    if (!(kind instanceof Kind.Mapping) && !(kind instanceof Kind.Keyed)) {
      wrong.add(JSON.createObjectNode());
    }
    if (kind instanceof Kind.Text text) {
      wrong.add(7);
      for (String each : List.of(" ", "?", "Ä", "x".repeat(1000), "nope nope")) {
        if (!text.fits(each)) {
          wrong.add(each);
        }
      }
    } else if (kind instanceof Kind.Prose) {
      wrong.addAll(List.of("", " ", 7));
    } else if (kind instanceof Kind.Choice) {
      wrong.addAll(List.of("", "nope", 7));
    } else if (kind instanceof Kind.Whole whole) {
      wrong.addAll(List.of(whole.min() - 1, whole.max() + 1, "one", 1.5));
    } else if (kind instanceof Kind.Flag) {
      wrong.addAll(List.of("yes", "true", 1));
    } else if (kind instanceof Kind.Items items) {
      wrong.addAll(lists(there, items));
    } else {
      wrong.addAll(List.of("nope", 7, List.of()));
    }
    return wrong;
  }

  private static List<Object> lists(JsonNode there, Kind.Items items) {
    List<Object> wrong = new ArrayList<>(List.of("nope", 7));
    if (items.min() > 0) {
      wrong.add(List.of());
    }
    if (!there.isEmpty()) {
      List<JsonNode> longer = new ArrayList<>();
      there.forEach(longer::add);
      if (items.distinct()) {
        longer.add(there.get(0));
        wrong.add(longer);
      } else if (items.max().isPresent()) {
        while (longer.size() <= items.max().get()) {
          longer.add(0, there.get(0));
        }
        wrong.add(longer);
      }
    }
    return wrong;
  }
}
