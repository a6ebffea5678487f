package com.pharmaserv.repave.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** What a program is made of, as the build writes it down: a bill of materials in CycloneDX. */
public final class Sbom {
  /** Licences that allow what we do; of several that a library offers, one is enough. */
  private static final Set<String> ALLOWED =
      Set.of("0BSD", "Apache-2.0", "MIT", "MIT-0", "BSD-3-Clause", "Bouncy Castle Licence");

  private Sbom() {}

  /**
   * Holds that every library is proven by a digest and may be used, and gives a table of them
   * without versions, so that an upgrade changes no page.
   *
   * @param module the folder of a Maven module
   */
  public static String table(Path module) throws IOException {
    Path file = module.resolve("target/sbom.json");
    Assumptions.assumeTrue(
        Files.exists(file) || System.getenv("CI") != null,
        () -> file + " is written by a build without the profile quick");
    JsonNode sbom = new ObjectMapper().readTree(file.toFile());
    TreeMap<String, String> rows = new TreeMap<>();
    for (JsonNode library : sbom.path("components")) {
      String name = library.path("group").asText() + ":" + library.path("name").asText();
      assertThat(library.path("hashes").findValuesAsText("alg")).as(name).contains("SHA-256");
      List<String> licences = licences(library);
      assertThat(licences).as("licences of %s", name).containsAnyElementsOf(ALLOWED);
      rows.put(name, String.join(", or ", licences));
    }
    assertThat(rows).hasSizeGreaterThan(10);
    return rows.entrySet().stream()
        .map(row -> "| %s | %s |\n".formatted(row.getKey(), row.getValue()))
        .collect(Collectors.joining("", "| library | licence |\n| --- | --- |\n", ""));
  }

  private static List<String> licences(JsonNode library) {
    List<String> names = new ArrayList<>();
    for (JsonNode choice : library.path("licenses")) {
      JsonNode licence = choice.path("license");
      names.add(
          licence
              .path("id")
              .asText(licence.path("name").asText(choice.path("expression").asText())));
    }
    return names;
  }
}
