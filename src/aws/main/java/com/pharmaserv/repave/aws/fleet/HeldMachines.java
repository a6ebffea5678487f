package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/** Finds machines that their group will never end by itself. */
final class HeldMachines {
  /** Without it a group ends no machine (user guide, "Types of processes"). */
  private static final String TERMINATE = "Terminate";

  private HeldMachines() {}

  /** What holds which machine, in words. */
  static List<String> of(OwnGroup group) {
    List<String> held = new ArrayList<>();
    for (Instance machine : group.raw().instances()) {
      String name = "machine %s of %s is ".formatted(machine.instanceId(), group.name());
      // A machine on its way out is not held back by its protection.
      boolean leaves =
          GenerationReader.lifecycle(machine.lifecycleStateAsString()) == Lifecycle.TERMINATING;
      if (Boolean.TRUE.equals(machine.protectedFromScaleIn()) && !leaves) {
        held.add(name + "protected from scale-in");
      }
      // Also EnteringStandby: it counts no more, and only a person brings it back.
      if (machine.lifecycleStateAsString().endsWith("Standby")) {
        held.add(name + "in state " + machine.lifecycleStateAsString());
      }
    }
    group.raw().suspendedProcesses().stream()
        .map(SuspendedProcess::processName)
        .filter(TERMINATE::equals)
        .forEach(
            process -> held.add("process %s of %s is suspended".formatted(process, group.name())));
    return held;
  }
}
