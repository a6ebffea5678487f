package com.pharmaserv.repave.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.HandOver;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What stands in the policies, statement by statement. */
class IamPolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Environment environment = PolicyWorld.environment("eu-prod", "eu-central-1");
  private final List<HandOver> handOvers = PolicyWorld.handOvers();

  @Test
  void everyDocumentIsOneThatIamTakes() {
    JsonNode documents = documents(environment, handOvers);

    assertThat(documents.fieldNames())
        .toIterable()
        .containsExactly(
            "repave-eu-prod-basics",
            "repave-eu-prod-groups",
            "repave-eu-prod-traffic",
            "repave-eu-prod-machines",
            "repave-eu-prod-images",
            "repave-eu-prod-quarantine");
    TreeSet<String> sids = new TreeSet<>();
    for (JsonNode document : documents) {
      assertThat(document.get("Version").asText()).isEqualTo("2012-10-17");
      for (JsonNode statement : document.get("Statement")) {
        assertThat(statement.get("Effect").asText()).isEqualTo("Allow");
        assertThat(statement.get("Sid").asText()).matches("[A-Za-z0-9]+");
        assertThat(sids.add(statement.get("Sid").asText())).isTrue();
        assertThat(statement.get("Action")).isNotEmpty();
        assertThat(statement.get("Resource")).isNotEmpty();
      }
    }
  }

  /** With names as long as AWS allows. */
  @Test
  void fifteenFleetsFitIntoARoleAndTooManyAreRefusedWithARemedy() {
    Environment fifteen = PolicyWorld.environment(15);
    for (Chapter chapter : Chapter.values()) {
      assertThat(IamPolicy.of(Reach.of(fifteen, PolicyWorld.handOvers(15)), chapter))
          .as(chapter.title())
          .hasSizeLessThanOrEqualTo(IamPolicy.CHARACTERS_MAX);
    }

    assertThatThrownBy(() -> IamPolicy.of(PolicyWorld.environment(30), PolicyWorld.handOvers(30)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("repave-eu-prod-groups", "6144", "divide");
  }

  @Test
  void namesAllThatItsStatementsAllow() {
    TreeSet<String> granted = new TreeSet<>();
    statements().forEach(s -> s.get("Action").forEach(action -> granted.add(action.asText())));

    assertThat(granted).isEqualTo(IamPolicy.actions());
  }

  @Test
  void whatTheInfrastructureHasNothingOfIsNotAllowed() {
    Things none =
        new Things(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of(), List.of(), List.of(), List.of());
    Reach reach = Reach.of(environment, none);

    assertThat(parse(IamPolicy.of(reach, Chapter.TRAFFIC)).get("Statement")).isEmpty();
    assertThat(parse(IamPolicy.of(reach, Chapter.QUARANTINE)).get("Statement")).isEmpty();
    assertThat(sids(parse(IamPolicy.of(reach, Chapter.MACHINES))))
        .contains("RunMachinesOf")
        .doesNotContain("RunMachines", "RunBuilders");
    JsonNode create = statement(parse(IamPolicy.of(reach, Chapter.GROUPS)), "CreateGroups");
    assertThat(condition(create, "Null", "autoscaling:TargetGroupARNs")).containsExactly("true");
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
  void machinesAreCutOffByTheHandedOverGroupAndMarkedByNothingThatGrantsRights() {
    assertThat(resources("CutMachinesOffBy"))
        .containsExactly("arn:aws:ec2:eu-central-1:111122223333:security-group/sg-cell");
    for (String sid :
        List.of("CutMachinesOff", "MarkMachines", "TakeMachinesOut", "CopyDisksOfMachines")) {
      assertThat(condition(statement(sid), "StringEquals", "aws:ResourceTag/repave:environment"))
          .as(sid)
          .containsExactly("eu-prod");
      assertThat(condition(statement(sid), "StringEquals", "aws:ResourceTag/repave:managed-by"))
          .as(sid)
          .containsExactly("rollout");
    }
    assertThat(condition(statement("MarkMachines"), "ForAllValues:StringEquals", "aws:TagKeys"))
        .containsExactly("repave:quarantine", "repave:quarantine-at", "repave:quarantine-by");
    assertThat(condition(statement("CutMachinesOff"), "Null", "ec2:Attribute/UserData"))
        .as("commands for the next start of a machine")
        .containsExactly("true");
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
            "arn:aws:iam::111122223333:role/bakery",
            "arn:aws:iam::111122223333:role/repave-eu-prod-*");
    assertThat(condition(pass, "StringEquals", "iam:PassedToService"))
        .containsExactly("ec2.amazonaws.com");
  }

  /** A builder takes commands; with a fleet's role it would be a way to the fleet's data. */
  @Test
  void machinesAreStartedWithTheProfileThatGoesWithTheirTag() {
    JsonNode builders = statement("RunBuilders");
    assertThat(condition(builders, "StringEquals", "aws:RequestTag/repave:managed-by"))
        .containsExactly("bake");
    assertThat(condition(builders, "ArnLike", "ec2:InstanceProfile"))
        .containsExactly("arn:aws:iam::111122223333:instance-profile/bakery");

    JsonNode machines = statement("RunMachines");
    assertThat(condition(machines, "StringEquals", "aws:RequestTag/repave:managed-by"))
        .containsExactly("rollout");
    assertThat(condition(machines, "ArnLike", "ec2:InstanceProfile"))
        .containsExactly("arn:aws:iam::111122223333:instance-profile/repave-eu-prod-*");
    for (JsonNode run : List.of(builders, machines)) {
      assertThat(condition(run, "StringEquals", "ec2:MetadataHttpTokens"))
          .containsExactly("required");
    }
  }

  @Test
  void onlyWhatIsBornIsTaggedAndOnlyOfTheKindsThatTheToolMakes() {
    assertThat(resources("TagAtBirth"))
        .allMatch(arn -> arn.endsWith("/*"))
        .noneMatch(arn -> arn.contains("*/*"))
        .hasSize(7);
    assertThat(condition(statement("TagAtBirth"), "StringEquals", "ec2:CreateAction"))
        .containsExactly(
            "CopyImage",
            "CreateCapacityReservation",
            "CreateImage",
            "CreateLaunchTemplate",
            "CreateSnapshots",
            "RegisterImage",
            "RunInstances",
            "StartSnapshot");
  }

  @Test
  void ofAnImageNothingIsChangedButThatItWantsTokens() {
    assertThat(actions("CareForImages")).doesNotContain("ec2:ModifyImageAttribute");
    assertThat(
            condition(
                statement("RequireTokensOfImages"), "StringEquals", "ec2:Attribute/ImdsSupport"))
        .containsExactly("v2.0");
  }

  @Test
  void onlyFromJournalsIsAnythingTakenBack() {
    assertThat(actions("Journals")).doesNotContain("dynamodb:DeleteItem");
    assertThat(
            condition(statement("TornJournals"), "ForAllValues:StringLike", "dynamodb:LeadingKeys"))
        .containsExactly("journal#eu-prod/*");
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

  /** The tables' key is used through DynamoDB, for these tables, and for nothing else. */
  @Test
  void theTablesAreOpenedByDynamoDbInTheToolsName() {
    JsonNode open = statement("OpenTables");

    assertThat(actions("OpenTables")).containsExactly("kms:Decrypt");
    assertThat(condition(open, "StringEquals", "kms:ViaService"))
        .containsExactly("dynamodb.eu-central-1.amazonaws.com");
    assertThat(condition(open, "StringLike", "kms:EncryptionContext:aws:dynamodb:tableName"))
        .containsExactly("repave-eu-prod");
  }

  /** Another algorithm, or a message that KMS hashes itself, is no signature of ours. */
  @Test
  void onlyDigestsAreSignedAndOnlyWithTheKeyOfImages() {
    String key = "arn:aws:kms:eu-central-1:111122223333:key/3";

    assertThat(actions("SignStatements")).containsExactly("kms:Sign");
    assertThat(resources("SignStatements")).containsExactly(key);
    assertThat(resources("ReadTheKeyOfStatements")).containsExactly(key);
    for (String sid : List.of("SignStatements", "ReadTheKeyOfStatements")) {
      assertThat(condition(statement(sid), "ForAnyValue:StringEquals", "kms:ResourceAliases"))
          .containsExactly("alias/repave-eu-prod-images");
    }
    assertThat(condition(statement("SignStatements"), "StringEquals", "kms:MessageType"))
        .containsExactly("DIGEST");
    assertThat(condition(statement("SignStatements"), "StringEquals", "kms:SigningAlgorithm"))
        .containsExactly("ECDSA_SHA_256");
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
    JsonNode rules = statement(all(documents(environment, incomplete)), "ShiftTrafficByRules");

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
    assertThat(policy).doesNotContain("\r").endsWith("}\n");
    assertThat(new ObjectMapper().readTree(policy)).hasSize(Chapter.values().length);
  }

  private static JsonNode documents(Environment environment, List<HandOver> handOvers) {
    return parse(IamPolicy.of(environment, handOvers));
  }

  private static JsonNode parse(String policy) {
    try {
      return JSON.readTree(policy);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + policy, e);
    }
  }

  private List<JsonNode> statements() {
    return all(documents(environment, handOvers));
  }

  private static List<JsonNode> all(JsonNode documents) {
    List<JsonNode> all = new ArrayList<>();
    documents.forEach(document -> document.get("Statement").forEach(all::add));
    return all;
  }

  private JsonNode statement(String sid) {
    return statement(statements(), sid);
  }

  private static JsonNode statement(JsonNode document, String sid) {
    List<JsonNode> statements = new ArrayList<>();
    document.get("Statement").forEach(statements::add);
    return statement(statements, sid);
  }

  private static JsonNode statement(List<JsonNode> statements, String sid) {
    return statements.stream()
        .filter(statement -> statement.get("Sid").asText().equals(sid))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no statement " + sid));
  }

  private static List<String> sids(JsonNode document) {
    List<String> sids = new ArrayList<>();
    document.get("Statement").forEach(statement -> sids.add(statement.get("Sid").asText()));
    return sids;
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
