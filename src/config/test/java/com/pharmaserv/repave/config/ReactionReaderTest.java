package com.pharmaserv.repave.config;

import static com.pharmaserv.repave.config.Projects.ENVIRONMENT;
import static com.pharmaserv.repave.config.Projects.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.ReactionRule;
import com.pharmaserv.repave.model.SecurityFinding.Detector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules for findings, as an environment's file has them. */
class ReactionReaderTest {
  @TempDir Path root;

  private static String with(String rules) {
    return edit(ENVIRONMENT, "fleets:\n", "react:" + rules + "\nfleets:\n");
  }

  private List<ReactionRule> read(String rules) throws Exception {
    Projects.write(root);
    Files.writeString(root.resolve("environments/local-eu.yaml"), with(rules));
    return Project.open(root).environment("local-eu").reactions();
  }

  private List<String> problems(String rules) {
    Projects.write(root);
    return Projects.environmentProblems(root, with(rules)).stream()
        .map(problem -> problem.replaceFirst("^environments/local-eu.yaml:[0-9]+:[0-9]+: ", ""))
        .toList();
  }

  @Test
  void readsEveryFieldInItsOrder() throws Exception {
    assertThat(
            read(
                """

                  - {source: guardduty, severity: 4, type: "CryptoCurrency:EC2/*", do: quarantine}
                  - {source: inspector, severity: 9, exploited: true, do: block-image}
                  - {source: securityhub, type: TTPs/*, do: notify}
                  - {source: inspector, do: nothing}
                """
                    .stripTrailing()))
        .containsExactly(
            new ReactionRule(
                Detector.GUARDDUTY,
                4,
                false,
                Optional.of("CryptoCurrency:EC2/*"),
                Reaction.QUARANTINE),
            new ReactionRule(Detector.INSPECTOR, 9, true, Optional.empty(), Reaction.BLOCK_IMAGE),
            new ReactionRule(Detector.SECURITYHUB, 0, false, Optional.of("TTPs/*"), Reaction.TELL),
            new ReactionRule(Detector.INSPECTOR, 0, false, Optional.empty(), Reaction.NOTE));
  }

  @Test
  void hasTheUsualRulesWhereNothingIsSaidAndNoneWhereNoneAreWanted() throws Exception {
    Projects.write(root);
    assertThat(Project.open(root).environment("local-eu").reactions())
        .isEqualTo(ReactionRule.DEFAULT);
    assertThat(read(" []")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[{source: macie, do: notify}]"
            + " | react[0].source 'macie' is unknown; write guardduty or inspector or securityhub",
        "[{source: inspector, do: reboot}]"
            + " | react[0].do 'reboot' is unknown; write block-image or nothing or notify or quarantine",
        "[{source: inspector}] | react[0].do is missing; add it, such as do: notify",
        "[{source: inspector, severity: 11, do: notify}]"
            + " | react[0].severity '11' must be from 0 to 10",
        "[{source: inspector, exploited: maybe, do: notify}]"
            + " | react[0].exploited 'maybe' is text, not true or false; write true or false, without quotes",
        "[{source: securityhub, exploited: true, do: notify}]"
            + " | react[0].exploited is not said by securityhub; delete it",
        "[{source: inspector, title: x, do: notify}]"
            + " | react[0].title is not a field of a reaction; its fields are source, severity, exploited, type, do",
        "[{source: guardduty, do: notify}, {source: guardduty, severity: 7, do: quarantine}]"
            + " | react[1] never counts: a rule before it fits all that it fits; move it up, or delete it",
        "quarantine | react 'quarantine' is text, not a list; write [one, two], or a line \"- one\" for each",
        "[quarantine] | react[0] 'quarantine' is text, not a mapping; the fields of a reaction are source, severity, exploited, type, do",
      })
  void saysWhatIsWrongWithFieldAndRemedy(String rules, String problem) {
    assertThat(problems(" " + rules)).containsExactly(problem);
  }

  @Test
  void saysWhereItStands() {
    Projects.write(root);
    assertThat(Projects.environmentProblems(root, with("\n  - {source: inspector, do: reboot}")))
        .singleElement()
        .asString()
        .matches("environments/local-eu.yaml:7:29: react\\[0]\\.do 'reboot' is unknown; .*");
  }

  @Test
  void takesNoMoreRulesThanAnybodyKeepsInMind() {
    StringBuilder rules = new StringBuilder(" [");
    for (int i = 0; i < 51; i++) {
      rules.append("{source: inspector, type: t").append(i).append(", do: notify}, ");
    }
    assertThat(problems(rules + "]"))
        .containsExactly("react has 51 rules, more than 50; say with * what several say");
  }
}
