package com.pharmaserv.repave.config;

import static com.pharmaserv.repave.config.Projects.ON_AWS;
import static com.pharmaserv.repave.config.Projects.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.config.EnvironmentReaderTest.Case;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AwsEnvironmentTest {
  @TempDir Path root;

  @BeforeEach
  void writeProject() {
    Projects.write(root);
  }

  private Environment read(String text) throws ConfigException {
    Projects.write(root.resolve("environments/eu-prod.yaml"), text);
    return Project.open(root).environment("eu-prod");
  }

  @Test
  void readsWhereOnAwsItIs() throws ConfigException {
    assertThat(read(ON_AWS).aws())
        .contains(
            new Environment.Aws(
                "111122223333",
                "eu-west-1",
                List.of("eu-central-1"),
                Optional.of("arn:aws:iam::111122223333:role/repave/rollout")));
  }

  @Test
  void needsNeitherCopiesNorARole() throws ConfigException {
    String text =
        edit(
            edit(ON_AWS, "  copies: [eu-central-1]\n", ""),
            "  role: arn:aws:iam::111122223333:role/repave/rollout\n",
            "");

    assertThat(read(text).aws())
        .contains(new Environment.Aws("111122223333", "eu-west-1", List.of(), Optional.empty()));
  }

  @Test
  void readsAlarmsAndCommandsOfAFleetWithoutARoute() throws ConfigException {
    var policy = read(ON_AWS).fleets().get(0).policy();

    assertThat(policy.gates())
        .containsExactly(
            new Gate.Alarms(List.of("hello-errors", "hello queue age")),
            new Gate.Command("./smoke.sh", Duration.ofSeconds(90)));
    assertThat(policy.capacityProbe()).isTrue();
    assertThat(policy.alarms()).containsExactly("hello-errors", "hello queue age");
    assertThat(policy.commands()).hasSize(1);
  }

  @Test
  void givesACommandTwoMinutes() throws ConfigException {
    Environment environment = read(edit(ON_AWS, ", timeout: 90s", ""));

    assertThat(environment.fleets().get(0).policy().commands().get(0).timeout())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses(Case one) {
    Projects.write(root.resolve("environments/eu-prod.yaml"), edit(ON_AWS, one.piece(), one.by()));

    assertThat(Projects.problems(() -> Project.open(root).environment("eu-prod")))
        .containsExactly("environments/eu-prod.yaml:" + one.problem());
  }

  static Stream<Case> refusals() {
    return Stream.concat(places(), gates());
  }

  private static Stream<Case> places() {
    return Stream.of(
        new Case(
            "account: \"111122223333\"",
            "account: 111122223333",
            "6:12: aws.account '111122223333' is a number, not text; put it in quotes:"
                + " \"111122223333\""),
        new Case(
            "account: \"111122223333\"\n",
            "account: \"11112222333\"\n",
            "6:12: aws.account '11112222333' must be an account's 12 digits"),
        new Case(
            "  account: \"111122223333\"\n",
            "",
            "6:3: aws.account is missing; add it, such as account: \"111122223333\""),
        new Case(
            "region: eu-west-1\n",
            "region: Ireland\n",
            "7:11: aws.region 'Ireland' must be a region such as eu-west-1 or us-east-1"),
        new Case(
            "region: eu-west-1\n",
            "region: us-east-1\n",
            "7:11: aws.region 'us-east-1' is outside of jurisdiction eu; its regions begin with"
                + " eu-"),
        new Case(
            "[eu-central-1]",
            "[us-east-1]",
            "8:12: aws.copies[0] 'us-east-1' is outside of jurisdiction eu; its regions begin with"
                + " eu-"),
        new Case(
            "[eu-central-1]",
            "[eu-west-1]",
            "8:12: aws.copies[0] 'eu-west-1' is the environment's own region; name only other"
                + " ones"),
        new Case(
            "[eu-central-1]",
            "[eu-central-1, eu-central-1]",
            "8:26: aws.copies[1] 'eu-central-1' is given twice; name each region once"),
        new Case(
            "::111122223333:role",
            "::444455556666:role",
            "9:9: aws.role 'arn:aws:iam::444455556666:role/repave/rollout' must be the ARN of a role"
                + " of this account: arn:aws:iam::111122223333:role/NAME"),
        new Case(
            "eu-west-1b",
            "eu-central-1b",
            "4:21: zones[1] 'eu-central-1b' is no zone of region eu-west-1; write one such as"
                + " eu-west-1a"),
        new Case(
            """
            aws:
              account: "111122223333"
              region: eu-west-1
              copies: [eu-central-1]
              role: arn:aws:iam::111122223333:role/repave/rollout
            """,
            "",
            "1:1: the file does not say which account and region it is in; add aws: {account:"
                + " \"111122223333\", region: eu-west-1}"),
        new Case(
            "fleets:",
            "listen: {port: 1}\nfleets:",
            "10:9: listen belongs to provider local, and this is aws; delete it"));
  }

  private static Stream<Case> gates() {
    return Stream.of(
        new Case(
            "[hello-errors, hello queue age]",
            "[]",
            "17:19: fleets[0].policy.gates[0].alarms: alarms [] must be 1 to 100 names"),
        new Case(
            "hello queue age",
            "hello-errors",
            "17:34: fleets[0].policy.gates[0].alarms[1] 'hello-errors' is given twice; name each"
                + " alarm once"),
        new Case(
            "{run: ./smoke.sh, timeout: 90s}",
            "./smoke.sh",
            "18:20: fleets[0].policy.gates[1].command './smoke.sh' is text, not a mapping; the"
                + " fields of a command gate are run, timeout"),
        new Case(
            "run: ./smoke.sh",
            "run: ''",
            "18:26: fleets[0].policy.gates[1].command.run is empty; write a value"),
        new Case(
            "timeout: 90s",
            "timeout: 0s",
            "18:47: fleets[0].policy.gates[1].command.timeout '0s' must be above 0"),
        new Case(
            "- command: {run: ./smoke.sh, timeout: 90s}\n",
            "- command: {run: ./smoke.sh}\n        - command: {run: ./smoke.sh}\n",
            "19:26: fleets[0].policy.gates[2].command.run './smoke.sh' is given twice; write each"
                + " command once"));
  }
}
