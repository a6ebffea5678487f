package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Obstacle.Kind;
import com.pharmaserv.repave.model.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** Machines that their group will never end are named, before and while they are to end. */
class HeldMachinesTest {
  private final Acting app = Acting.routed();
  private final AutoScalingClient scaling = app.world.world.clients().scaling();
  private String machine = "";

  @BeforeEach
  void launch() throws Exception {
    app.launch(1, Slot.BLUE, 2);
    app.pass(Duration.ofMinutes(5));
    machine = app.seen(1).machines().get(0).id();
  }

  private List<Obstacle> obstacles() throws Exception {
    app.pass(Observer.FRESH);
    return app.world.fleets.observe(app.fleet).obstacles();
  }

  private Obstacle held(String what) {
    return new Obstacle(Kind.MACHINE, what, Optional.of(app.id(1)), Optional.of(Slot.BLUE));
  }

  private void protect(String... machines) {
    scaling.setInstanceProtection(
        r -> r.autoScalingGroupName(app.name(1)).instanceIds(machines).protectedFromScaleIn(true));
  }

  @Test
  void aMachineProtectedFromScaleInIsNamed() throws Exception {
    assertThat(obstacles()).isEmpty();
    protect(machine);

    assertThat(obstacles())
        .containsExactly(
            held("machine %s of %s is protected from scale-in".formatted(machine, app.name(1))));
  }

  @Test
  void aMachineInStandbyIsNamed() throws Exception {
    scaling.enterStandby(
        r ->
            r.autoScalingGroupName(app.name(1))
                .instanceIds(machine)
                .shouldDecrementDesiredCapacity(true));

    assertThat(obstacles())
        .containsExactly(
            held("machine %s of %s is in state Standby".formatted(machine, app.name(1))));
  }

  @Test
  void aGroupWhoseTerminateProcessIsSuspendedIsNamed() throws Exception {
    scaling.suspendProcesses(
        r -> r.autoScalingGroupName(app.name(1)).scalingProcesses("Terminate", "AZRebalance"));

    assertThat(obstacles())
        .containsExactly(held("process Terminate of %s is suspended".formatted(app.name(1))));
  }

  @Test
  void aMachineThatEndsIsHeldByNothing() throws Exception {
    protect(machine);
    scaling.terminateInstanceInAutoScalingGroup(
        r -> r.instanceId(machine).shouldDecrementDesiredCapacity(true));

    assertThat(app.seen(1).machines()).hasSize(2);
    assertThat(obstacles()).isEmpty();
  }

  @Test
  void whyMachinesDoNotEndIsSaid() throws Exception {
    protect(machine, app.seen(1).machines().get(1).id());
    app.resize(1, 0);
    app.pass(Duration.ofMinutes(1));

    assertThat(app.seen(1).trouble().orElseThrow()).contains("protected from scale in");
    app.pass(Duration.ofHours(3));
    assertThat(app.seen(1).trouble()).as("of three hours ago").isEmpty();
  }
}
