package com.pharmaserv.repave.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.Stacks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Costs for people and for programs. */
class EstimateCostsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return new EstimateCosts(
            Project.open(Path.of("..")),
            Stacks.TODAY,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(args);
  }

  @Test
  void tellsPeople() {
    assertThat(run("us-prod")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("m7i.large of fleet app", "441.50", "US dollars a month")
        .contains("not estimated, because it depends on use: ", "capacity units (LCU)");
  }

  @Test
  void tellsPrograms() throws IOException {
    assertThat(run("us-prod", "--output", "json")).isZero();

    JsonNode json = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(json.path("environment").asText()).isEqualTo("us-prod");
    assertThat(json.path("groups").path("keys").asDouble()).isEqualTo(9);
    assertThat(json.path("unknown")).isEmpty();
    assertThat(json.path("notEstimated")).isNotEmpty();
  }

  @Test
  void helpsAndSaysWhatItCannotRead() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage: estimate-costs");
    assertThat(run()).isEqualTo(2);
    assertThat(run("us-prod", "--output", "xml")).isEqualTo(2);
    assertThat(run("absent.json")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: ", "there is no file");
  }
}
