package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service-control policies, which the organisation's own account attaches. */
class OrganizationTest {
  /** AWS Organizations user guide, "Quotas": characters of a policy, without white space. */
  private static final int SIZE_MAX = 5120;

  private static JsonNode policy(String name) throws IOException {
    return new ObjectMapper().readTree(Files.readString(Path.of("organization", name + ".json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep-records", "no-passwords", "outside-eu", "outside-us"})
  void onlyDeniesAndIsShortEnough(String name) throws IOException {
    JsonNode policy = policy(name);

    assertThat(policy.path("Version").asText()).isEqualTo("2012-10-17");
    assertThat(policy.toString().length()).isLessThanOrEqualTo(SIZE_MAX);
    assertThat(policy.path("Statement")).isNotEmpty();
    for (JsonNode statement : policy.path("Statement")) {
      assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
      assertThat(statement.path("Sid").asText()).matches("[A-Za-z]+");
    }
  }

  @Test
  void nothingHappensOutsideOfTheEnvironmentsRegions() throws IOException {
    for (String name : Stacks.names().toList()) {
      Blueprint blueprint = Blueprint.read(Stacks.PROJECT, name, Stacks.TODAY);
      Set<String> regions = new TreeSet<>();
      policy("outside-" + blueprint.environment().jurisdiction())
          .at("/Statement/0/Condition/StringNotEquals/aws:RequestedRegion")
          .forEach(region -> regions.add(region.asText()));
      assertThat(regions)
          .containsExactlyInAnyOrder(
              blueprint.infrastructure().primary().region(),
              blueprint.infrastructure().paired().region());
    }
  }
}
