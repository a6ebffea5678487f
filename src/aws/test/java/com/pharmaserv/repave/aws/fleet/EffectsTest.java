package com.pharmaserv.repave.aws.fleet;

import static com.pharmaserv.repave.aws.fleet.Acting.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingResponse;
import software.amazon.awssdk.services.autoscaling.model.DeletionProtection;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** Configure, resize and retire, beyond the common contract. */
class EffectsTest {
  private static final Weights BLUE = new Weights(100, 0);
  private static final Weights GREEN = new Weights(0, 100);

  private static final Automation SOME = FleetSubject.automation(60, "0 22 * * *", true);
  private static final Automation OTHER = FleetSubject.automation(40, "0 23 * * *", true);

  private static final Settings GUARDED = Acting.PLAIN.withGuarded(true);

  private final Acting app = Acting.routed();

  @BeforeEach
  void launch() throws Exception {
    app.launch(1, Slot.GREEN, 2);
  }

  @Test
  void configureNeverSendsTheDesiredCount() throws Exception {
    app.configure(1, Settings.of(1, 4, List.of(), false));

    List<Call> updates = app.calls("UpdateAutoScalingGroup");
    assertThat(updates).hasSize(1);
    assertThat(updates.get(0).parameter("DesiredCapacity")).isEmpty();
    assertThat(app.seen(1).desired()).isEqualTo(2);
  }

  /** Without names, both calls would mean every process. */
  @Test
  void suspendsAndResumesByDifferenceOnly() throws Exception {
    app.configure(1, Acting.PLAIN.withSuspended(List.of("AZRebalance", "Terminate")));
    app.configure(1, Acting.PLAIN.withSuspended(List.of("AZRebalance", "Launch")));

    assertThat(app.seen(1).settings().suspended()).containsExactly("AZRebalance", "Launch");
    assertThat(app.calls("SuspendProcesses"))
        .extracting(c -> c.parameter("ScalingProcesses.member.1"))
        .containsExactly("AZRebalance", "Launch");
    assertThat(app.calls("ResumeProcesses"))
        .extracting(c -> c.parameter("ScalingProcesses.member.1"))
        .containsExactly("Terminate");
  }

  @Test
  void writesNothingThatStandsAlready() throws Exception {
    Settings settings = Settings.of(1, 4, List.of("AZRebalance"), true);
    app.configure(1, settings);
    app.resize(1, 3);
    int before = app.soFar();

    app.configure(1, settings);
    app.resize(1, 3);

    assertThat(app.writesSince(before)).isEmpty();
  }

  @Test
  void takesAutomationOffBeforeItPutsAutomationOn() throws Exception {
    app.configure(1, Acting.PLAIN.withAutomation(SOME));
    int before = app.soFar();

    app.configure(1, Acting.PLAIN.withAutomation(OTHER));

    assertThat(app.writesSince(before))
        .containsExactly(
            "DeletePolicy",
            "DeleteScheduledAction",
            "PutScalingPolicy",
            "PutScheduledUpdateGroupAction");
  }

  @Test
  void finishesAConfigurationThatBrokeOffHalfWay() throws Exception {
    Settings settings = Settings.of(1, 4, List.of("AZRebalance"), true).withAutomation(SOME);
    for (String step :
        List.of(
            "UpdateAutoScalingGroup",
            "SuspendProcesses",
            "PutScalingPolicy",
            "PutScheduledUpdateGroupAction")) {
      app.world.cloud.faults().next(step, Fault.LOST_RESPONSE);
      fails(Failure.Kind.UNKNOWN_OUTCOME, () -> app.configure(1, settings));
    }

    app.configure(1, settings);

    assertThat(app.seen(1).settings()).isEqualTo(settings);
  }

