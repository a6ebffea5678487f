package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's judges of the examples for GitHub and GitLab; each also sees a broken copy. */
class PipelineExamplesIT {
  private static final Path EXAMPLES = ProjectRoot.resolve("src/docs/examples");
  private static final Path JUDGES = ProjectRoot.resolve("src/app/test/judges");
  private static final Path PYTHON = ProjectRoot.resolve("src/app/target/judges");

  /** Some 20 packages, 20 MB, on a busy machine. */
  private static final Duration INSTALL_MAX = Duration.ofMinutes(5);

  private static final List<String> WORKFLOWS = List.of("github-deploy.yml", "github-rotate.yml");
  private static final String PIPELINE = "gitlab-ci.yml";

  /** An action of others, by a commit and the tag that it had. */
  private static final String PINNED = ".*uses: [\\w-]+/[\\w-]+@[0-9a-f]{40} # v[0-9.]+";

  @TempDir Path folder;

  @Test
  void actionlintFindsNothing() throws Exception {
    for (String workflow : WORKFLOWS) {
      assertThat(actionlint(EXAMPLES.resolve(workflow))).isEqualTo(new Said(0, ""));
    }
  }

  @Test
  void actionlintNoticesAStepThatIsNotThere() throws Exception {
    Path broken = broken("github-deploy.yml", "steps.plan.outputs", "steps.plam.outputs");
    Said said = actionlint(broken);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("property \"plam\" is not defined");
  }

  @Test
  void zizmorFindsNothing() throws Exception {
    for (String workflow : WORKFLOWS) {
      Said said = zizmor(EXAMPLES.resolve(workflow));
      assertThat(said.text()).contains("No findings to report");
      assertThat(said.code()).isZero();
    }
  }

  @Test
  void zizmorNoticesCredentialsThatStayAndWordsOfOthersInAShell() throws Exception {
    Path kept = broken("github-rotate.yml", "persist-credentials: false", "fetch-depth: 1");
    assertThat(zizmor(kept).text()).contains("artipacked");
    Path pasted =
        broken(
            "github-deploy.yml",
            "echo \"approved\"",
            "echo ${{ github.event.head_commit.message }}");
    assertThat(zizmor(pasted).text()).contains("template-injection");
  }

  @Test
  void theyFitTheirPublishedSchemas() throws Exception {
    for (String workflow : WORKFLOWS) {
      assertThat(github(EXAMPLES.resolve(workflow)).code()).isZero();
    }
    assertThat(gitlab(EXAMPLES.resolve(PIPELINE)).code()).isZero();
  }

  @Test
  void theSchemasNoticeWordsThatAreNotTheirs() throws Exception {
    Said workflow = github(broken("github-rotate.yml", "timeout-minutes:", "timeout-hours:"));
    assertThat(workflow.text()).contains("'timeout-hours' was unexpected");
    Said pipeline = gitlab(broken(PIPELINE, "when: manual", "when: by-hand"));
    assertThat(pipeline.text()).contains("'by-hand' is not one of");
  }

  @Test
  void everyActionOfOthersIsPinnedByItsCommit() throws IOException {
    for (String workflow : WORKFLOWS) {
      List<String> uses =
          Files.readAllLines(EXAMPLES.resolve(workflow)).stream()
              .filter(line -> line.contains("uses:"))
              .toList();
      assertThat(uses).as(workflow).hasSizeGreaterThan(2).allMatch(line -> line.matches(PINNED));
    }
  }

  private Path broken(String example, String from, String to) throws IOException {
    String text = Files.readString(EXAMPLES.resolve(example));
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve(example), text.replace(from, to));
  }

  private Said actionlint(Path workflow) throws IOException, InterruptedException {
    Said built = Said.by(JUDGES, List.of(JUDGES.resolve("actionlint/build").toString()));
    if (built.code() != 0) {
      throw Said.without("actionlint", new IOException(built.text()));
    }
    String program = built.text().lines().reduce("", (first, last) -> last);
    // Neither shellcheck nor pyflakes, which some machines have and others have not.
    return Said.by(
        folder, List.of(program, "-no-color", "-shellcheck=", "-pyflakes=", workflow.toString()));
  }

  private Said zizmor(Path workflow) throws IOException, InterruptedException {
    return python("zizmor", "--offline", "--no-progress", "--no-config", workflow.toString());
  }

  private Said github(Path workflow) throws IOException, InterruptedException {
    return python(
        "check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow.toString());
  }

  /** GitLab's own tag for references is no YAML of everybody's, so it has to be told. */
  private Said gitlab(Path pipeline) throws IOException, InterruptedException {
    return python(
        "check-jsonschema",
        "--builtin-schema",
        "vendor.gitlab-ci",
        "--data-transform",
        "gitlab-ci",
        pipeline.toString());
  }

  private Said python(String program, String... arguments)
      throws IOException, InterruptedException {
    Path python;
    try {
      python = PythonEnvironment.make(JUDGES.resolve("requirements.txt"), PYTHON, INSTALL_MAX);
    } catch (IOException absent) {
      throw Said.without(program + ", which needs Python 3.10 or newer with venv", absent);
    }
    List<String> command = new ArrayList<>();
    command.add(python.resolveSibling(program).toString());
    command.addAll(List.of(arguments));
    return Said.by(folder, command);
  }
}
