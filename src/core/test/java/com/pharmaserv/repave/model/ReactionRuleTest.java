package com.pharmaserv.repave.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.SecurityFinding.Detector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which findings a rule fits, and which rules never count after it. */
class ReactionRuleTest {
  private static ReactionRule rule(int severity, boolean exploited, String type) {
    return new ReactionRule(
        Detector.INSPECTOR,
        severity,
        exploited,
        Optional.of(type).filter(text -> !text.isEmpty()),
        Reaction.BLOCK_IMAGE);
  }

  private static SecurityFinding finding(double severity, boolean exploited, String... types) {
    return new SecurityFinding(
        Detector.INSPECTOR,
        "id",
        "title",
        List.of(types),
        "111122223333",
        "eu-west-1",
        severity,
        exploited,
        true,
        Optional.of("i-0123456789abcdef0"));
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "PACKAGE_VULNERABILITY, PACKAGE_VULNERABILITY, true",
    "PACKAGE_VULNERABILITY, PACKAGE_VULNERABILITY2, false",
    "PACKAGE_VULNERABILITY, package_vulnerability, false",
    "PACKAGE*, PACKAGE_VULNERABILITY, true",
    "*VULNERABILITY, PACKAGE_VULNERABILITY, true",
    "*, PACKAGE_VULNERABILITY, true",
    "**, '', true",
    "a*b*c, aXbYc, true",
    "a*b*c, abc, true",
    "a*b*c, acb, false",
    "a*a, a, false",
    "a*a, aa, true",
    "ab*bc, abc, false",
    "*EC2/Bitcoin*, CryptoCurrency:EC2/BitcoinTool.B!DNS, true",
    "CryptoCurrency:EC2/*, Recon:EC2/PortProbe, false",
    "a.c, abc, false",
    "*ab*ab, xabab, true",
    "*ab*ab, xab, false",
  })
  void fitsTypesWithStars(String pattern, String type, boolean fits) {
    assertThat(rule(0, false, pattern).fits(finding(9, false, type))).isEqualTo(fits);
  }

  @Test
  void fitsIfAnyOfTheTypesDoes() {
    assertThat(rule(0, false, "TTPs/*").fits(finding(1, false, "Effects/x", "TTPs/y"))).isTrue();
    assertThat(rule(0, false, "*").fits(finding(1, false))).as("it has none").isFalse();
    assertThat(rule(0, false, "").fits(finding(1, false))).isTrue();
  }

  @Test
  void asksForSeverityAndExploit() {
    assertThat(rule(7, false, "").fits(finding(7, false))).isTrue();
    assertThat(rule(7, false, "").fits(finding(6.9, true))).isFalse();
    assertThat(rule(7, true, "").fits(finding(9, false))).isFalse();
    assertThat(rule(7, true, "").fits(finding(9, true))).isTrue();
  }

  @Test
  void knowsWhichRulesNeverCountAfterIt() {
    assertThat(rule(7, false, "").covers(rule(9, true, "a"))).isTrue();
    assertThat(rule(9, false, "").covers(rule(7, false, ""))).isFalse();
    assertThat(rule(7, true, "").covers(rule(7, false, ""))).isFalse();
    assertThat(rule(7, false, "a").covers(rule(7, false, "b"))).isFalse();
    assertThat(rule(7, false, "a").covers(rule(7, false, ""))).isFalse();
    assertThat(rule(7, false, "").covers(ReactionRule.DEFAULT.get(0))).as("of others").isFalse();
  }

  /** Backtracking would take longer than anybody waits. */
  @Test
  void manyStarsTakeNoLonger() {
    String pattern = "*a".repeat(99) + "*b";
    String text = "a".repeat(100_000);
    long began = System.nanoTime();
    assertThat(rule(0, false, pattern).fits(finding(9, false, text))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void refusesWhatNoFindingHas() {
    assertThatThrownBy(() -> rule(11, false, "")).hasMessage("severity 11 must be from 0 to 10");
    assertThatThrownBy(() -> rule(0, false, "x".repeat(201)))
        .hasMessageContaining("must have from 1 to 200 characters");
  }
}
