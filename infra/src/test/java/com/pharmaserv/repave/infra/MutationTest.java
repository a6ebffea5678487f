package com.pharmaserv.repave.infra;

import static com.pharmaserv.repave.infra.Mutation.delete;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.infra.policy.Rule;
import com.pharmaserv.repave.infra.policy.Rules;
import com.pharmaserv.repave.infra.policy.Sight;
import com.pharmaserv.repave.infra.view.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever takes a security property away fails a rule that says which. */
class MutationTest {
  private static final List<Rule> RULES = Rules.all(Stacks.TODAY);

  static Stream<Mutation> mutations() {
    return Stream.of(
            ShapeMutations.all(), CareMutations.all(), FactMutations.all(), GrantMutations.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void isNoticedByItsRule(Mutation mutation) {
    Inventory mutated = mutation.applyTo(Stacks.run("eu-prod").inventory());

    assertThat(Rules.findings(RULES, mutated))
        .extracting(Sight.Finding::rule)
        .contains(mutation.rule());
  }

  @Test
  void thereAreManyOfThem() {
    assertThat(mutations().map(Mutation::toString)).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }

  @Test
  void everyRuleNoticesSomething() {
    Set<String> noticing =
        mutations().map(Mutation::rule).collect(Collectors.toCollection(TreeSet::new));

    assertThat(noticing).containsExactlyElementsOf(RULES.stream().map(Rule::id).toList());
  }

  /** Taken from one region only, it is noticed as well. */
  @Test
  void thePairedRegionIsNoLessGuarded() {
    List<String> types =
        List.of(
            "ec2/flowLog:FlowLog", "guardduty/detector:Detector",
            "cloudwatch/logAccountPolicy:LogAccountPolicy", "backup/vault:Vault",
            "ebs/encryptionByDefault:EncryptionByDefault", "rds/cluster:Cluster");
    Inventory stack = Stacks.run("eu-prod").inventory();
    List<String> unnoticed = new ArrayList<>();
    for (String type : types) {
      Inventory mutated =
          delete("", type, v -> stack.region(v).equals("eu-central-1")).applyTo(stack);
      if (Rules.findings(RULES, mutated).isEmpty()) {
        unnoticed.add(type);
      }
    }

    assertThat(unnoticed).isEmpty();
  }
}
