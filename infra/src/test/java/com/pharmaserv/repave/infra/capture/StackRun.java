package com.pharmaserv.repave.infra.capture;

import com.pharmaserv.repave.infra.policy.Inventory;
import com.pharmaserv.repave.infra.policy.ResourceView;
import com.pulumi.Context;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.PulumiTestInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One run of the program under mocks.
 *
 * @param inventory what it asked Pulumi for
 * @param worked processor time from the program's start to its end: other than the time on the
 *     wall, it does not depend on what else the machine does, and it is no less on an idle one
 */
public record StackRun(Inventory inventory, TestResult result, Duration worked) {

  /** Runs a program; throws what it threw. */
  public static StackRun of(
      String stack, String jurisdiction, String account, Consumer<Context> program) {
    List<CapturingMonitor> monitors = new ArrayList<>();
    AwsMocks mocks = new AwsMocks(account);
    Duration start = processorTime();
    TestResult result;
    try {
      result =
          PulumiTestInternal.builder()
              .options(TestOptions.builder().projectName("repave").stackName(stack).build())
              .mocks(mocks)
              .monitorDecorator(
                  plain -> {
                    CapturingMonitor monitor = new CapturingMonitor(mocks);
                    monitors.add(monitor);
                    return monitor;
                  })
              .build()
              .runTest(program)
              .throwOnError();
    } finally {
      PulumiTestInternal.cleanup();
    }
    Duration worked = processorTime().minus(start);
    List<ResourceView> views = monitors.get(0).views();
    return new StackRun(new Inventory(jurisdiction, views), result, worked);
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
