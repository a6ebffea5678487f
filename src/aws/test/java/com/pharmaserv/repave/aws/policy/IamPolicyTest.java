package com.pharmaserv.repave.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IamPolicyTest {
  private static final Path RECORDED =
      Path.of("main/resources/com/pharmaserv/repave/aws/policy/calls.txt");

  /** What the provider's compiled code calls. */
  private final SortedSet<String> called = CalledOperations.ofTheProvider();

  private final Environment environment = PolicyWorld.environment("eu-prod", "eu-central-1");
  private final List<HandOver> handOvers = PolicyWorld.handOvers();

  @Test
  void theRecordIsWhatTheCodeCalls() throws Exception {
    Golden.check(RECORDED, String.join("\n", called) + "\n");
  }

  @Test
  void grantsWhatTheCallsNeedAndNothingElse() {
    TreeSet<String> granted = new TreeSet<>();
    statements().forEach(s -> s.get("Action").forEach(action -> granted.add(action.asText())));

    assertThat(granted).isEqualTo(Calls.actions(called));
  }

  @Test
  void noGrantNamesAnActionThatNothingNeeds() {
    TreeSet<String> known = new TreeSet<>();
    Grants.all().forEach(grant -> known.addAll(grant.actions()));

    assertThat(known).isEqualTo(Calls.actions(called));
  }

  @Test
  void refusesToPrintAPolicyForACallThatNoGrantCovers() {
    assertThatThrownBy(() -> IamPolicy.documents(environment, handOvers, List.of("ec2:CreateVpc")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[ec2:CreateVpc]");
  }

  @Test
  void everyDocumentIsOneThatIamTakes() {
    SortedMap<String, ObjectNode> documents =
        IamPolicy.documents(environment, handOvers, Calls.recorded());

    assertThat(documents.keySet()).startsWith("repave-eu-prod-1");
    assertThat(documents).hasSizeBetween(1, 10);
    TreeSet<String> sids = new TreeSet<>();
    documents.forEach(
        (name, document) -> {
          assertThat(IamPolicy.text(document, false).length())
              .as(name)
              .isLessThanOrEqualTo(IamPolicy.CHARACTERS_MAX);
          assertThat(document.get("Version").asText()).isEqualTo("2012-10-17");
          for (JsonNode statement : document.get("Statement")) {
            assertThat(statement.get("Effect").asText()).isEqualTo("Allow");
            assertThat(statement.get("Sid").asText()).matches("[A-Za-z0-9]+");
            assertThat(sids.add(statement.get("Sid").asText())).isTrue();
            assertThat(statement.get("Action")).isNotEmpty();
            assertThat(statement.get("Resource")).isNotEmpty();
          }
        });
  }

  @Test
  void onlyReadsAreAllowedOnEverythingAndOnlyInTheEnvironmentsRegions() {
    for (JsonNode statement : statements()) {
      for (JsonNode resource : statement.get("Resource")) {
        if (resource.asText().equals("*")) {
          statement
              .get("Action")
              .forEach(action -> assertThat(action.asText()).matches("\\w+:(Describe|Get)\\w+"));
          assertThat(condition(statement, "StringEquals", "aws:RequestedRegion"))
              .containsExactly("eu-central-1", "eu-west-1");
        }
      }
      statement.get("Action").forEach(action -> assertThat(action.asText()).doesNotContain("*"));
    }
  }

  @Test
  void trafficIsMovedByTheHandedOverRulesAndListenersOnly() {
    assertThat(resources("ShiftTrafficByRules"))
        .containsExactly(
            PolicyWorld.elb("listener-rule/app/eu-prod/1/2/production"),
            PolicyWorld.elb("listener-rule/app/eu-prod/1/2/test"));
    assertThat(resources("ShiftTrafficByListeners"))
        .containsExactly(
            PolicyWorld.elb("listener/net/mail/1/443"),
            PolicyWorld.elb("listener/net/mail/1/8443"));
    assertThat(actions("ShiftTrafficByRules")).containsExactly("elasticloadbalancing:ModifyRule");
  }

  @Test
  void noGroupIsDeletedByForceAndNoneOfAnotherEnvironment() {
    JsonNode delete = statement("DeleteGroups");

    assertThat(condition(delete, "BoolIfExists", "autoscaling:ForceDelete"))
        .containsExactly("false");
    assertThat(condition(delete, "StringEquals", "aws:ResourceTag/repave:environment"))
        .containsExactly("eu-prod");
    assertThat(resources("DeleteGroups"))
        .containsExactly(
            "arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:*:"
                + "autoScalingGroupName/repave-eu-prod-*");
  }

  @Test
  void onlyTheTagOfEarlierVersionsIsTakenOffGroups() {
    JsonNode forget = statement("ForgetGuardTags");

    assertThat(actions("ForgetGuardTags")).containsExactly("autoscaling:DeleteTags");
    assertThat(condition(forget, "ForAllValues:StringEquals", "aws:TagKeys"))
        .containsExactly("repave:guarded");
    assertThat(condition(forget, "StringEquals", "aws:ResourceTag/repave:environment"))
        .containsExactly("eu-prod");
  }

  @Test
  void groupsAndTemplatesAreBornWithTheEnvironmentsTags() {
    for (String sid : List.of("CreateGroups", "CreateTemplates", "ProbeCapacity")) {
      JsonNode create = statement(sid);
      assertThat(condition(create, "StringEquals", "aws:RequestTag/repave:environment"))
          .as(sid)
          .containsExactly("eu-prod");
      assertThat(condition(create, "StringEquals", "aws:RequestTag/repave:managed-by"))
          .containsExactly("rollout");
    }
  }

  @Test
  void rolesArePassedToMachinesOnly() {
    JsonNode pass = statement("GiveMachinesTheirRoles");

    assertThat(resources("GiveMachinesTheirRoles"))
        .containsExactly(
            "arn:aws:iam::111122223333:role/repave-eu-prod-*",
            "arn:aws:iam::111122223333:role/bakery");
    assertThat(condition(pass, "StringEquals", "iam:PassedToService"))
        .containsExactly("ec2.amazonaws.com");
  }

  @Test
  void theTableIsReadAndWrittenUnderTheEnvironmentsOwnKeys() {
    assertThat(resources("Journals"))
        .containsExactly("arn:aws:dynamodb:eu-central-1:111122223333:table/repave-eu-prod");
    assertThat(condition(statement("Journals"), "ForAllValues:StringLike", "dynamodb:LeadingKeys"))
        .containsExactly(
            "fence#eu-prod/*",
            "image#*",
            "journal#eu-prod/*",
            "lease#eu-prod/*",
            "signals#eu-prod/*");
  }

  @Test
  void commandsRunOnBuildersOnlyAndAreShellScriptsOnly() {
    assertThat(resources("RunShellScriptsOnly"))
        .containsExactly("arn:aws:ssm:*::document/AWS-RunShellScript");
    assertThat(
            condition(
                statement("RunCommandsOnBuilders"),
                "StringEquals",
                "aws:ResourceTag/repave:managed-by"))
        .containsExactly("bake");
    assertThat(resources("HandOvers"))
        .containsExactly(
            "arn:aws:ssm:*::parameter/aws/service/*",
            "arn:aws:ssm:eu-central-1:111122223333:parameter/repave/v1/eu-prod/*");
  }

  @Test
  void patternsStandForWhatNoHandOverNamesYet() {
    List<HandOver> incomplete = handOvers.subList(0, 1);
    JsonNode rules =
        statement(
            IamPolicy.documents(environment, incomplete, Calls.recorded()), "ShiftTrafficByRules");

    assertThat(texts(rules.get("Resource")))
        .containsExactly(PolicyWorld.elb("listener-rule/app/*/*/*/*"));
  }

  @Test
  void refusesTheHandOverOfAnotherPlaceAndAnEnvironmentThatIsNotOnAws() {
    Environment other = PolicyWorld.environment("us-prod", "us-east-1");

    assertThatThrownBy(() -> IamPolicy.of(other, handOvers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("111122223333/eu-central-1", "111122223333/us-east-1");
    assertThatThrownBy(() -> IamPolicy.of(PolicyWorld.local(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("local");
  }

  @Test
  void otherPartitionsHaveTheirOwnArns() {
    String policy = IamPolicy.of(PolicyWorld.environment("cn-prod", "cn-north-1"), List.of());

    assertThat(policy).contains("arn:aws-cn:ec2:", "ec2.amazonaws.com.cn");
    assertThat(policy).doesNotContain("arn:aws:");
  }

  @Test
  void isPrintedTheSameEveryTimeAndIsJson() throws Exception {
    String policy = IamPolicy.of(environment, handOvers);

    assertThat(IamPolicy.of(environment, new ArrayList<>(handOvers))).isEqualTo(policy);
    assertThat(new ObjectMapper().readTree(policy).fieldNames().next())
        .isEqualTo("repave-eu-prod-1");
  }

  private List<JsonNode> statements() {
    List<JsonNode> all = new ArrayList<>();
    IamPolicy.documents(environment, handOvers, Calls.recorded())
        .values()
        .forEach(document -> document.get("Statement").forEach(all::add));
    return all;
  }

  private JsonNode statement(String sid) {
    return statement(IamPolicy.documents(environment, handOvers, Calls.recorded()), sid);
  }

  private static JsonNode statement(SortedMap<String, ObjectNode> documents, String sid) {
    for (ObjectNode document : documents.values()) {
      for (JsonNode statement : document.get("Statement")) {
        if (statement.get("Sid").asText().equals(sid)) {
          return statement;
        }
      }
    }
    throw new AssertionError("no statement " + sid);
  }

  private List<String> resources(String sid) {
    return texts(statement(sid).get("Resource"));
  }

  private List<String> actions(String sid) {
    return texts(statement(sid).get("Action"));
  }

  private static List<String> condition(JsonNode statement, String operator, String key) {
    return texts(statement.path("Condition").path(operator).path(key));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
