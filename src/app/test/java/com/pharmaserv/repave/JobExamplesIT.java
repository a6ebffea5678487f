package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The shell of the examples, played with a tool that ends as it is told. */
class JobExamplesIT {
  private static final Path EXAMPLES = ProjectRoot.resolve("src/docs/examples");

  /** Minute, hour, day, month, weekday and user stand before the command. */
  private static final int CRON_FIELDS = 6;

  @TempDir Path folder;

  @BeforeEach
  void makeATool() throws IOException {
    program(
        "repave",
        "echo \"repave $*\"; [ \"$2\" != -e ] || echo '  a step `of` it'; exit \"$CODE\"");
    program(
        "bin/gh", "case $1 in api) echo \"$NUMBER\" ;; pr) shift 6; cp \"$1\" posted.md ;; esac");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void cronSaysNothingOfANightThatNobodyHasToLookAt(int code) throws Exception {
    assertThat(cron(code)).isEqualTo(new Said(0, ""));
    assertThat(folder.resolve("rotate.log")).content().startsWith("repave rotate -e eu-staging");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 130})
  void cronMailsTheEndOfTheLogOfANightThatFailed(int code) throws Exception {
    Said said = cron(code);

    assertThat(said.text().lines())
        .startsWith("repave rotate ended with exit code " + code + ":")
        .contains("repave rotate -e eu-staging --until promoted");
  }

  @Test
  void cronPassesANightOverWhileTheLastOneStillRuns() throws Exception {
    Path lock = folder.resolve("cron.lock");
    Process last =
        new ProcessBuilder("flock", lock.toString(), "sh", "-c", "echo taken; exec sleep 60")
            .start();
    try {
      assertThat(last.getInputStream().read()).isEqualTo('t');
      assertThat(cron(1)).isEqualTo(new Said(0, ""));
      assertThat(folder.resolve("rotate.log")).content().isEmpty();
    } finally {
      last.destroy();
      last.waitFor();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "2,2", "3,3", "4,0", "5,5"})
  void gitHubIsRedUnlessItIsDoneOrWaits(int code, int wanted) throws Exception {
    Said rotated = step("github-rotate.yml", "rotate", "Rotate", code);
    assertThat(rotated.code()).isEqualTo(wanted);
    assertThat(rotated.text().contains("::notice::something stale in eu-staging"))
        .isEqualTo(code == 4);

    Said rolled = step("github-deploy.yml", "roll", "Roll", code);
    assertThat(rolled.code()).isEqualTo(wanted);
    assertThat(rolled.text()).contains("--until approval --reason who 4711");
    assertThat(rolled.text().contains("::notice::the candidate waits")).isEqualTo(code == 4);
  }

  @Test
  void aPlanThatIsRefusedFailsItsJob() throws Exception {
    assertThat(step("github-deploy.yml", "plan", "Plan", 1).code()).isEqualTo(1);
    assertThat(folder.resolve("output")).doesNotExist();
  }

  @Test
  void thePlanIsPostedAtThePullRequestThatWasMerged() throws Exception {
    assertThat(step("github-deploy.yml", "plan", "Plan", 0).code()).isZero();
    List<String> output = Files.readAllLines(folder.resolve("output"));
    assertThat(output.get(0)).isEqualTo("plan<<" + output.get(output.size() - 1));
    String plan = String.join("\n", output.subList(1, output.size() - 1));
    assertThat(plan).isEqualTo("repave roll -e eu-prod app --plan\n  a step `of` it");

    assertThat(step("github-deploy.yml", "comment", "Comment", 0, "PLAN", plan, "NUMBER", "17"))
        .isEqualTo(new Said(0, ""));
    assertThat(folder.resolve("posted.md"))
        .content()
        .contains("[this run](https://example.org/run)", "\n```\n" + plan + "\n```\n");
  }

  @Test
  void aPushWithoutAPullRequestPostsNothing() throws Exception {
    Said said = step("github-deploy.yml", "comment", "Comment", 0, "PLAN", "x", "NUMBER", "");
    assertThat(said.code()).isZero();
    assertThat(said.text()).startsWith("::notice::no pull request brought");
    assertThat(folder.resolve("posted.md")).doesNotExist();
  }

  private Said cron(int code) throws IOException, InterruptedException {
    String line =
        Files.readAllLines(EXAMPLES.resolve("repave.cron")).stream()
            .filter(l -> l.matches("[0-9].*"))
            .findFirst()
            .orElseThrow();
    String command =
        line.split(" ", CRON_FIELDS + 1)[CRON_FIELDS]
            .replace("/opt/repave", folder.toString())
            .replace("/var/lib/repave", folder.toString());
    // cron reads a percent sign as the end of the line.
    assertThat(command).doesNotContain("%");
    return Said.by(folder, Map.of("CODE", String.valueOf(code)), List.of("bash", "-c", command));
  }

  /** Runs a step as GitHub does: with bash, which stops at what fails, also within a pipe. */
  private Said step(String workflow, String job, String step, int code, String... more)
      throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("step.sh"), script(workflow, job, step));
    Map<String, String> variables = new HashMap<>();
    variables.put("CODE", String.valueOf(code));
    variables.put("ENVIRONMENT", "eu-staging");
    variables.put("REASON", "who 4711");
    variables.put("RUN", "https://example.org/run");
    variables.put("GITHUB_REPOSITORY", "who/what");
    variables.put("GITHUB_SHA", "4711");
    variables.put("GITHUB_OUTPUT", folder.resolve("output").toString());
    variables.put("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
    variables.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return Said.by(
        folder,
        variables,
        List.of("bash", "--noprofile", "--norc", "-eo", "pipefail", script.toString()));
  }

  private static String script(String workflow, String job, String step) throws IOException {
    Map<?, ?> jobs = in(load(workflow), "jobs");
    List<String> found = new ArrayList<>();
    for (Object each : (List<?>) Objects.requireNonNull(in(jobs, job).get("steps"))) {
      Map<?, ?> one = (Map<?, ?>) each;
      if (step.equals(one.get("name"))) {
        found.add(String.valueOf(one.get("run")));
      }
    }
    assertThat(found).as("steps of that name").hasSize(1);
    // What GitHub would paste into the script would not be played here.
    assertThat(found.get(0)).doesNotContain("${{");
    return found.get(0);
  }

  private static Map<?, ?> load(String workflow) throws IOException {
    Object read =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(EXAMPLES.resolve(workflow)));
    return (Map<?, ?>) Objects.requireNonNull(read);
  }

  private static Map<?, ?> in(Map<?, ?> map, String key) {
    return (Map<?, ?>) Objects.requireNonNull(map.get(key), key);
  }

  private void program(String name, String script) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
