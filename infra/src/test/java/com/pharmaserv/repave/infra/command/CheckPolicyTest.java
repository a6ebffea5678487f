package com.pharmaserv.repave.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rules hold for what Pulumi's commands print. */
class CheckPolicyTest {
  private static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int check(Object document) throws IOException {
    Path file = folder.resolve("document.json");
    Files.writeString(file, new ObjectMapper().writeValueAsString(document));
    return run(file.toString());
  }

  private int run(String... args) {
    return new CheckPolicy(
            Project.open(Path.of("..")),
            Stacks.TODAY,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(args);
  }

  private static List<Map<String, Object>> states(String stack) {
    List<Map<String, Object>> states = new ArrayList<>();
    for (ResourceView view : Stacks.run(stack).inventory().all()) {
      Map<String, Object> state = new LinkedHashMap<>();
      state.put("urn", view.urn());
      state.put("type", view.type());
      state.put("parent", view.parent());
      state.put("provider", view.provider().isEmpty() ? "" : view.provider() + "::id");
      state.put("protect", view.protect());
      state.put("ignoreChanges", view.ignoreChanges());
      state.put("dependencies", view.dependencies());
      state.put("propertyDependencies", view.uses());
      state.put("inputs", wire(view.inputs()));
      states.add(state);
    }
    return states;
  }

  /** Secrets as Pulumi prints them. */
  private static Object wire(Object tree) {
    if (tree instanceof ResourceView.Secret) {
      return Map.of(
          "4dabf18193072939515e22adb298388d",
          "1b47061264138c4ac30d75fd1eb44270",
          "ciphertext",
          "v1:x");
    }
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put(String.valueOf(key), wire(value)));
      return copy;
    }
    if (tree instanceof List<?> list) {
      return list.stream().map(CheckPolicyTest::wire).toList();
    }
    return tree;
  }

  @Test
  void allRulesHoldForAnExportedStack() throws IOException {
    assertThat(check(Map.of("deployment", Map.of("resources", states("us-prod"))))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(" 0 findings");
  }

  @Test
  void aPreviewThatBreaksARuleIsRefused() throws IOException {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Map<String, Object> state : states("eu-prod")) {
      boolean lock = String.valueOf(state.get("type")).endsWith(":VaultLockConfiguration");
      steps.add(Map.of("op", lock ? "delete" : "same", "newState", state));
    }

    assertThat(check(Map.of("steps", steps))).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("B01: ").contains("is not locked");
  }

  private static Map<String, Object> copy(@Nullable Object map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> inputs) {
      inputs.forEach((key, value) -> copy.put(String.valueOf(key), value));
    }
    return copy;
  }

  @Test
  void anEnvironmentIsRunDry() {
    assertThat(run("us-staging")).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("us-staging: ");
  }

  @Test
  void anEnvironmentThatIsNotThereIsNamed() {
    assertThat(run("eu-absent")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("eu-absent");
  }

  /**
   * Pulumi leaves them out unless it is asked for them; without them most rules would be broken.
   */
  @Test
  void aPreviewWithoutWhatStaysTheSameIsRefused() throws IOException {
    Map<String, Object> preview = Map.of("steps", List.of(), "changeSummary", Map.of("same", 490));

    assertThat(check(preview)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("490").contains("--show-sames");
  }

  @Test
  void whatOnlyAPreviewDoesNotKnowYetIsNoFinding() throws IOException {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Map<String, Object> state : states("eu-prod")) {
      if (String.valueOf(state.get("type")).endsWith(":BucketPolicy")) {
        Map<String, Object> inputs = copy(state.get("inputs"));
        inputs.put("policy", UNKNOWN);
        state.put("inputs", inputs);
      }
      steps.add(Map.of("op", "create", "newState", state));
    }

    assertThat(check(Map.of("steps", steps))).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("does not know yet");
  }

  @Test
  void saysWhatItCannotRead() throws IOException {
    assertThat(check(Map.of())).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run(folder.resolve("absent.json").toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("has neither steps nor a deployment")
        .contains("usage: check-policy ENVIRONMENT | FILE")
        .contains("there is no file");
  }
}
