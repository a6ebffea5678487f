package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.aws.policy.IamPolicy;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pharmaserv.repave.model.Environment;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The role that is made for the rollout tool is the one that it needs. */
class RolloutRoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<String> stacks() {
    return Stacks.names();
  }

  private static ResourceView policy(String stack) {
    return Stacks.run(stack).inventory().of("iam/rolePolicy:RolePolicy").stream()
        .filter(view -> view.name().endsWith("-rollout-policy"))
        .findFirst()
        .orElseThrow();
  }

  /** The tool prints what its recorded calls need; all of that must be allowed. */
  @ParameterizedTest
  @MethodSource("stacks")
  void mayDoAllThatTheToolDoes(String stack) throws Exception {
    Environment environment = Stacks.PROJECT.environment(stack);
    Set<String> needed = new TreeSet<>();
    for (JsonNode document : JSON.readTree(IamPolicy.of(environment, List.of()))) {
      document
          .path("Statement")
          .forEach(s -> s.path("Action").forEach(a -> needed.add(a.asText())));
    }
    Set<String> allowed = new TreeSet<>();
    for (JsonNode statement : JSON.readTree(policy(stack).text("policy")).path("Statement")) {
      if (statement.path("Effect").asText().equals("Allow")) {
        statement.path("Action").forEach(action -> allowed.add(action.asText()));
      }
    }

    assertThat(needed).hasSizeGreaterThan(20);
    // Network Load Balancers, which are not used, and a role that this program makes itself.
    needed.removeAll(List.of("elasticloadbalancing:ModifyListener", "iam:CreateServiceLinkedRole"));
    assertThat(needed)
        .allSatisfy(
            action ->
                assertThat(allowed)
                    .as(action)
                    .anyMatch(pattern -> action.matches(pattern.replace("*", ".*"))));
  }

  /** IAM quotas: characters of a role's inline policies, and of a managed policy. */
  @ParameterizedTest
  @MethodSource("stacks")
  void policiesAreShortEnough(String stack) {
    for (ResourceView view : Stacks.run(stack).inventory().of("iam/rolePolicy:RolePolicy")) {
      assertThat(view.text("policy").length()).as(view.name()).isLessThan(10_240);
    }
    for (ResourceView view : Stacks.run(stack).inventory().of("iam/policy:Policy")) {
      assertThat(view.text("policy").length()).as(view.name()).isLessThan(6144);
    }
  }

  /** The name stands in the environment's file, where the tool reads it. */
  @ParameterizedTest
  @MethodSource("stacks")
  void hasTheNameThatTheToolTakes(String stack) throws Exception {
    String arn = Stacks.PROJECT.environment(stack).aws().orElseThrow().role().orElseThrow();

    assertThat(policy(stack).text("role")).isEqualTo(arn.substring(arn.lastIndexOf('/') + 1));
  }

  /** Of the load balancer it changes what two rules forward, and nothing else. */
  @Test
  void changesOnlyTheFleetsRules() throws Exception {
    for (JsonNode statement : JSON.readTree(policy("eu-prod").text("policy")).path("Statement")) {
      for (JsonNode action : statement.path("Action")) {
        if (action.asText().startsWith("elasticloadbalancing:")
            && !action.asText().contains("Describe")) {
          assertThat(action.asText()).isEqualTo("elasticloadbalancing:ModifyRule");
          assertThat(statement.path("Resource"))
              .hasSize(2)
              .allSatisfy(rule -> assertThat(rule.asText()).contains(":listener-rule/"));
        }
      }
    }
  }
}
