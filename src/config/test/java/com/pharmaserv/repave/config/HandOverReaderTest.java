package com.pharmaserv.repave.config;

import static com.pharmaserv.repave.config.Projects.HAND_OVER;
import static com.pharmaserv.repave.config.Projects.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.config.EnvironmentReaderTest.Case;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Slot;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandOverReaderTest {
  private static final String PARAMETER = "/repave/v1/eu-prod/hello/infra";

  @Test
  void readsEveryField() throws ConfigException {
    HandOver read = HandOverReader.read(HAND_OVER, PARAMETER);

    assertThat(read.schema()).isEqualTo("1.1");
    assertThat(read.quarantine()).contains("sg-0cccccccccccccc12");
    assertThat(read.fleet()).isEqualTo(new FleetId("eu-prod", "hello"));
    assertThat(read.account()).isEqualTo("111122223333");
    assertThat(read.region()).isEqualTo("eu-west-1");
    assertThat(read.subnets())
        .containsExactly(
            new HandOver.Subnet("subnet-0aaaaaaaaaaaaaaa1", "eu-west-1a"),
            new HandOver.Subnet("subnet-0aaaaaaaaaaaaaaa2", "eu-west-1b"));
    HandOver.Route route = read.route().orElseThrow();
    assertThat(route.production().kind()).isEqualTo(HandOver.Entry.Kind.RULE);
    assertThat(route.test().kind()).isEqualTo(HandOver.Entry.Kind.LISTENER);
    assertThat(route.targetGroup(Slot.GREEN)).endsWith(":targetgroup/hello-green/00000000000000b2");
    assertThat(route.probe()).isEqualTo("https://test.hello.eu.example");
    assertThat(read.skeleton()).isEqualTo(new HandOver.Skeleton("lt-0bbbbbbbbbbbbbbb1", "7"));
    assertThat(read.table()).isEqualTo("repave-eu-prod");
    assertThat(read.bake().instanceProfile()).isEqualTo("repave-bake");
    assertThat(new TreeMap<>(read.bake().keys())).containsOnlyKeys("eu-central-1", "eu-west-1");
    assertThat(read.bake().signer().orElseThrow())
        .isEqualTo("arn:aws:kms:eu-west-1:111122223333:key/99999999-2222-3333-4444-555555555555");
  }

  /** As infrastructures of version 1.0 wrote it. */
  @Test
  void readsWhatNamesNoSigner() throws ConfigException {
    int from = HAND_OVER.indexOf(",\n    \"signer\"");
    int to = HAND_OVER.indexOf("\n", from + 2);
    String text = HAND_OVER.substring(0, from) + HAND_OVER.substring(to);

    assertThat(HandOverReader.read(text, PARAMETER).bake().signer()).isEmpty();
  }

  @Test
  void readsAFleetWithoutARoute() throws ConfigException {
    int from = HAND_OVER.indexOf("  \"route\"");
    int to = HAND_OVER.indexOf("  \"skeleton\"");
    String text = HAND_OVER.substring(0, from) + HAND_OVER.substring(to);

    assertThat(HandOverReader.read(text, PARAMETER).route()).isEmpty();
  }

  @Test
  void passesOverWhatANewerMinorVersionAdds() throws ConfigException {
    String text = edit(HAND_OVER, "\"schema\": \"1.1\",", "\"schema\": \"1.7\", \"more\": [1],");
    String deeper = edit(text, "\"table\"", "\"waf\": {\"acl\": null}, \"table\"");

    assertThat(HandOverReader.read(deeper, PARAMETER).schema()).isEqualTo("1.7");
  }

  @Test
  void saysNothingElseAboutAMajorVersionThatItDoesNotKnow() {
    String text = "{\"schema\": \"2.0\", \"account\": 7}";

    assertThat(Projects.problems(() -> HandOverReader.read(text, PARAMETER)))
        .containsExactly(
            PARAMETER
                + ":1:12: schema '2.0' is another major version than 1, the one read here; use the"
                + " tool and the infrastructure of the same release");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    String text =
        edit(
            edit(edit(HAND_OVER, "\"lt-0bbbbbbbbbbbbbbb1\"", "\"lt-1\""), "\"t3.small\"", "\"\""),
            "\"subnet-0aaaaaaaaaaaaaaa1\"",
            "\"vpc-1\"");

    assertThat(Projects.problems(() -> HandOverReader.read(text, PARAMETER))).hasSize(3);
  }

  @Test
  void refusesTheDocumentOfAnotherFleet() {
    String other = "/repave/v1/eu-prod/worker/infra";

    assertThat(Projects.problems(() -> HandOverReader.read(HAND_OVER, other)))
        .containsExactly(
            other
                + ":1:1: the file is of fleet eu-prod/hello, whose place is "
                + PARAMETER
                + "; find out who wrote it here");
  }

  @Test
  void refusesWhatIsNoJson() {
    for (String text : List.of("", "[]", "null", "{", "{\"schema\": 1.0}", "hello", "{}")) {
      assertThat(Projects.problems(() -> HandOverReader.read(text, PARAMETER)))
          .as(text)
          .singleElement()
          .asString()
          .startsWith(PARAMETER);
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses(Case one) {
    String text = edit(HAND_OVER, one.piece(), one.by());

    assertThat(Projects.problems(() -> HandOverReader.read(text, PARAMETER)))
        .singleElement()
        .asString()
        .startsWith(PARAMETER + ":")
        .contains(one.problem());
  }

  static Stream<Case> refusals() {
    return Stream.concat(top(), parts());
  }

  private static Stream<Case> top() {
    return Stream.of(
        new Case("\"schema\": \"1.1\",", "", "the file has no schema"),
        new Case("\"1.1\"", "\"one\"", "schema 'one' must be a version such as 1.0"),
        new Case("\"table\": \"repave-eu-prod\",", "", "table is missing"),
        new Case(
            "\"repave-eu-prod\"", "\"a b\"", "table 'a b' must be the name of a DynamoDB table"),
        new Case("\"111122223333\"", "\"1111\"", "account '1111' must be an account's 12 digits"),
        new Case(
            "\"region\": \"eu-west-1\"",
            "\"region\": \"mars-1\"",
            "region 'mars-1' must be a region such as"),
        new Case(
            "{\"id\": \"subnet-0aaaaaaaaaaaaaaa1\", \"zone\": \"eu-west-1a\"},",
            "",
            "subnets names 1 of the at least 2"),
        new Case(
            "\"zone\": \"eu-west-1b\"",
            "\"zone\": \"eu-west-1a\"",
            "subnets[1] repeats a subnet or a zone"),
        new Case(
            "\"zone\": \"eu-west-1b\"",
            "\"zone\": \"eu-west-2b\"",
            "subnets[1].zone 'eu-west-2b' is no zone of region eu-west-1"),
        new Case(
            "\"lt-0bbbbbbbbbbbbbbb1\"",
            "\"repave\"",
            "skeleton.template 'repave' must be lt- and 17 hexadecimal digits"),
        new Case("\"7\"", "\"$Latest\"", "skeleton.version '$Latest' must be the number of a"),
        new Case("\"7\"", "7", "skeleton.version '7' is a number, not text"));
  }

  private static Stream<Case> parts() {
    return Stream.of(
        new Case(
            "\"kind\": \"rule\"", "\"kind\": \"path\"", "route.production.kind 'path' is unknown"),
        new Case(
            "\"kind\": \"rule\"",
            "\"kind\": \"listener\"",
            "must be the ARN of a listener, beginning with arn:aws:elasticloadbalancing:eu-west-1:"),
        new Case(
            "eu-west-1:111122223333:targetgroup/hello-blue",
            "eu-west-1:444455556666:targetgroup/hello-blue",
            "must be the ARN of a target group, beginning with"
                + " arn:aws:elasticloadbalancing:eu-west-1:111122223333:"),
        new Case(
            "eu-west-1:111122223333:targetgroup/hello-blue",
            "us-east-1:111122223333:targetgroup/hello-blue",
            "must be the ARN of a target group, beginning with"),
        new Case(
            "hello-green/00000000000000b2",
            "hello-blue/00000000000000b1",
            "route has the same target group for blue and green"),
        new Case(
            "https://test.hello.eu.example",
            "http://test.hello.eu.example",
            "route.probe 'http://test.hello.eu.example' must be a URL with https"),
        new Case(
            "https://test.hello.eu.example",
            "https://test.hello.eu.example/",
            "must be a URL with https, without a path or a last slash"),
        new Case("\"t3.small\"", "\"small\"", "bake.instanceType 'small' must be an instance type"),
        new Case(
            "\"sg-0cccccccccccccc11\"", "\"default\"", "bake.securityGroup 'default' must be sg-"),
        new Case("\"sg-0cccccccccccccc12\"", "\"default\"", "quarantine 'default' must be sg-"),
        new Case(
            "\"repave-bake\"",
            "\"arn:aws:iam::111122223333:instance-profile/repave-bake\"",
            "must be the name of an instance profile"),
        new Case(
            "\"eu-west-1\": \"arn:aws:kms:eu-west-1:",
            "\"eu-west-1\": \"arn:aws:kms:eu-west-2:",
            "must be the ARN of a key, beginning with arn:aws:kms:eu-west-1:111122223333:"),
        new Case(
            "\"eu-west-1\": \"arn:aws:kms:eu-west-1:",
            "\"eu-west-3\": \"arn:aws:kms:eu-west-3:",
            "bake has no key for region eu-west-1"),
        new Case(
            "\"signer\": \"arn:aws:kms:eu-west-1:",
            "\"signer\": \"arn:aws:kms:eu-central-1:",
            "must be the ARN of a key, beginning with arn:aws:kms:eu-west-1:111122223333:"),
        new Case(
            "key/99999999-2222-3333-4444-555555555555",
            "alias/repave-eu-prod-images",
            "must be the ARN of a key, beginning with arn:aws:kms:eu-west-1:111122223333:"));
  }
}
