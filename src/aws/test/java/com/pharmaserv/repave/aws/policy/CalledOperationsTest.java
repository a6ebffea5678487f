package com.pharmaserv.repave.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.permission.IamPolicy;
import com.pharmaserv.repave.testing.Golden;
import java.nio.file.Path;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The role may do what the provider's compiled code calls, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalledOperationsTest {
  private static final Path RECORDED =
      Path.of("test/resources/com/pharmaserv/repave/aws/policy/calls.txt");

  private final SortedSet<String> called = CalledOperations.ofTheProvider();

  /** Whoever reviews a change sees that the tool calls something new. */
  @Test
  void theRecordIsWhatTheCodeCalls() throws Exception {
    Golden.check(RECORDED, String.join("\n", called) + "\n");
  }

  @Test
  void theRoleIsGrantedWhatTheCallsNeedAndNothingElse() {
    assertThat(called).hasSizeGreaterThan(50);
    assertThat(IamPolicy.actions()).isEqualTo(Calls.actions(called));
  }
}
