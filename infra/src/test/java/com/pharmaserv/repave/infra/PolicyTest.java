package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.infra.policy.Rule;
import com.pharmaserv.repave.infra.policy.Rules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shipped environment keeps every rule. */
class PolicyTest {
  private static final List<Rule> RULES = Rules.all(Stacks.TODAY);

  static Stream<String> stacks() {
    return Stacks.names();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void keepsEveryRule(String stack) {
    assertThat(Rules.findings(RULES, Stacks.run(stack).inventory())).isEmpty();
  }

  /** A rule that looks at nothing holds for everything. */
  @ParameterizedTest
  @MethodSource("stacks")
  void everyRuleLooksAtSomething(String stack) {
    Rules.look(RULES, Stacks.run(stack).inventory())
        .forEach((rule, sight) -> assertThat(sight.subjects()).as(rule.id()).isNotEmpty());
  }

  @Test
  void rulesHaveIdsOfTheirOwn() {
    assertThat(RULES.stream().map(Rule::id)).doesNotHaveDuplicates().hasSizeGreaterThan(40);
  }
}
