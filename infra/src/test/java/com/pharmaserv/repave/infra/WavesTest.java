package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.policy.Rules;
import com.pharmaserv.repave.infra.repave.Wave;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rotations that are fanned out: in which order, how many at a time, and by whose rights. */
class WavesTest {
  private static final String AFTER = "after: {environment: eu-staging, proven: 24h}";

  @TempDir private Path root;

  private Project changed(String... fromTo) throws IOException {
    return ChangedProject.in(root, "eu-prod", fromTo);
  }

  private static Blueprint blueprint(Project project, String environment) {
    return Blueprint.read(project, environment, Stacks.TODAY);
  }

  private static ResourceView named(Inventory stack, String name) {
    return stack.all().stream().filter(view -> view.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void stagingComesBeforeProductionAndJurisdictionsAreApart() {
    assertThat(blueprint(Stacks.PROJECT, "eu-prod").waves())
        .extracting(Wave::environment)
        .containsExactly("eu-staging", "eu-prod");
    assertThat(blueprint(Stacks.PROJECT, "us-prod").waves())
        .extracting(Wave::environment)
        .containsExactly("us-staging", "us-prod");
    assertThat(blueprint(Stacks.PROJECT, "eu-staging").waves()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, 1",
    "'fleets: 5', 2, 1",
    "'fleets: 5\n  share: 99%', 1, 1",
    "'fleets: 5\n  share: 50%', 1, 1",
    "'fleets: 2\n  stop-after: 3', 2, 3"
  })
  void asManyAtATimeAsThePolicySaysAndItsShareHolds(String policy, int atATime, int stopAfter)
      throws IOException {
    Wave wave = blueprint(changed(AFTER, policy), "eu-prod").waves().get(0);

    assertThat(wave.atATime()).isEqualTo(atATime);
    assertThat(wave.stopAfter()).isEqualTo(stopAfter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "after: {environment: us-staging} | rotation.after is us-staging, which is in another jurisdiction",
        "after: {environment: local-eu}   | rotation.after is local-eu, which is not on AWS",
        "after: {environment: eu-nowhere} | eu-nowhere",
      })
  void anOrderThatCannotBeIsRefused(String after, String why) throws IOException {
    Project project = changed(AFTER, after);

    assertThatThrownBy(() -> blueprint(project, "eu-prod")).hasMessageContaining(why);
  }

  @Test
  void aCircleIsRefused() throws IOException {
    Project project =
        ChangedProject.in(root, "eu-staging", "  age:", "  after: {environment: eu-prod}\n  age:");

    assertThatThrownBy(() -> blueprint(project, "eu-prod"))
        .hasMessageContaining("rotation.after is eu-prod, which comes after it");
  }

  @Test
  void productionsRotationTakesStagingsRoleAndNobodyElseOfItsAccountDoes() {
    Inventory production = Stacks.run("eu-prod").inventory();
    String staging =
        named(Stacks.run("eu-staging").inventory(), "eu-west-1-rollout-role")
            .text("assumeRolePolicy");

    assertThat(named(production, "eu-west-1-rotation-policy").text("policy"))
        .contains(
            "[\"arn:aws:iam::222233334444:role/repave-rollout\","
                + "\"arn:aws:iam::111122223333:role/repave-rollout\"]");
    assertThat(staging)
        .containsOnlyOnce("arn:aws:iam::111122223333:root")
        .contains(
            "{\"aws:PrincipalArn\":[\"arn:aws:iam::111122223333:role/repave-eu-prod-rotation\"]}");
    assertThat(named(production, "eu-west-1-rollout-role").text("assumeRolePolicy"))
        .doesNotContain("222233334444");
  }

  @Test
  void theScheduleStartsOneTaskUnlessItIsToldToFanOut() throws IOException {
    Inventory single = Stacks.run("eu-prod").inventory();
    Inventory fanned =
        App.dryRun(
                changed(
                    AFTER,
                    AFTER + "\n  fleets: 5\n  stop-after: 2",
                    "    schedule: cron(0 3",
                    "    fan-out: true\n    schedule: cron(0 3"),
                "eu-prod",
                Stacks.TODAY)
            .inventory();
    String machine =
        "arn:aws:states:eu-west-1:111122223333:stateMachine:repave-eu-prod-rotation-waves";

    assertThat(named(single, "eu-west-1-rotation-nightly").text("target.arn"))
        .isEqualTo("arn:aws:scheduler:::aws-sdk:codebuild:startBuild");
    assertThat(named(single, "eu-west-1-rotation-starter-policy").text("policy"))
        .contains("codebuild:StartBuild")
        .doesNotContain("states:StartExecution");
    assertThat(named(fanned, "eu-west-1-rotation-nightly").text("target.arn")).isEqualTo(machine);
    assertThat(named(fanned, "eu-west-1-rotation-starter-policy").text("policy"))
        .contains("states:StartExecution", machine)
        .doesNotContain("codebuild:StartBuild");
    assertThat(Rules.findings(Rules.all(Stacks.TODAY), fanned)).isEmpty();
  }
}
