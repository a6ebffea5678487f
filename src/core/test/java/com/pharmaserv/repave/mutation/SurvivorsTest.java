package com.pharmaserv.repave.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurvivorsTest {
  private static final String MUTANT =
      """
      <mutation detected='%s' status='%s'>
      <mutatedClass>com.pharmaserv.repave.plan.Drift</mutatedClass>
      <mutatedMethod>%s</mutatedMethod><lineNumber>7</lineNumber>
      <mutator>org.pitest.mutationtest.engine.gregor.mutators.MathMutator</mutator>
      <description>Replaced addition with subtraction</description></mutation>
      """;

  @TempDir Path folder;

  private Mutants mutants(int noticed, String... surviving) throws IOException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < noticed; i++) {
      all.add(MUTANT.formatted("true", "KILLED", "of"));
    }
    for (String method : surviving) {
      all.add(MUTANT.formatted("false", "SURVIVED", method));
    }
    Path report = folder.resolve("mutations.xml");
    Files.writeString(report, "<mutations>" + String.join("", all) + "</mutations>");
    return Mutants.read(report);
  }

  private static Survivors listed(String... lines) {
    return Survivors.parse(List.of(lines));
  }

  @Test
  void agreesWhenEverySurvivorIsListed() throws IOException {
    Survivors list = listed("# why", "", "2  Drift.of  Math  the sum is only printed");
    assertThat(list.problems(mutants(98, "of", "of"))).isEmpty();
  }

  @Test
  void namesASurvivorThatIsNotListedWithItsLine() throws IOException {
    assertThat(listed().problems(mutants(99, "orphans")))
        .singleElement()
        .asString()
        .contains("Drift.orphans Math: 1 survive, 0 are listed", "line 7: Replaced addition");
  }

  @Test
  void namesOneMoreOfAListedKind() throws IOException {
    assertThat(listed("1 Drift.of Math why").problems(mutants(98, "of", "of"))).hasSize(1);
  }

  @Test
  void refusesAScoreBelowTheBoundWhateverIsListed() throws IOException {
    assertThat(listed("9 Drift.of Math why").problems(mutants(11, "of"))).hasSize(1);
    assertThat(listed("9 Drift.of Math why").problems(mutants(23, "of", "of"))).isEmpty();
  }

  @Test
  void knowsALambdaByItsMethod() throws IOException {
    assertThat(listed("1 Drift.of Math why").problems(mutants(99, "lambda$of$12"))).isEmpty();
  }

  @Test
  void saysWhatDoesNotSurviveAnyMore() throws IOException {
    assertThat(listed("1 Drift.of Math why").stale(mutants(9))).hasSize(1);
    assertThat(listed("1 Drift.of Math why").stale(mutants(9, "of"))).isEmpty();
  }

  @Test
  void refusesALineWithoutAReason() {
    assertThatThrownBy(() -> listed("1 Drift.of Math")).hasMessageContaining("'1 Drift.of Math'");
  }
}
