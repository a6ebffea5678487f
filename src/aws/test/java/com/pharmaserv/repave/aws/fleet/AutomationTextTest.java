package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Alarm;
import software.amazon.awssdk.services.autoscaling.model.MetricDimension;
import software.amazon.awssdk.services.autoscaling.model.MetricType;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionRequest;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;

class AutomationTextTest {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
  private static final AutomationText.Home OLD =
      new AutomationText.Home("repave-eu-app-g0001", Optional.of("targetgroup/app-blue/0123"));
  private static final AutomationText.Home NEW =
      new AutomationText.Home("repave-eu-app-g0002", Optional.of("targetgroup/app-green/4567"));

  private static ScalingPolicy byRequests(String label) {
    return ScalingPolicy.builder()
        .autoScalingGroupName(OLD.group())
        .policyName("load")
        .policyARN("arn:old")
        .policyType("TargetTrackingScaling")
        .estimatedInstanceWarmup(90)
        .alarms(Alarm.builder().alarmName("made by aws").build())
        .targetTrackingConfiguration(
            t ->
                t.targetValue(1000.5)
                    .disableScaleIn(false)
                    .predefinedMetricSpecification(
                        m ->
                            m.predefinedMetricType(MetricType.ALB_REQUEST_COUNT_PER_TARGET)
                                .resourceLabel(label)))
        .build();
  }

  private static String freed(String text) {
    return OLD.free(Map.of("x", text)).text("x").orElseThrow();
  }

  @Test
  void aPolicyOnTheSlotsOwnTargetGroupMovesToTheOtherSlots() {
    String text = freed(AutomationText.text(byRequests("app/lb/89/targetgroup/app-blue/0123")));

    PutScalingPolicyRequest put = AutomationText.policy(NEW, "policy/load", text);

    assertThat(put.autoScalingGroupName()).isEqualTo(NEW.group());
    assertThat(put.policyName()).isEqualTo("load");
    assertThat(put.policyType()).isEqualTo("TargetTrackingScaling");
    assertThat(put.estimatedInstanceWarmup()).isEqualTo(90);
    var tracking = put.targetTrackingConfiguration();
    assertThat(tracking.targetValue()).isEqualTo(1000.5);
    assertThat(tracking.disableScaleIn()).isFalse();
    assertThat(tracking.predefinedMetricSpecification().resourceLabel())
        .isEqualTo("app/lb/89/targetgroup/app-green/4567");
  }

  @Test
  void aPolicyOnAnotherTargetGroupKeepsIt() {
    String label = "app/lb/89/targetgroup/checkout/ffff";

    String text = freed(AutomationText.text(byRequests(label)));

    assertThat(
            AutomationText.policy(NEW, "policy/load", text)
                .targetTrackingConfiguration()
                .predefinedMetricSpecification()
                .resourceLabel())
        .isEqualTo(label);
  }

  @Test
  void theSameTextStandsForTheSameAutomationOnEitherGroup() {
    String before = freed(AutomationText.text(byRequests("app/lb/89/targetgroup/app-blue/0123")));
    ScalingPolicy moved =
        byRequests("app/lb/89/targetgroup/app-green/4567").toBuilder()
            .autoScalingGroupName(NEW.group())
            .policyARN("arn:new")
            .alarms(Alarm.builder().alarmName("another one").build())
            .build();

    assertThat(NEW.free(Map.of("x", AutomationText.text(moved))).texts())
        .containsEntry("x", before);
    assertThat(before).doesNotContain("arn:").doesNotContain("made by aws");
  }

  @Test
  void aMetricOfTheGroupItselfFollowsTheGroup() {
    ScalingPolicy policy =
        ScalingPolicy.builder()
            .policyName("queue")
            .policyType("TargetTrackingScaling")
            .targetTrackingConfiguration(
                t ->
                    t.targetValue(10.0)
                        .customizedMetricSpecification(
                            m ->
                                m.metricName("backlog")
                                    .namespace("app")
                                    .dimensions(
                                        MetricDimension.builder()
                                            .name("AutoScalingGroupName")
                                            .value(OLD.group())
                                            .build(),
                                        MetricDimension.builder()
                                            .name("Like")
                                            .value(OLD.group() + "0")
                                            .build())))
            .build();

    PutScalingPolicyRequest put =
        AutomationText.policy(NEW, "policy/queue", freed(AutomationText.text(policy)));

    assertThat(put.targetTrackingConfiguration().customizedMetricSpecification().dimensions())
        .extracting(MetricDimension::value)
        .containsExactly(NEW.group(), OLD.group() + "0");
  }

  @Test
  void aGroupWithoutATargetGroupCannotScaleByOne() {
    String text = freed(AutomationText.text(byRequests("app/lb/89/targetgroup/app-blue/0123")));
    AutomationText.Home bare = new AutomationText.Home("repave-eu-worker-g0001", Optional.empty());

    assertThatThrownBy(() -> AutomationText.policy(bare, "policy/load", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("repave-eu-worker-g0001 has no target group");
  }

  @Test
  void aRecurringActionIsTheSameTextBeforeAndAfterARun() {
    ScheduledUpdateGroupAction tonight = recurring(NOW.plusSeconds(3600));
    ScheduledUpdateGroupAction tomorrow = recurring(NOW.plusSeconds(90_000));

    assertThat(AutomationText.text(tonight)).isEqualTo(AutomationText.text(tomorrow));
    PutScheduledUpdateGroupActionRequest put =
        AutomationText.schedule(NEW, "schedule/night", AutomationText.text(tonight));
    assertThat(put.startTime()).isNull();
    assertThat(put.recurrence()).isEqualTo("0 22 * * *");
    assertThat(put.minSize()).isEqualTo(1);
    assertThat(put.desiredCapacity()).isNull();
    assertThat(put.endTime()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
  }

  private static ScheduledUpdateGroupAction recurring(Instant next) {
    return ScheduledUpdateGroupAction.builder()
        .scheduledActionName("night")
        .recurrence("0 22 * * *")
        .startTime(next)
        .time(next)
        .endTime(Instant.parse("2027-01-01T00:00:00Z"))
        .minSize(1)
        .build();
  }

  @Test
  void aOneOffActionIsOverOnceItsTimeHasCome() {
    ScheduledUpdateGroupAction once =
        ScheduledUpdateGroupAction.builder().startTime(NOW).maxSize(9).build();

    assertThat(AutomationText.over(once, NOW)).isTrue();
    assertThat(AutomationText.over(AutomationText.text(once), NOW)).isTrue();
    assertThat(AutomationText.over(AutomationText.text(once), NOW.minusMillis(1))).isFalse();
    assertThat(AutomationText.over(recurring(NOW.minusSeconds(1)), NOW)).isFalse();
    assertThat(AutomationText.schedule(NEW, "schedule/x", AutomationText.text(once)).startTime())
        .isEqualTo(NOW);
  }
}
