package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppTest {

  @AfterEach
  void forgetStack() {
    PulumiTest.cleanup();
  }

  @Test
  void exportsTheStackNameAsTheEnvironment() {
    var result =
        PulumiTest.withOptions(
                TestOptions.builder().projectName("repave").stackName("eu-prod").build())
            .runTest(App::stack)
            .throwOnError();

    assertThat(PulumiTest.extractValue(result.output("environment", String.class)))
        .isEqualTo("eu-prod");
  }
}
