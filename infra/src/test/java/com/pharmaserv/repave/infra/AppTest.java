package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.infra.view.ResourceView;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program as a whole, for every environment that is shipped. */
class AppTest {
  static Stream<String> stacks() {
    return Stacks.names();
  }

  @Test
  void takesLessThan5SecondsOnceItsClassesAreLoaded() {
    Stacks.run("eu-prod");

    Duration before = processorTime();
    Stacks.runAgain("eu-prod");

    assertThat(processorTime().minus(before)).isLessThan(Duration.ofSeconds(5));
  }

  /** Unlike the time on the wall it does not depend on what else the machine does. */
  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** Mocks do not notice it; the engine would refuse it, but only after it had begun. */
  @ParameterizedTest
  @MethodSource("stacks")
  void givesEveryUrnOnce(String stack) {
    List<String> urns =
        Stacks.run(stack).inventory().all().stream().map(ResourceView::urn).toList();

    assertThat(urns).hasSizeGreaterThan(400).doesNotHaveDuplicates();
  }
}
