package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

class GenerationReaderTest {
  @ParameterizedTest
  @CsvSource({
    "Pending, PENDING",
    "Pending:Wait, PENDING",
    "Pending:Proceed, PENDING",
    "Quarantined, PENDING",
    "InService, IN_SERVICE",
    "Terminating, TERMINATING",
    "Terminating:Wait, TERMINATING",
    "Terminated, TERMINATING",
    "Detaching, TERMINATING",
    "Detached, TERMINATING",
    "EnteringStandby, PENDING",
    "Standby, PENDING",
    "Warmed:Stopped, PENDING",
    "Warmed:Terminating, TERMINATING",
    "ReplacingRootVolume, PENDING"
  })
  void readsEveryStateOfAMachine(String state, Lifecycle lifecycle) {
    assertThat(GenerationReader.lifecycle(state)).isEqualTo(lifecycle);
  }

  @ParameterizedTest
  @CsvSource({
    "healthy, HEALTHY",
    "initial, INITIAL",
    "unused, INITIAL",
    "unhealthy, UNHEALTHY",
    "unavailable, UNHEALTHY",
    "draining, DRAINING",
    "unhealthy.draining, UNHEALTHY",
    "something-new, UNHEALTHY"
  })
  void readsEveryStateOfATarget(String state, Health health) throws Exception {
    Generation generation = read(group(), Optional.of(List.of(target("i-1", state))));

    assertThat(generation.machines()).extracting("health").containsExactly(health);
  }

  @Test
  void aMachineThatTheBalancerDoesNotKnowIsNotJudgedYet() throws Exception {
    Generation generation = read(group(), Optional.of(List.of()));

    assertThat(generation.machines()).extracting("health").containsExactly(Health.INITIAL);
  }

  @Test
  void aMachineWithSeveralPortsIsAsHealthyAsItsWorst() throws Exception {
    Generation generation =
        read(group(), Optional.of(List.of(target("i-1", "healthy"), target("i-1", "unhealthy"))));

    assertThat(generation.serving()).isZero();
  }

  @Test
  void theGroupsWordCountsAgainstAHealthyTargetAndAloneWithoutARoute() throws Exception {
    AutoScalingGroup sick = group("Unhealthy");

    assertThat(read(sick, Optional.of(List.of(target("i-1", "healthy")))).serving()).isZero();
    assertThat(read(sick, Optional.empty()).serving()).isZero();
    assertThat(read(group(), Optional.empty()).serving()).isEqualTo(1);
  }

  @Test
  void whatStandsInASlotWithoutBeingItsMachineIsAStranger() throws Exception {
    List<TargetHealthDescription> targets =
        List.of(
            target("i-1", "healthy"),
            target("i-2", "unhealthy"),
            target("i-3", "draining"),
            TargetHealthDescription.builder()
                .target(t -> t.id("i-4"))
                .targetHealth(h -> h.state("unused").reason("Target.InvalidState"))
                .build(),
            target("10.0.0.7", "healthy"));

    assertThat(GenerationReader.strangers(targets, Optional.of(OwnGroup.read(group()))))
        .containsExactly("10.0.0.7", "i-2");
    assertThat(GenerationReader.strangers(targets, Optional.empty()))
        .containsExactly("10.0.0.7", "i-1", "i-2");
  }

  /** As left by a tool that copies groups with all their tags. */
  @Test
  void aCopyOfAGenerationIsNotTakenForOne() {
    AutoScalingGroup copy =
        group().toBuilder().autoScalingGroupName("CodeDeploy_app_d-123").build();

    assertThatThrownBy(() -> OwnGroup.read(copy))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("CodeDeploy_app_d-123")
        .hasMessageContaining("not named repave-eu-app-g0007");
  }

  @Test
  void namesTheTagThatIsNotAsItWasSet() {
    assertThatThrownBy(() -> OwnGroup.read(tagged(Map.of(Tags.IMAGE, "app"))))
        .hasMessageContaining("image id 'app' must look like name@digest");
    assertThatThrownBy(() -> OwnGroup.read(tagged(Map.of(Tags.GENERATION, "web-g0007"))))
        .hasMessageContaining("tag repave:generation is 'web-g0007'");
    assertThatThrownBy(() -> OwnGroup.read(group().toBuilder().tags(List.of()).build()))
        .hasMessageContaining("tag repave:environment is missing");
  }

  private static Generation read(
      AutoScalingGroup group, Optional<List<TargetHealthDescription>> targets)
      throws ProviderException {
    return GenerationReader.read(
        OwnGroup.read(group), targets, Automation.NONE, 0, Optional.empty());
  }

  private static TargetHealthDescription target(String id, String state) {
    return TargetHealthDescription.builder()
        .target(t -> t.id(id))
        .targetHealth(h -> h.state(state))
        .build();
  }

  private static AutoScalingGroup group() {
    return group("Healthy");
  }

  private static AutoScalingGroup tagged(Map<String, String> other) {
    TreeMap<String, String> tags = new TreeMap<>();
    tags.put(Tags.ENVIRONMENT, "eu");
    tags.put(Tags.FLEET, "app");
    tags.put(Tags.GENERATION, "app-g0007");
    tags.put(Tags.IMAGE, "app@" + "a".repeat(64));
    tags.put(Tags.ROLLOUT, "3");
    tags.putAll(other);
    List<TagDescription> described = new ArrayList<>();
    tags.forEach((k, v) -> described.add(TagDescription.builder().key(k).value(v).build()));
    return group().toBuilder().tags(described).build();
  }

  private static AutoScalingGroup group(String health) {
    AutoScalingGroup bare =
        AutoScalingGroup.builder()
            .autoScalingGroupName("repave-eu-app-g0007")
            .minSize(0)
            .maxSize(1)
            .desiredCapacity(1)
            .instances(
                Instance.builder()
                    .instanceId("i-1")
                    .availabilityZone("a")
                    .lifecycleState("InService")
                    .healthStatus(health)
                    .build())
            .build();
    List<TagDescription> tags = new ArrayList<>();
    Map.of(
            Tags.ENVIRONMENT, "eu",
            Tags.FLEET, "app",
            Tags.GENERATION, "app-g0007",
            Tags.IMAGE, "app@" + "a".repeat(64),
            Tags.ROLLOUT, "3",
            Tags.SLOT, "green")
        .forEach((k, v) -> tags.add(TagDescription.builder().key(k).value(v).build()));
    return bare.toBuilder().tags(tags).build();
  }
}
