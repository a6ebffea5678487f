package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.Playground.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need a cloud while none runs. */
class NoCloudTest {
  private static final String REMEDY =
      "local cloud is not running; start it with 'repave local start'";

  @TempDir Path folder;
  private Playground ground;

  @BeforeEach
  void makeProject() throws IOException {
    ground = Playground.in(folder);
  }

  @Test
  void sayHowToStartIt() {
    for (List<String> words :
        List.of(
            List.of("audit", "-e", "local-eu"),
            List.of("sweep", "-e", "local-eu"),
            List.of("sweep", "-e", "local-eu", "--plan"))) {
      Answer answer = ground.run(words.toArray(new String[0]));
      assertThat(answer.code()).as(words.toString()).isEqualTo(ExitCode.FAILED);
      assertThat(answer.err()).as(words.toString()).isEqualTo("repave: " + REMEDY + "\n");
    }
    assertThat(ground.home()).doesNotExist();
  }

  @Test
  void showWhatTheJournalKnowsAllTheSame() throws Exception {
    ground.journal();

    Answer status = ground.run("status");

    assertThat(status.code()).isEqualTo(ExitCode.FAILED);
    assertThat(status.out()).contains(REMEDY, "last rollout hello-r0002 succeeded");
    assertThat(status.err()).isEmpty();
  }

  @Test
  void sayThatItDoesNotRunWhenAsked() {
    assertThat(ground.run("local", "status").code()).isEqualTo(ExitCode.FAILED);
    assertThat(ground.run("local", "status", "--output", "json").out())
        .contains("\"answerVersion\" : 2", "\"running\" : false");
    Answer stop = ground.run("local", "stop");
    assertThat(stop.code()).isZero();
    assertThat(stop.out()).isEqualTo("local cloud was not running\n");
  }

  @Test
  void askForAnImageFirst() {
    Answer roll = ground.run("roll", "-e", "local-eu");

    assertThat(roll.code()).isEqualTo(ExitCode.FAILED);
    assertThat(roll.err()).contains("there is no image 'hello' yet; run 'repave bake hello'");
  }
}
