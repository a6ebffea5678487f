package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import com.pharmaserv.repave.cli.Playground.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Commands that failed between two regions: the same command again ends what the first one began,
 * though nothing is left to do at home.
 */
class AwsCopiesTest {
  private static final String COPY = "eu-west-1";

  /** More than a call is repeated. */
  private static final int FAILURES = 20;

  @TempDir Path folder;
  private AwsPlayground ground;

  @BeforeEach
  void build() throws IOException {
    ground = AwsPlayground.in(folder, 1, "[]");
    ground.copyTo(COPY);
    ground.world.fleet("app-1");
    ground.world.image("app", "a".repeat(64), "app");
    TwinWorld.of(ground.cloud, COPY, "elsewhere").image("app", "a".repeat(64), "app");
  }

  private Answer failsElsewhere(String operation, String... words) {
    for (int i = 0; i < FAILURES; i++) {
      ground.cloud.faults().later(operation, 1, Fault.SERVER_ERROR);
    }
    Answer answer = ground.run(words);
    ground.cloud.faults().calm();
    assertThat(answer.code()).as(answer.toString()).isEqualTo(ExitCode.FAILED);
    assertThat(answer.err()).as("where it failed").contains(COPY);
    return answer;
  }

  private void good(String... words) {
    Answer answer = ground.run(words);
    assertThat(answer.code()).as(answer.toString()).isZero();
  }

  private Map<String, String> tags(String region) {
    return image(region).tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private Image image(String region) {
    return ground.cloud.quietly(
        () ->
            new TwinClients(ground.cloud, region)
                    .compute()
                    .describeImages(r -> r.owners("self").includeDisabled(true))
                    .images()
                    .stream()
                    .filter(image -> image.name().equals("app-" + "a".repeat(12)))
                    .findFirst()
                    .orElseThrow());
  }

  @Test
  void aReleaseAgainReachesTheCopies() {
    String[] release = {
      "images", "release", "app", "-e", "eu-prod", "--to", "staging", "--reason", "REL-42"
    };
    failsElsewhere("CreateTags", release);
    assertThat(tags(AwsPlayground.REGION)).containsEntry("repave:channel", "staging");
    assertThat(tags(COPY)).doesNotContainKey("repave:channel");
    good(release);
    assertThat(tags(COPY))
        .containsEntry("repave:channel", "staging")
        .containsEntry("repave:release", "REL-42");
  }

  @Test
  void aBlockAgainReachesTheCopies() {
    String[] block = {"images", "block", "app", "-e", "eu-prod", "--reason", "CVE-2026-1"};
    failsElsewhere("CreateTags", block);
    assertThat(tags(AwsPlayground.REGION)).containsEntry("repave:block", "CVE-2026-1");
    assertThat(tags(COPY)).doesNotContainKey("repave:block");
    good(block);
    assertThat(tags(COPY)).containsEntry("repave:block", "CVE-2026-1");
    assertThat(image(COPY).stateAsString()).as("nothing runs on it").isEqualTo("disabled");
  }

  @Test
  void anEndOfABlockAgainReachesTheCopies() {
    good("images", "block", "app", "-e", "eu-prod", "--reason", "CVE-2026-1");
    String[] unblock = {"images", "unblock", "app", "-e", "eu-prod"};
    good("images", "restore", "app", "-e", "eu-prod");
    failsElsewhere("DeleteTags", unblock);
    assertThat(tags(AwsPlayground.REGION)).doesNotContainKey("repave:block");
    assertThat(tags(COPY)).containsKey("repave:block");
    good(unblock);
    assertThat(tags(COPY)).doesNotContainKey("repave:block");
  }

  /** The copy would keep the reason of a block that was lifted at home. */
  @Test
  void aCopyHasTheReasonThatIsKnownAtHome() {
    good("images", "block", "app", "-e", "eu-prod", "--reason", "CVE-2026-1");
    good("images", "restore", "app", "-e", "eu-prod");
    failsElsewhere("DeleteTags", "images", "unblock", "app", "-e", "eu-prod");
    good("images", "block", "app", "-e", "eu-prod", "--reason", "loses orders");
    assertThat(tags(COPY)).containsEntry("repave:block", "loses orders");
  }

  @Test
  void aPlanChangesNothingAnywhere() {
    good("images", "release", "app", "-e", "eu-prod", "--to", "staging", "--reason", "x", "--plan");
    good("images", "block", "app", "-e", "eu-prod", "--reason", "x", "--plan");
    good("images", "unblock", "app", "-e", "eu-prod", "--plan");
    assertThat(ground.cloud.calls())
        .extracting(call -> call.operation())
        .doesNotContain("CreateTags", "DeleteTags", "DisableImage");
  }
}
