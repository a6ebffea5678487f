package com.pharmaserv.repave.infra.dryrun;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pulumi.Context;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One run of the program that nobody answers but this process.
 *
 * @param inventory what it asked Pulumi for
 */
public record DryRun(Inventory inventory, TestResult result) {

  /** Runs a program; throws what it threw. */
  public static DryRun of(
      String stack, Jurisdiction jurisdiction, String account, Consumer<Context> program) {
    List<CapturingMonitor> monitors = new ArrayList<>();
    AwsMocks mocks = new AwsMocks(account);
    try {
      TestResult result =
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
      return new DryRun(new Inventory(jurisdiction, monitors.get(0).views()), result);
    } finally {
      PulumiTestInternal.cleanup();
    }
  }
}
