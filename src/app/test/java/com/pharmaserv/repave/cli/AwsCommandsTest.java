package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.quotas.Quotas;
import com.pharmaserv.repave.aws.twin.watch.Alarms;
import com.pharmaserv.repave.cli.Playground.Answer;
import com.pharmaserv.repave.model.ImageId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a double of AWS, in this process and under its time. */
class AwsCommandsTest {
  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);

  @TempDir Path folder;

  private AwsPlayground ground(String gates) throws IOException {
    AwsPlayground ground = AwsPlayground.in(folder, 1, gates);
    ground.world.fleet("app-1");
    ground.world.image("app", OLD, "app");
    return ground;
  }

  private static Answer good(Answer answer) {
    assertThat(answer.code()).as(answer.toString()).isZero();
    return answer;
  }

  private static Answer failed(Answer answer) {
    assertThat(answer.code()).as(answer.toString()).isEqualTo(ExitCode.FAILED);
    return answer;
  }

  private static List<String> operations(AwsPlayground ground) {
    return ground.cloud.calls().stream().map(Call::operation).toList();
  }

  @Test
  void rollsImagesOutAndShowsThem() throws IOException {
    AwsPlayground ground = ground("[]");

    assertThat(good(ground.run("roll", "-e", "eu-prod")).out())
        .isEqualTo("app-1-r0001 (eu-prod/app-1) succeeded: app-1-g0001 is the active generation\n");
    ground.world.image("app", NEW, "app");
    assertThat(good(ground.run("roll", "-e", "eu-prod")).out())
        .isEqualTo("app-1-r0002 (eu-prod/app-1) succeeded: app-1-g0002 carries the fleet\n");

    assertThat(good(ground.run("roll", "-e", "eu-prod")).out()).startsWith("Nothing to do: ");
    assertThat(good(ground.run("status", "-e", "eu-prod")).out())
        .containsPattern("eu-prod/app-1  app-1-g0002  app@b{12}  1 .* 2/2 .* 100/0\n")
        .contains("last rollout app-1-r0002 succeeded");
    assertThat(good(ground.run("audit", "-e", "eu-prod")).out()).contains("nothing out of place");
    assertThat(good(ground.run("journal", "verify", "-e", "eu-prod")).out())
        .containsPattern("eu-prod/app-1: \\d+ records, chain verifies");
    assertThat(good(ground.run("images", "list", "-e", "eu-prod")).out())
        .contains("app@aaaaaaaaaaaa", "app@bbbbbbbbbbbb");
    assertThat(good(ground.run("sweep", "-e", "eu-prod")).out()).isEqualTo("nothing to sweep\n");
    assertThat(ground.cloud.unsupported()).isEmpty();
  }

  @Test
  void plansWithTheRoomAndTheMoneyThatARolloutNeeds() throws IOException {
    AwsPlayground ground = ground("[]");

    String plan = good(ground.run("roll", "-e", "eu-prod", "--plan")).out();

    assertThat(plan)
        .startsWith("Would roll eu-prod/app-1 to app@aaaaaaaaaaaa (version 1):\n")
        .contains(
            "\n  launch: 2 machines of app@aaaaaaaaaaaa",
            "\n  vCPU quota: ",
            "\n  cost of the overlap: ");
    assertThat(operations(ground))
        .doesNotContain("CreateAutoScalingGroup", "CreateCapacityReservation", "PutItem");
  }

  @Test
  void refusesToRollWhereASecondGenerationDoesNotFit() throws IOException {
    AwsPlayground ground = ground("[]");
    ground
        .cloud
        .region(AwsPlayground.REGION)
        .part(Quotas.class)
        .set("ec2", Quotas.STANDARD_VCPUS, 3);

    Answer plan = failed(ground.run("roll", "-e", "eu-prod", "--plan"));
    Answer roll = failed(ground.run("roll", "-e", "eu-prod"));

    assertThat(plan.out()).startsWith("Would refuse to roll ").contains("(too little)");
    for (Answer answer : List.of(plan, roll)) {
      assertThat(answer.err())
          .contains(
              "repave: refusing to roll eu-prod/app-1, a second generation does not fit beside the"
                  + " active one: vCPU quota: ");
    }
    assertThat(operations(ground)).doesNotContain("CreateAutoScalingGroup");
  }

  @Test
  void asksForMachinesBeforehandOnlyIfThePolicySaysSo() throws IOException {
    AwsPlayground ground = ground("[]\n      capacity-probe: true");

    good(ground.run("roll", "-e", "eu-prod", "--plan"));
    assertThat(operations(ground)).doesNotContain("CreateCapacityReservation");
    good(ground.run("roll", "-e", "eu-prod"));
    assertThat(operations(ground)).contains("CreateCapacityReservation");
  }

  @Test
  void refusesToRollWhileAnAlarmFires() throws IOException {
    AwsPlayground ground = ground("[{alarms: [app-errors]}]");
    assertThat(failed(ground.run("roll", "-e", "eu-prod")).err())
        .as("an alarm that is not there")
        .contains("app-errors");
    Alarms alarms = ground.cloud.region(AwsPlayground.REGION).part(Alarms.class);
    alarms.add("app-errors");
    alarms.show("app-errors", "OK");
    good(ground.run("roll", "-e", "eu-prod"));

    ground.world.image("app", NEW, "app");
    alarms.show("app-errors", "ALARM");

    assertThat(failed(ground.run("roll", "-e", "eu-prod")).err())
        .contains("refusing to roll: alarm 'app-errors' fires");
    assertThat(failed(ground.run("roll", "-e", "eu-prod", "--plan")).err())
        .contains("refusing to roll: alarm 'app-errors' fires");
  }

  @Test
  void takesARolloutBackWhenAnAlarmFiresInTheMiddle() throws IOException {
    AwsPlayground ground = ground("[{alarms: [app-errors]}]");
    Alarms alarms = ground.cloud.region(AwsPlayground.REGION).part(Alarms.class);
    alarms.add("app-errors");
    alarms.show("app-errors", "OK");
    good(ground.run("roll", "-e", "eu-prod"));
    ground.world.image("app", NEW, "app");
    ground.cloud.onCall(
        call -> {
          if (call.operation().equals("ModifyRule")
              && ground.run("status", "-e", "eu-prod").out().contains(" 50/50\n")) {
            alarms.show("app-errors", "ALARM");
          }
        });

    Answer roll = ground.run("roll", "-e", "eu-prod");

    assertThat(roll.code()).as(roll.toString()).isEqualTo(ExitCode.ROLLED_BACK);
    assertThat(roll.out()).contains("rolled-back: alarm 'app-errors' fires");
    assertThat(ground.run("images", "list", "-e", "eu-prod").out())
        .containsPattern("app@b{12} .*alarm 'app-errors' fires");
  }

  @Test
  void asksForPulumiBeforeAnythingWasHandedOver() throws IOException {
    AwsPlayground ground = AwsPlayground.in(folder, 1, "[]");
    ground.world.image("app", OLD, "app");

    for (List<String> words :
        List.of(List.of("roll"), List.of("status"), List.of("audit"), List.of("journal", "show"))) {
      List<String> line = new ArrayList<>(words);
      line.addAll(List.of("-e", "eu-prod"));
      assertThat(failed(ground.run(line.toArray(new String[0]))).err())
          .startsWith("repave: ")
          .contains("/repave/v1/eu-prod/app-1/infra", "run 'pulumi up'");
    }
  }

  @Test
  void refusesAForeignAccountBeforeAnythingElse() throws IOException {
    AwsPlayground ground = ground("[]");
    ground.environment("999988887777", 1, "[]");

    assertThat(failed(ground.run("roll", "-e", "eu-prod")).err())
        .contains("account " + TwinCloud.ACCOUNT, "is account 999988887777", "nothing was done");
    assertThat(operations(ground)).containsOnly("GetCallerIdentity");
  }

  @Test
  void rotatesManyFleetsAtATime() throws Exception {
    AwsPlayground ground = AwsPlayground.in(folder, 5, "[]");
    for (int i = 1; i <= 5; i++) {
      ground.world.fleet("app-" + i);
    }
    String plan = good(ground.run("bake", "-e", "eu-prod", "--plan", "--output", "json")).out();
    String image = new ObjectMapper().readTree(plan).at("/resolved/0/image").asText();
    ground.world.image("app", ImageId.parse(image).digest(), "app");

    Answer rotation = good(ground.run("rotate", "-e", "eu-prod", "--parallel", "5"));

    assertThat(rotation.out().lines())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 5)
                .mapToObj(
                    i ->
                        "app-%1$s-r0001 (eu-prod/app-%1$s) succeeded: app-%1$s-g0001 is the active"
                                .formatted(i)
                            + " generation")
                .toList());
    assertThat(ground.cloud.unsupported()).isEmpty();
  }

  @Test
  void printsThePolicyWithoutACall() throws IOException {
    AwsPlayground ground = ground("[]");

    assertThat(good(ground.run("iam-policy", "-e", "eu-prod")).out())
        .startsWith("{\n")
        .contains("repave-eu-prod-groups", "autoscaling:CreateAutoScalingGroup");
    assertThat(good(ground.run("iam-policy", "-e", "eu-prod", "--output", "json")).out())
        .contains("\"answer\" : \"iam-policy\"", "\"policies\" : {");
    assertThat(ground.cloud.calls()).isEmpty();
  }
}
