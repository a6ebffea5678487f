package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.infra.policy.Claim;
import com.pharmaserv.repave.infra.policy.Matrix;
import com.pharmaserv.repave.infra.policy.Rule;
import com.pharmaserv.repave.infra.policy.Rules;
import com.pharmaserv.repave.infra.policy.Sight;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The matrix in the repository is the one that the rules give. */
class MatrixTest {
  private static final List<Rule> RULES = Rules.all(Stacks.TODAY);

  @Test
  void isUpToDate() throws IOException {
    Map<String, Map<Rule, Sight>> stacks = new LinkedHashMap<>();
    for (String name : Stacks.names().toList()) {
      stacks.put(name, Rules.look(RULES, Stacks.run(name).inventory()));
    }

    Golden.check(Path.of("MATRIX.md"), Matrix.markdown(stacks));
  }

  /** All but the office's are made true, or evidenced, by rules. */
  @Test
  void everyStatementButTheOfficesHasARule() {
    for (Claim claim : Claim.values()) {
      assertThat(RULES.stream().anyMatch(rule -> rule.claims().contains(claim)))
          .as(claim.name())
          .isEqualTo(claim != Claim.S12);
    }
  }
}
