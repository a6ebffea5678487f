package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.ProviderSubject;
import com.pharmaserv.repave.port.Traffic;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.autoscaling.model.MetricType;
import software.amazon.awssdk.services.autoscaling.model.PredefinedMetricSpecification;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;
import software.amazon.awssdk.services.ec2.model.Tag;

/** A fleet on the double for the common contracts. */
final class FleetSubject implements ProviderSubject {
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Twenty minutes of the double's time. */
  private static final int LOOKS_MAX = 240;

  final FleetWorld world = new FleetWorld();
  private final Fleet fleet;
  private final Fleet undescribed;

  FleetSubject(BiFunction<FleetWorld, String, Fleet> kind) {
    this.fleet = kind.apply(world, "app");
    this.undescribed = kind.apply(world, "stray");
  }

  @Override
  public Fleets fleets() {
    return world.fleets;
  }

  @Override
  public Traffic traffic() {
    return world.traffic;
  }

  @Override
  public Fleet fleet() {
    return fleet;
  }

  @Override
  public Fleet undescribed() {
    return undescribed;
  }

  @Override
  public ImageId image() {
    return FleetWorld.IMAGE;
  }

  @Override
  public ImageId otherImage() {
    return FleetWorld.OTHER;
  }

  @Override
  public void block(ImageId image, boolean blocked) {
    Tag tag = Tag.builder().key(Tags.BLOCK).value("contract").build();
    String ami = String.valueOf(world.amis.get(image));
    if (blocked) {
      world.world.clients().compute().createTags(r -> r.resources(ami).tags(tag));
    } else {
      world.world.clients().compute().deleteTags(r -> r.resources(ami).tags(tag));
    }
  }

  @Override
  public Automation automation() {
    return automation(60, "0 22 * * *", fleet.routed());
  }

  @Override
  public Automation otherAutomation() {
    return automation(40, "0 23 * * *", fleet.routed());
  }

  /** A scaling policy and a scheduled action. */
  static Automation automation(double target, String recurrence, boolean routed) {
    ScalingPolicy policy =
        ScalingPolicy.builder()
            .policyType("TargetTrackingScaling")
            .enabled(true)
            .targetTrackingConfiguration(
                c ->
                    c.targetValue(target)
                        .disableScaleIn(false)
                        .predefinedMetricSpecification(by(routed)))
            .build();
    ScheduledUpdateGroupAction action =
        ScheduledUpdateGroupAction.builder()
            .recurrence(recurrence)
            .timeZone("Europe/Berlin")
            .minSize(1)
            .maxSize(5)
            .build();
    TreeMap<String, String> automation = new TreeMap<>();
    automation.put("policy/load", AutomationText.text(policy));
    automation.put("schedule/night", AutomationText.text(action));
    return new Automation(automation);
  }

  private static PredefinedMetricSpecification by(boolean routed) {
    PredefinedMetricSpecification.Builder metric = PredefinedMetricSpecification.builder();
    return routed
        ? metric
            .predefinedMetricType(MetricType.ALB_REQUEST_COUNT_PER_TARGET)
            .resourceLabel("app/eu-test/0123456789abcdef/{target-group}")
            .build()
        : metric.predefinedMetricType(MetricType.ASG_AVERAGE_CPU_UTILIZATION).build();
  }

  /** As the infrastructure makes it: everything to an empty blue slot, tests to green. */
  @Override
  public RouteView beginning() {
    return new RouteView(Weights.of(Slot.BLUE, 100), Optional.of(Slot.GREEN));
  }

  @Override
  public void until(String what, Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < LOOKS_MAX && !condition.call(); i++) {
      world.cloud.clock().advance(LOOK);
    }
    assertThat(condition.call()).as(what).isTrue();
  }
}