  /** It has fired on the generation that had it; AWS would refuse it on the next one. */
  @Test
  void aOneOffActionWhoseTimeHasComeIsDropped() throws Exception {
    Automation automation =
        Automation.of(
            Map.of(
                "schedule/launch-day",
                "{\"MaxSize\":6,\"StartTime\":\"" + app.world.time.now().plusSeconds(60) + "\"}"));
    app.configure(1, Acting.PLAIN.withAutomation(automation));
    assertThat(app.seen(1).settings().automation()).isEqualTo(automation);
    app.configure(1, Acting.PLAIN);
    app.pass(Duration.ofMinutes(2));

    app.configure(1, Acting.PLAIN.withAutomation(automation));

    assertThat(app.seen(1).settings()).isEqualTo(Acting.PLAIN);
  }

  @Test
  void refusesAutomationThatIsNotItsOwnText() {
    Automation automation = Automation.of(Map.of("policy/load", "{\"Target\":60}"));

    fails(Failure.Kind.CONFLICT, () -> app.configure(1, Acting.PLAIN.withAutomation(automation)))
        .withMessageContaining("automation 'policy/load' cannot stand on")
        .withMessageContaining("'Target' is not a field");
  }

  @Test
  void aGuardedGenerationIsProtectedByAwsAndLosesThatOnlyAsFarAsRetirementNeeds() throws Exception {
    assertThat(app.group(1).deletionProtection())
        .isEqualTo(DeletionProtection.PREVENT_FORCE_DELETION);

    app.configure(1, GUARDED);
    assertThat(app.group(1).deletionProtection())
        .isEqualTo(DeletionProtection.PREVENT_ALL_DELETION);

    app.configure(1, Acting.PLAIN);
    assertThat(app.group(1).deletionProtection())
        .isEqualTo(DeletionProtection.PREVENT_FORCE_DELETION);
    assertThat(app.calls("UpdateAutoScalingGroup"))
        .as("bounds that stand already are not sent along")
        .allMatch(c -> c.parameter("MinSize").isEmpty());
  }

  @Test
  void aGenerationThatAnEarlierVersionTaggedIsGuardedUntilConfigured() throws Exception {
    tagAsEarlierVersionsDid("true");
    empty();
    assertThat(app.seen(1).settings().guarded()).isTrue();
    fails(Failure.Kind.CONFLICT, () -> app.retire(1)).withMessageContaining("is guarded");

    app.configure(1, Acting.PLAIN);

    assertThat(app.seen(1).settings().guarded()).isFalse();
    assertThat(app.group(1).tags()).noneMatch(t -> t.key().equals(Tags.GUARDED));
    app.retire(1);
  }

  @Test
  void configureReplacesAnEarlierVersionsTagByDeletionProtection() throws Exception {
    tagAsEarlierVersionsDid("true");
    int before = app.soFar();

    app.configure(1, GUARDED);

    assertThat(app.writesSince(before))
        .as("never without a guard in between")
        .containsExactly("UpdateAutoScalingGroup", "DeleteTags");
    assertThat(app.seen(1).settings()).isEqualTo(GUARDED);
    assertThat(app.group(1).deletionProtection())
        .isEqualTo(DeletionProtection.PREVENT_ALL_DELETION);
    assertThat(app.group(1).tags()).noneMatch(t -> t.key().equals(Tags.GUARDED));
  }

  @Test
  void anEarlierVersionsTagThatSaysNothingIsTakenOffAllTheSame() throws Exception {
    tagAsEarlierVersionsDid("false");
    assertThat(app.seen(1).settings().guarded()).isFalse();
    int before = app.soFar();

    app.configure(1, Acting.PLAIN);

    assertThat(app.writesSince(before)).containsExactly("DeleteTags");
  }

  /** Their groups had no deletion protection of AWS's own. */
  private void tagAsEarlierVersionsDid(String value) {
    protect(DeletionProtection.NONE);
    app.world
        .world
        .clients()
        .scaling()
        .createOrUpdateTags(
            r ->
                r.tags(
                    Tag.builder()
                        .resourceType("auto-scaling-group")
                        .resourceId(app.name(1))
                        .key(Tags.GUARDED)
                        .value(value)
                        .propagateAtLaunch(false)
                        .build()));
  }

