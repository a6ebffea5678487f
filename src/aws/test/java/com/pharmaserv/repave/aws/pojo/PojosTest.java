package com.pharmaserv.repave.aws.pojo;

import static com.pharmaserv.repave.aws.pojo.Filled.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionRequest;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

class PojosTest {
  /**
   * If a new version of the SDK adds something that a template can have and a request cannot, this
   * names it.
   */
  @Test
  void carriesEveryFieldOfALaunchTemplateIntoARequest() {
    ResponseLaunchTemplateData all = filled(ResponseLaunchTemplateData.builder()).build();
    RequestLaunchTemplateData.Builder request = RequestLaunchTemplateData.builder();

    List<String> left = Pojos.copy(all, request);

    // What only an answer can have, and which of several addresses is the first.
    assertThat(left.stream().map(path -> path.replaceAll("\\[\\d+]", "")).distinct())
        .containsExactly(
            "NetworkInterfaces.Ipv6Addresses.IsPrimaryIpv6",
            "MetadataOptions.State",
            "Operator.Managed",
            "Operator.HiddenByDefault");
    assertThat(request.build().imageId()).isEqualTo(all.imageId());
    assertThat(request.build().blockDeviceMappings()).hasSize(2);
    assertThat(request.build().tagSpecifications().get(1).tags().get(0).key())
        .isEqualTo(all.tagSpecifications().get(1).tags().get(0).key());
  }

  @Test
  void readsBackEveryFieldThatItWrites() {
    ScalingPolicy policy = filled(ScalingPolicy.builder()).build();
    ResponseLaunchTemplateData template = filled(ResponseLaunchTemplateData.builder()).build();

    assertThat(Pojos.read(Pojos.json(policy), ScalingPolicy.builder()).build()).isEqualTo(policy);
    assertThat(Pojos.read(Pojos.json(template), ResponseLaunchTemplateData.builder()).build())
        .isEqualTo(template);
  }

  @Test
  void describedScalingFitsIntoTheRequestThatMakesIt() {
    ScalingPolicy policy = filled(ScalingPolicy.builder()).build();
    ScheduledUpdateGroupAction action = filled(ScheduledUpdateGroupAction.builder()).build();

    String text = Pojos.json(policy, Set.of("PolicyARN", "Alarms", "AutoScalingGroupName"));
    PutScalingPolicyRequest put =
        Pojos.read(text, PutScalingPolicyRequest.builder()).autoScalingGroupName("g").build();

    assertThat(put.targetTrackingConfiguration()).isEqualTo(policy.targetTrackingConfiguration());
    assertThat(put.stepAdjustments()).isEqualTo(policy.stepAdjustments());
    assertThat(Pojos.copy(action, PutScheduledUpdateGroupActionRequest.builder()))
        .containsExactly("ScheduledActionARN");
  }

  @Test
  void writesEqualDataAsEqualTextWhateverTheOrder() {
    ScalingPolicy policy =
        ScalingPolicy.builder().policyType("TargetTrackingScaling").policyName("cpu").build();

    assertThat(Pojos.json(policy))
        .isEqualTo("{\"PolicyName\":\"cpu\",\"PolicyType\":\"TargetTrackingScaling\"}");
    assertThat(Pojos.json(policy.toBuilder().alarms(List.of()).build()))
        .as("an empty list is an absent one")
        .isEqualTo(Pojos.json(policy));
    assertThat(
            Pojos.json(
                policy.toBuilder().targetTrackingConfiguration(t -> t.targetValue(50d)).build()))
        .contains("\"TargetValue\":\"50\"");
  }

  @Test
  void namesTheFieldThatDoesNotExist() {
    assertThatThrownBy(
            () -> Pojos.read("{\"StepAdjustments\":[{\"Up\":1}]}", ScalingPolicy.builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'StepAdjustments[0].Up' is not a field");
  }

  @Test
  void namesTheFieldWithAValueOfAnotherType() {
    for (String value : List.of("\"many\"", "1.5", "{}", "3000000000")) {
      assertThatThrownBy(() -> Pojos.read("{\"Cooldown\":" + value + "}", ScalingPolicy.builder()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("'Cooldown'", value);
    }
    assertThatThrownBy(() -> Pojos.read("[", ScalingPolicy.builder()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Pojos.read("[]", ScalingPolicy.builder()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesDataThatIsNestedWithoutEnd() {
    AttributeValue nested = AttributeValue.fromS("core");
    for (int i = 0; i <= Fields.DEPTH_MAX; i++) {
      nested = AttributeValue.fromL(List.of(nested));
    }
    AttributeValue deep = nested;

    assertThatThrownBy(() -> Pojos.json(deep))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deeper than 20");
    assertThatThrownBy(() -> Pojos.copy(deep, AttributeValue.builder()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
