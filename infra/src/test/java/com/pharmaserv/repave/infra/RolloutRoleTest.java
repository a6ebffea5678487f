package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.HandOverReader;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.permission.Chapter;
import com.pharmaserv.repave.permission.IamPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The role that is made for the rollout tool is the one that it needs. */
class RolloutRoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where the role is allowed less than the tool asks for, and why. */
  private static final Map<String, String> LESS =
      Map.of(
          "FirstGroupOfTheAccount",
          "this program makes the linked role itself, and the boundary forbids to make any",
          "GiveMachinesTheirRoles",
          "the roles are known one by one; hand-overs name the bake's only, and that as a profile",
          "OpenTables",
          "the table's key is known; hand-overs do not tell it",
          "RunMachines",
          "the fleets' profiles are known one by one; hand-overs name templates");

  static Stream<String> stacks() {
    return Stacks.names();
  }

  /** Every statement by its id: those of the role that the program makes. */
  private static Map<String, JsonNode> made(String stack) throws Exception {
    Map<String, JsonNode> statements = new TreeMap<>();
    for (ResourceView policy : policies(stack)) {
      for (JsonNode statement : JSON.readTree(policy.text("policy")).path("Statement")) {
        statements.put(statement.path("Sid").asText(), statement);
      }
    }
    return statements;
  }

  /** The policies that are attached to the role. */
  private static List<ResourceView> policies(String stack) {
    Inventory inventory = Stacks.run(stack).inventory();
    return inventory
        .users(role(stack), "iam/rolePolicyAttachment:RolePolicyAttachment", "role")
        .stream()
        .flatMap(
            attachment -> inventory.used(attachment, "policyArn", "iam/policy:Policy").stream())
        .toList();
  }

  private static ResourceView role(String stack) {
    return Stacks.run(stack).inventory().of("iam/role:Role").stream()
        .filter(view -> view.name().endsWith("-rollout-role"))
        .findFirst()
        .orElseThrow();
  }

  /** Every statement by its id: those that {@code repave iam-policy --handed-over} prints. */
  private static Map<String, JsonNode> asked(String stack) throws Exception {
    List<HandOver> handOvers = new ArrayList<>();
    for (ResourceView parameter : Stacks.run(stack).inventory().of("ssm/parameter:Parameter")) {
      if (parameter.text("name").endsWith("/infra")) {
        handOvers.add(handOver(parameter));
      }
    }
    Map<String, JsonNode> statements = new TreeMap<>();
    for (JsonNode document :
        JSON.readTree(IamPolicy.of(Stacks.PROJECT.environment(stack), handOvers))) {
      document.path("Statement").forEach(s -> statements.put(s.path("Sid").asText(), s));
    }
    return statements;
  }

  private static HandOver handOver(ResourceView parameter) throws ConfigException {
    return HandOverReader.read(parameter.text("value"), parameter.text("name"));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void mayDoWhatTheToolAsksForAndNothingElse(String stack) throws Exception {
    Map<String, JsonNode> asked = asked(stack);
    Map<String, JsonNode> made = made(stack);
    assertThat(asked).hasSizeGreaterThan(20);

    Map<String, JsonNode> less = new TreeMap<>(asked);
    less.entrySet()
        .removeIf(statement -> statement.getValue().equals(made.get(statement.getKey())));
    assertThat(less.keySet()).as("listed, each with its reason").isEqualTo(LESS.keySet());

    Map<String, JsonNode> more = new TreeMap<>(made);
    more.keySet().removeAll(asked.keySet());
    assertThat(more).as("statements that the tool does not ask for").isEmpty();
  }

  /** The listed few differ in what they are about, which is a part of what the tool asks for. */
  @ParameterizedTest
  @MethodSource("stacks")
  void whereItDiffersItIsNarrower(String stack) throws Exception {
    Map<String, JsonNode> asked = asked(stack);
    Map<String, JsonNode> made = made(stack);
    assertThat(made).doesNotContainKey("FirstGroupOfTheAccount");
    for (String sid : List.of("GiveMachinesTheirRoles", "OpenTables")) {
      JsonNode narrow = statement(made, sid);
      JsonNode wide = statement(asked, sid);
      assertThat(withoutResource(narrow)).isEqualTo(withoutResource(wide));
      assertThat(narrow.path("Resource")).isNotEmpty();
      for (JsonNode resource : narrow.path("Resource")) {
        assertThat(resource.asText()).doesNotContain("*");
        assertThat(wide.path("Resource"))
            .anyMatch(pattern -> resource.asText().matches(pattern.asText().replace("*", ".*")));
      }
    }
  }

  /** The fleets' profiles are those of the environment, one by one, and not the builders'. */
  @ParameterizedTest
  @MethodSource("stacks")
  void startsMachinesOfFleetsWithTheFleetsProfiles(String stack) throws Exception {
    JsonNode narrow = statement(made(stack), "RunMachines");
    JsonNode wide = statement(asked(stack), "RunMachines");

    assertThat(withoutProfiles(narrow)).isEqualTo(withoutProfiles(wide));
    assertThat(profiles(narrow)).hasSizeGreaterThan(1);
    for (JsonNode profile : profiles(narrow)) {
      assertThat(profile.asText()).contains(":instance-profile/repave-" + stack + "-fleet-");
      assertThat(profiles(wide))
          .anyMatch(pattern -> profile.asText().matches(pattern.asText().replace("*", ".*")));
    }
  }

  private static JsonNode profiles(JsonNode statement) {
    return statement.path("Condition").path("ArnLike").path("ec2:InstanceProfile");
  }

  private static JsonNode withoutProfiles(JsonNode statement) {
    ObjectNode copy = statement.deepCopy();
    ((ObjectNode) copy.path("Condition").path("ArnLike")).remove("ec2:InstanceProfile");
    return copy;
  }

  private static JsonNode statement(Map<String, JsonNode> statements, String sid) {
    JsonNode statement = statements.get(sid);
    if (statement == null) {
      throw new AssertionError("no statement " + sid + " in " + statements.keySet());
    }
    return statement;
  }

  private static JsonNode withoutResource(JsonNode statement) {
    return ((ObjectNode) statement.deepCopy()).without("Resource");
  }

  /** It encrypts nothing else than volumes, images and its own table. */
  @Test
  void opensTheJournalsTableWithItsOwnKey() throws Exception {
    Inventory inventory = Stacks.run("eu-prod").inventory();
    ResourceView key =
        inventory.of("kms/key:Key").stream()
            .filter(view -> view.name().equals("eu-west-1-data-key"))
            .findFirst()
            .orElseThrow();
    assertThat(inventory.users(key, "dynamodb/table:Table", "serverSideEncryption")).hasSize(1);

    ResourceView policy =
        policies("eu-prod").stream()
            .filter(view -> view.text("policy").contains("\"OpenTables\""))
            .findFirst()
            .orElseThrow();
    assertThat(inventory.users(key, "iam/policy:Policy", "policy")).contains(policy);
    JsonNode open = statement(made("eu-prod"), "OpenTables");
    assertThat(open.path("Resource")).hasSize(1);
    assertThat(open.path("Condition").toString()).contains("repave-eu-prod-journal");
  }

  /** IAM quotas: policies of a role, and characters of a role's own and of a managed policy. */
  @ParameterizedTest
  @MethodSource("stacks")
  void policiesAreFewAndShortEnough(String stack) {
    assertThat(policies(stack)).hasSize(Chapter.values().length).hasSizeLessThanOrEqualTo(10);
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

    assertThat(role(stack).text("name")).isEqualTo(arn.substring(arn.lastIndexOf('/') + 1));
  }

  /** Of the load balancer it changes what two rules forward, and nothing else. */
  @Test
  void changesOnlyTheFleetsRules() throws Exception {
    for (JsonNode statement : made("eu-prod").values()) {
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