  private AutoScalingResponse protect(DeletionProtection level) {
    return app.world
        .world
        .clients()
        .scaling()
        .updateAutoScalingGroup(r -> r.autoScalingGroupName(app.name(1)).deletionProtection(level));
  }

  /** Somebody may have protected the group since it was looked at. */
  @Test
  void aGroupThatAwsProtectsKeepsItsTemplate() throws Exception {
    empty();
    app.world.cloud.beforeCall(
        call -> {
          if (call.operation().equals("DeleteAutoScalingGroup")) {
            app.world.cloud.quietly(() -> protect(DeletionProtection.PREVENT_ALL_DELETION));
          }
        });

    fails(Failure.Kind.CONFLICT, () -> app.retire(1));

    assertThat(app.calls("DeleteLaunchTemplate")).isEmpty();
  }

  @Test
  void retiresNothingThatHasTraffic() throws Exception {
    app.shift(BLUE, GREEN);
    empty();

    fails(Failure.Kind.CONFLICT, () -> app.retire(1)).withMessageContaining("100% of the traffic");
    app.shift(GREEN, BLUE);
    app.retire(1);
  }

  @Test
  void neverDeletesByForce() throws Exception {
    empty();
    app.retire(1);

    assertThat(app.calls("DeleteAutoScalingGroup"))
        .isNotEmpty()
        .allMatch(c -> c.parameter("ForceDelete").isEmpty());
  }

  @Test
  void leavesNothingBehind() throws Exception {
    app.configure(1, Acting.PLAIN.withAutomation(SOME));
    empty();

    app.retire(1);
    app.pass(Duration.ofMinutes(1));

    assertThat(app.world.world.inventory().entries()).noneMatch(e -> e.contains("g0001"));
  }

  @Test
  void finishesARetirementThatBrokeOffBetweenGroupAndTemplate() throws Exception {
    empty();
    app.world.cloud.faults().next("DeleteAutoScalingGroup", Fault.LOST_RESPONSE);
    fails(Failure.Kind.UNKNOWN_OUTCOME, () -> app.retire(1));
    app.world.cloud.faults().next("DeleteLaunchTemplate", Fault.THROTTLED);
    fails(Failure.Kind.THROTTLED, () -> app.retire(1));
    app.pass(Duration.ofMinutes(1));

    app.retire(1);

    assertThat(app.world.world.inventory().entries()).noneMatch(e -> e.contains("g0001"));
  }

  /** Without its template a group could launch nothing any more. */
  @Test
  void aTemplateNeverGoesBeforeItsGroup() throws Exception {
    empty();
    app.world.cloud.faults().next("DeleteAutoScalingGroup", Fault.THROTTLED);

    fails(Failure.Kind.THROTTLED, () -> app.retire(1));

    assertThat(app.calls("DeleteLaunchTemplate")).isEmpty();
    app.retire(1);
  }

  @Test
  void aGroupThatIsBeingDeletedIsGoneForEverybody() throws Exception {
    empty();
    app.retire(1);

    assertThat(app.group(1).status()).isEqualTo("Delete in progress");
    assertThat(app.world.fleets.observe(app.fleet).generations()).isEmpty();
    assertThat(app.world.fleets.all(app.fleet.id().environment())).isEmpty();
    fails(Failure.Kind.GONE, () -> app.resize(1, 1));
    fails(Failure.Kind.CONFLICT, () -> app.launch(2, Slot.GREEN, 1))
        .withMessageContaining("being deleted");
  }

  private void empty() throws Exception {
    app.resize(1, 0);
    for (int i = 0; i < 100 && !app.seen(1).machines().isEmpty(); i++) {
      app.pass(Duration.ofSeconds(5));
    }
  }
}
