package com.pharmaserv.repave.debian.build;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.debian.boot.Accelerator;
import com.pharmaserv.repave.debian.boot.Findings;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class VerdictsTest {
  @Test
  void aMachineThatDoesWhatItsRecipeSaysIsGood() {
    assertThatCode(() -> judge(findings(List.of(), List.of("tcp 8443", "tcp 9100"), 0)))
        .doesNotThrowAnyException();
    assertThatCode(() -> judge(findings(List.of(), List.of("udp 68", "tcp 53 loopback"), 0)))
        .doesNotThrowAnyException();
  }

  @Test
  void aUnitThatFailedIsNamed() {
    refused(findings(List.of("chrony.service"), List.of(), 0), "units failed: chrony.service");
  }

  @Test
  void aSecondPortIsNamedWithTheWayToAllowIt() {
    refused(
        findings(List.of(), List.of("tcp 22", "tcp 8443"), 0),
        "also listens on tcp 22; close it, or say so: machine: {listen: [tcp 22]}");
  }

  @Test
  void aCheckThatFailedIsNamedWithItsLineAndOutput() {
    refused(
        findings(List.of(), List.of(), 3),
        "image.yaml:6: check 'test -s file' failed in the started machine with status 3: oh no");
  }

  @Test
  void aCheckThatNeverRanIsNoSuccess() {
    Findings none =
        new Findings(
            "running", List.of(), new TreeSet<>(), Map.of(), true, TCG, Duration.ofSeconds(1));
    refused(none, "status -1: not run");
  }

  private static final Accelerator TCG = new Accelerator("tcg", "no reason");

  private static void refused(Findings findings, String complaint) {
    assertThatThrownBy(() -> judge(findings))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining(complaint);
  }

  private static void judge(Findings findings) throws BakeException {
    Recipe.Machine machine =
        new Recipe.Machine(
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of("tcp 9100"),
            List.of(),
            100,
            1);
    Recipe recipe =
        new Recipe(
            "small",
            "small",
            "1",
            Workshop.BASE,
            List.of(),
            List.of(),
            List.of(),
            List.of("/bin/true"),
            new Recipe.HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2)),
            List.of(new Recipe.Command("test -s file", 6)),
            "tests",
            machine);
    Source source = new Source(recipe, Path.of("images/small"));
    Verdicts.require(
        new Blueprint(List.of(source), Workshop.BASE, new TreeMap<>()), findings, line -> {});
  }

  private static Findings findings(List<String> failed, List<String> listening, int status) {
    return new Findings(
        "running",
        failed,
        new TreeSet<>(listening),
        Map.of(0, new Findings.Check(status, "oh no")),
        true,
        TCG,
        Duration.ofSeconds(1));
  }
}
