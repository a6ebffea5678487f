package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Delays;
import com.pharmaserv.repave.model.Slot;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** How long others told machines to take is read from the generation that was there first. */
class DelaysTest {
  private final Acting app = Acting.routed();
  private final AutoScalingClient scaling = app.world.world.clients().scaling();

  private Delays delays() throws Exception {
    return app.world.fleets.observe(app.fleet).delays();
  }

  private void hook(String name, String transition, int seconds) {
    scaling.putLifecycleHook(
        r ->
            r.autoScalingGroupName(app.name(1))
                .lifecycleHookName(name)
                .lifecycleTransition("autoscaling:EC2_INSTANCE_" + transition)
                .heartbeatTimeout(seconds));
  }

  private void keepMachines(String targetGroup, int seconds) {
    app.world
        .world
        .clients()
        .balancing()
        .modifyTargetGroupAttributes(
            r ->
                r.targetGroupArn(targetGroup)
                    .attributes(
                        TargetGroupAttribute.builder()
                            .key("deregistration_delay.timeout_seconds")
                            .value(String.valueOf(seconds))
                            .build()));
  }

  @Test
  void hooksWarmUpAndDeregistrationAddUp() throws Exception {
    app.launch(1, Slot.BLUE, 0);
    keepMachines(app.route().blue(), 3600);
    hook("cache", "LAUNCHING", 300);
    hook("register", "LAUNCHING", 20);
    hook("logs", "TERMINATING", 900);
    scaling.updateAutoScalingGroup(
        r -> r.autoScalingGroupName(app.name(1)).defaultInstanceWarmup(120));
    app.pass(Observer.FRESH);

    assertThat(delays()).isEqualTo(new Delays(Duration.ofSeconds(440), Duration.ofSeconds(4500)));
  }

  @Test
  void aFleetWithoutAGenerationOrWithoutARouteHasOnlyWhatItHas() throws Exception {
    assertThat(delays()).isEqualTo(Delays.NONE);
    Acting worker = new Acting(app.world, app.world.unrouted("worker"));
    worker.launch(1, Slot.BLUE, 0);

    assertThat(app.world.fleets.observe(worker.fleet).delays()).isEqualTo(Delays.NONE);
  }

  @Test
  void patienceThatCannotBeReadBlindsNobody() throws Exception {
    app.launch(1, Slot.BLUE, 0);
    app.world.cloud.faults().next("DescribeTargetGroupAttributes", Fault.THROTTLED);

    assertThat(delays()).isEqualTo(Delays.NONE);
    assertThat(delays().ending()).isEqualTo(Duration.ofMinutes(1));
  }
}
