package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.cli.RealProject.Said;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.wiring.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What commands answer while a real fleet runs, and what they do when something is in the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersIT {
  private static final String ONE_STEP =
      """
      steps: [100]
            soak: 0s
            final-soak: 100ms
            retention: 0s""";

  private RealProject real;
  private ImageId image;

  @BeforeAll
  void rollOut() throws Exception {
    real = RealProject.start(AnswersIT.class);
    real.policy(ONE_STEP);
    image = real.bake("1");
    JsonNode roll = json(0, "roll", "-e", "local-eu");
    assertThat(roll.path("rolls")).hasSize(1);
    assertThat(roll.at("/rolls/0/end/kind").asText()).isEqualTo("SUCCEEDED");
  }

  @AfterAll
  void stopCloud() throws Exception {
    real.stop();
  }

  @Test
  void answersInJsonWithItsVersion() throws Exception {
    String name = image.toString();
    assertThat(json(0, "status").path("fleets")).hasSize(1);
    assertThat(json(0, "roll", "-e", "local-eu").at("/rolls/0/result").asText()).isEqualTo("idle");
    assertThat(json(0, "roll", "-e", "local-eu", "--plan", "--again").at("/rolls/0/steps"))
        .isNotEmpty();
    assertThat(json(0, "rotate", "-e", "local-eu").path("rolls")).hasSize(1);
    assertThat(json(0, "rotate", "-e", "local-eu", "--plan").path("plan").asBoolean()).isTrue();
    assertThat(json(0, "bake").path("images")).hasSize(1);
    assertThat(json(0, "bake", "--plan").path("resolved")).hasSize(1);
    assertThat(json(0, "images", "list").path("images")).hasSize(1);
    assertThat(json(0, "images", "show", name).at("/images/0/lock")).isNotEmpty();
    assertThat(json(0, "images", "diff", name, name).path("changes")).isEmpty();
    assertThat(
            json(0, "images", "block", name, "--reason", "x", "--plan").path("blocked").asBoolean())
        .isTrue();
    assertThat(json(0, "images", "unblock", name).path("blocked").asBoolean()).isFalse();
    assertThat(json(0, "journal", "show", "-e", "local-eu", "--last", "3").path("records"))
        .hasSize(3);
    assertThat(json(0, "journal", "verify").path("verified").asBoolean()).isTrue();
    assertThat(json(0, "audit", "-e", "local-eu").path("findings")).isEmpty();
    assertThat(json(0, "sweep", "-e", "local-eu").path("swept")).isEmpty();
    assertThat(json(0, "repair", "-e", "local-eu").path("result").asText()).isEqualTo("WHOLE");
    assertThat(json(0, "local", "status").path("cloud").path("environments")).hasSize(1);
    assertThat(json(0, "local", "start").path("running").asBoolean()).isTrue();
  }

  @Test
  void changesNothingWhereOnlyAPlanIsAskedFor() throws Exception {
    Path journal = real.journalFile().resolveSibling(".");
    SortedMap<String, String> before = Playground.listing(journal);
    SortedMap<String, String> images = Playground.listing(real.wiring().localHome().images());

    said(0, "Would roll local-eu/hello", "roll", "-e", "local-eu", "--plan", "--again");
    said(0, "Nothing to do", "rotate", "-e", "local-eu", "--plan");
    said(0, "as the journal says", "repair", "-e", "local-eu", "--plan");
    said(0, "nothing to sweep", "sweep", "-e", "local-eu", "--plan");
    said(0, "nothing out of place", "audit", "-e", "local-eu");
    said(0, "hello-g", "status");

    assertThat(Playground.listing(journal)).isEqualTo(before);
    assertThat(Playground.listing(real.wiring().localHome().images())).isEqualTo(images);
  }

  @Test
  void beginsNothingWhileTheClocksAreFarApart() throws Exception {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(40));

    Said roll = real.run(ahead, "roll", "-e", "local-eu", "--plan", "--again");

    assertThat(roll.code()).as(roll.toString()).isEqualTo(1);
    assertThat(roll.err()).contains("s behind", "chrony");
    assertThat(real.run(ahead, "status").out()).contains("in the way", "the provider's clock is");
    Clock little = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-5));
    Said plan = real.run(little, "roll", "-e", "local-eu", "--plan", "--again");
    assertThat(plan.code()).as(plan.toString()).isZero();
    assertThat(plan.out()).contains("s ahead; what is counted is counted by it");
  }

  @Test
  void saysWhoHoldsAFleetSinceWhenAndUntilWhen() throws Exception {
    Lease lease = real.cloud().leases().acquire(real.fleet().id(), Holder.ofThisProcess());
    try {
      for (List<String> words :
          List.of(
              List.of("roll", "-e", "local-eu", "--again"),
              List.of("roll", "-e", "local-eu", "--again", "--plan"))) {
        Said held = real.run(words.toArray(new String[0]));
        assertThat(held.code()).as(held.toString()).isEqualTo(ExitCode.HELD);
        assertThat(held.err())
            .matches(
                "repave: fleet local-eu/hello is held by \\S+ pid "
                    + ProcessHandle.current().pid()
                    + " born \\S+ in \\S+, since \\S+Z, until \\S+Z unless renewed \\(epoch \\d+\\);"
                    + " wait for it, .*\\s+");
      }
    } finally {
      real.cloud().leases().release(lease);
    }
  }

  @Test
  void losesNothingWhenTheDiskIsFullInTheMiddleOfARollout() throws Exception {
    byte[] before = Files.readAllBytes(real.journalFile());
    // Room for a few records: the rollout begins, and then one can not be written.
    long kibibytes = before.length / 1024L + 6;
    List<String> roll = List.of("roll", "-e", "local-eu", "--again");
    try (RealRun run = real.start(Limits.fileSize(kibibytes), Main.class, roll)) {
      assertThat(run.end()).as(run.err()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err())
          .contains("could not be written: File too large; nothing was done without it")
          .doesNotContain("\tat ");
    }
    assertThat(real.run("journal", "verify").code()).isZero();
    Said audit = real.run("audit", "-e", "local-eu");
    assertThat(audit.code()).isEqualTo(ExitCode.FAILED);
    assertThat(audit.out()).contains("nobody drives it (run 'repave sweep' or 'repave resume')");
    assertThat(Files.readAllBytes(real.journalFile())).startsWith(before);

    Said sweep = real.run("sweep", "-e", "local-eu");
    assertThat(sweep.code()).as(sweep.toString()).isZero();
    assertThat(sweep.out()).contains("goes on with hello-r0002", "succeeded");
    CleanFleet.check(real, End.Kind.SUCCEEDED);
  }

  @Test
  void saysThatNothingIsOpenAndWhatToDoInstead() {
    for (String word : List.of("pause", "resume", "approve", "reject", "abort")) {
      Said answer = real.run(word, "-e", "local-eu");
      assertThat(answer.code()).isEqualTo(ExitCode.FAILED);
      assertThat(answer.err())
          .isEqualTo(
              "repave: local-eu/hello has no open rollout; there is nothing to "
                  + word
                  + "; see 'repave status'\n");
    }
    assertThat(real.run("rollback", "-e", "local-eu").err())
        .contains("'repave roll -e local-eu hello --image IMAGE'");
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Playground other = Playground.in(Path.of("target", "real", "port").toAbsolutePath());
      other.with("REPAVE_HOME", real.wiring().home().toString());
      other.environment(
          Playground.ENVIRONMENT
              .replace("local-eu", "taken-eu")
              .replace(
                  "fleets:", "listen: {port: " + taken.getLocalPort() + ", testPort: 0}\nfleets:"));
      Files.move(
          other.project().resolve("environments/local-eu.yaml"),
          other.project().resolve("environments/taken-eu.yaml"),
          StandardCopyOption.REPLACE_EXISTING);

      Playground.Answer roll = other.run("roll", "-e", "taken-eu");
      assertThat(roll.code()).as(roll.toString()).isEqualTo(ExitCode.FAILED);
      assertThat(roll.err())
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("stop what uses port " + taken.getLocalPort());
    }
  }

  private void said(int code, String text, String... words) {
    Said said = real.run(words);
    assertThat(said.code()).as(said.toString()).isEqualTo(code);
    assertThat(said.out()).contains(text);
  }

  private JsonNode json(int code, String... words) throws IOException {
    List<String> line = new ArrayList<>(Arrays.asList(words));
    line.addAll(List.of("--output", "json"));
    Said said = real.run(line.toArray(new String[0]));
    assertThat(said.code()).as(said.toString()).isEqualTo(code);
    JsonNode answer = new ObjectMapper().readTree(said.out());
    assertThat(answer.path("answer").asText()).as(said.out()).startsWith(words[0]);
    assertThat(answer.path("answerVersion").asInt()).as(said.out()).isEqualTo(2);
    return answer;
  }
}
