package com.pharmaserv.repave.infra.judges.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.infra.Stacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may do what, evaluated by an engine that others wrote, key policies and boundary included.
 */
class AccessIT {
  private static final Path CALLS =
      Path.of("../src/aws/test/resources/com/pharmaserv/repave/aws/policy/calls.txt");

  /** Calls that no policy speaks of, and why. */
  private static final Map<String, String> BESIDE_POLICIES =
      Map.of(
          "dynamodb:TransactWriteItems", "is judged by what it consists of, such as UpdateItem",
          "sts:GetCallerIdentity", "is allowed to everybody");

  /** Calls that a stack gives nothing to make on, and why. */
  private static final Map<String, String> NEVER_ALLOWED =
      Map.of("elasticloadbalancing:ModifyListener", "there are no Network Load Balancers");

  private static Estate estate(String stack, UnaryOperator<String> change) {
    return new Estate(stack, Stacks.run(stack).inventory(), change);
  }

  private static Verdicts verdicts(String stack) throws IOException {
    return Verdicts.of(estate(stack, UnaryOperator.identity()), Row.all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-prod", "us-staging"})
  void everyRequestIsAnsweredAsItsRowSays(String stack) throws Exception {
    Verdicts verdicts = verdicts(stack);

    System.out.println(
        stack + ": the judge of policies answered " + verdicts.asked() + " requests");
    verdicts.known().forEach(System.out::println);
    assertThat(verdicts.wrong()).isEmpty();
    assertThat(verdicts.asked()).isGreaterThan(5000);
  }

  /** No role takes another but as listed; the trust of roles is asked as well. */
  @ParameterizedTest
  @ValueSource(strings = {"eu-prod", "us-staging"})
  void rolesTakeNoOtherRolesThanListed(String stack) throws Exception {
    Set<String> listed =
        Set.of("delivery>rollout", "rotation>rollout", "operator>rollout", "operator>tenant-end");
    Estate estate = estate(stack, UnaryOperator.identity());
    List<Row> rows =
        estate.roles().stream()
            .flatMap(
                who ->
                    estate.roles().stream()
                        .filter(other -> !estate.people().contains(other))
                        .map(
                            other ->
                                Row.generated(
                                    who,
                                    listed.contains(who + ">" + other),
                                    "sts:AssumeRole",
                                    "{" + other + "-role}")))
            .toList();

    assertThat(Verdicts.of(estate, rows).wrong()).isEmpty();
  }

  @Test
  void everyCallOfTheToolHasARowEitherWay() throws IOException {
    Set<String> calls = new TreeSet<>(Files.readAllLines(CALLS));
    assertThat(calls).containsAll(BESIDE_POLICIES.keySet()).containsAll(NEVER_ALLOWED.keySet());
    calls.removeAll(BESIDE_POLICIES.keySet());

    assertThat(done(false)).containsAll(calls);
    calls.removeAll(NEVER_ALLOWED.keySet());
    assertThat(done(true)).containsAll(calls);
  }

  private static Set<String> done(boolean allowed) throws IOException {
    return Row.all().stream()
        .filter(row -> row.source().equals("rollout.yaml") && row.allowed() == allowed)
        .flatMap(row -> row.does().stream())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyRoleHasRowsOfItsOwnEitherWay(boolean allowed) throws IOException {
    Set<String> spokenOf =
        Row.all().stream()
            .filter(row -> row.allowed() == allowed)
            .map(Row::who)
            .collect(Collectors.toSet());

    for (String stack : List.of("eu-prod", "us-staging")) {
      assertThat(spokenOf).containsAll(estate(stack, UnaryOperator.identity()).roles());
    }
  }

  /** Who has every right is refused what the boundary names; no name in it is left unasked. */
  @Test
  void everyPatternOfTheBoundaryHasARow() throws IOException {
    Set<String> asked =
        Row.all().stream()
            .filter(row -> row.who().equals("anybody bounded") && !row.allowed())
            .flatMap(row -> row.does().stream())
            .collect(Collectors.toSet());
    JsonNode boundary =
        new ObjectMapper()
            .readTree(estate("eu-prod", UnaryOperator.identity()).documents().get("boundary"));
    Set<String> patterns = new TreeSet<>();
    for (JsonNode statement : boundary.path("Statement")) {
      boolean denies = statement.path("Effect").asText().equals("Deny");
      // What is left out of what is allowed is refused, too.
      statement
          .path(denies ? "Action" : "NotAction")
          .forEach(pattern -> patterns.add(pattern.asText()));
    }

    assertThat(patterns).hasSizeGreaterThan(100);
    patterns.removeIf(pattern -> pattern.startsWith("iam:"));
    assertThat(asked).contains("iam:writes");
    assertThat(patterns)
        .allSatisfy(
            pattern ->
                assertThat(asked)
                    .as(pattern)
                    .anyMatch(action -> action.matches(pattern.replace("*", ".*"))));
  }

  /** A change of documents, and the action in the rows that notice it. */
  static Stream<Arguments> planted() {
    return Stream.of(
        Arguments.of(
            "\"aws:ResourceTag/repave:managed-by\":[\"bake\"]",
            "\"aws:ResourceTag/repave:managed-by\":[\"bake\",\"rollout\"]",
            "ec2:TerminateInstances"),
        Arguments.of("\"iam:Create*\",", "", "iam:CreatePolicyVersion"),
        Arguments.of("\"cloudtrail:Put*\",", "", "cloudtrail:PutEventSelectors"),
        Arguments.of("\"events:Disable*\",", "", "events:DisableRule"),
        Arguments.of(
            "\"Null\":{\"aws:ResourceTag/tenant\":[\"true\"]}",
            "\"Null\":{\"aws:ResourceTag/tenant\":[\"false\"]}",
            "kms:DisableKey"),
        Arguments.of(
            "\"Sid\":\"RolesOfMachines\",\"Effect\":\"Allow\",\"Action\":[\"iam:PassRole\"],"
                + "\"Resource\":[\"arn:aws:iam::111122223333:role/repave-eu-prod-bake\"",
            "\"Sid\":\"RolesOfMachines\",\"Effect\":\"Allow\",\"Action\":[\"iam:PassRole\"],"
                + "\"Resource\":[\"arn:aws:iam::111122223333:role/repave-eu-prod-*\"",
            "iam:PassRole"),
        Arguments.of(
            "[\"arn:aws:iam::111122223333:instance-profile/repave-eu-prod-bake\"]",
            "[\"arn:aws:iam::111122223333:instance-profile/*\"]",
            "ec2:RunInstances"),
        Arguments.of(",\"ec2:Attribute/ImdsSupport\":[\"v2.0\"]", "", "ec2:ModifyImageAttribute"),
        Arguments.of(
            "\"ec2:Attribute/UserData\":[\"true\"]",
            "\"ec2:Attribute/UserData\":[\"false\"]",
            "ec2:ModifyInstanceAttribute"),
        Arguments.of("cluster:awsbackup-restore-test-*", "cluster:*", "rds:DeleteDBCluster"),
        Arguments.of(
            ",\"Condition\":{\"StringEquals\":{\"ec2:CreateAction\":[\"CopyImage\","
                + "\"CreateCapacityReservation\",\"CreateImage\",\"CreateLaunchTemplate\","
                + "\"CreateSnapshots\",\"RegisterImage\",\"RunInstances\",\"StartSnapshot\"]}}",
            "",
            "ec2:CreateTags"),
        Arguments.of(
            "\"ebs:GetSnapshotBlock\",\"ebs:ListSnapshotBlocks\",\"ebs:PutSnapshotBlock\"],\"Resource\":",
            "\"ebs:*\"],\"Resource\":",
            "ebs:StartSnapshot"),
        Arguments.of("\"backup:PutBackupVault*\",", "", "backup:PutBackupVaultAccessPolicy"),
        Arguments.of(
            "\"s3:PutObject\"],\"Resource\":[", "\"s3:*\"],\"Resource\":[", "s3:GetObject"),
        Arguments.of("[\"repave:quarantine\"]", "[\"repave:managed-by\"]", "ec2:CreateTags"),
        Arguments.of(
            "{\"aws:SecureTransport\":[\"false\"]}",
            "{\"aws:SecureTransport\":[\"never\"]}",
            "sns:Publish"),
        Arguments.of(
            "\"ssm:SessionDocumentAccessCheck\":[\"true\"]",
            "\"ssm:SessionDocumentAccessCheck\":[\"true\",\"false\"]",
            "ssm:StartSession"));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void noticesWhatIsPlanted(String from, String to, String action) throws Exception {
    List<String> changed = new ArrayList<>();
    Estate estate =
        estate(
            "eu-prod",
            text -> {
              if (text.contains(from)) {
                changed.add(text);
              }
              return text.replace(from, to);
            });
    assertThat(changed).isNotEmpty();
    List<Row> rows = Row.all().stream().filter(row -> row.does().contains(action)).toList();

    assertThat(Verdicts.of(estate, rows).wrong())
        .anyMatch(wrong -> wrong.contains(" does " + action + " "));
  }

  @Test
  void aRowAboutWhatIsNotThereFails() {
    Estate estate = estate("eu-prod", UnaryOperator.identity());

    assertThatThrownBy(() -> estate.fill("{no-such-role}"))
        .hasMessageContaining("nothing is called 'no-such-role'");
    assertThatThrownBy(() -> estate.principal("nobody")).hasMessageContaining("nobody");
  }

  @Test
  void anActionThatDoesNotExistFails() throws Exception {
    Estate estate = estate("eu-prod", UnaryOperator.identity());
    Row row = Row.generated("rollout", false, "ec2:EndEverything", "*");

    assertThat(Verdicts.of(estate, List.of(row)).wrong())
        .singleElement()
        .asString()
        .contains("refused");
  }
}
