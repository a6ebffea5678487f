package com.pharmaserv.repave.infra.judges;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.infra.Stacks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies, read by linters that others wrote. */
class PoliciesIT {

  @Test
  void everyFindingOfALinterIsMendedOrListedWithAReason() throws IOException {
    Judge judge = Judge.python("policies", "judge.py");

    List<String> findings = new ArrayList<>();
    judge
        .answer(PolicyQuestion.of(Stacks.run("eu-prod").inventory(), Path.of("organization")))
        .forEach(finding -> findings.add(finding.asText()));

    Known.check(PolicyQuestion.FOLDER.resolve("known.txt"), findings);
  }

  /** What they must be able to see, or their silence says nothing. */
  @Test
  void theLintersSeeUnknownActionsWrongResourcesAndPrivilegeEscalation() throws IOException {
    Judge judge = Judge.python("policies", "judge.py");
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["s3:GetObjects", "iam:CreatePolicyVersion"], "Resource": ["*"]},
          {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::bucket"]}]}
        """;

    String findings =
        judge
            .answer(Map.of("policies", List.of(new PolicyQuestion.Policy("bad", true, "", policy))))
            .toString();

    assertThat(findings)
        .contains("UNKNOWN_ACTION")
        .contains("RESOURCE_MISMATCH")
        .contains("privilege escalation");
  }
}
