package com.pharmaserv.repave.aws.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The example of the README, which {@link ReadmeTest} holds to this one. */
class ExampleTest {
  @Test
  void aMachineStartsThoughTheAnswerToItsLaunchGotLost() {
    TwinCloud cloud = new TwinCloud(42); // the seed: the same calls give the same world
    TwinWorld world = TwinWorld.of(cloud, "eu-central-1", "eu-prod");
    String image = world.image("app", "a".repeat(64), "platform");
    Ec2Client ec2 = world.clients().compute(); // or your own: httpClient(cloud.http())
    cloud.faults().next("RunInstances", Fault.LOST_RESPONSE);

    assertThatThrownBy(
            () ->
                ec2.runInstances(
                    r -> r.imageId(image).instanceType("m5.large").minCount(1).maxCount(1)))
        .isInstanceOf(SdkClientException.class);
    cloud.clock().advance(Duration.ofMinutes(1)); // no test sleeps

    assertThat(ec2.describeInstances().reservations()).hasSize(1);
    assertThat(cloud.calls()).extracting(Call::operation).contains("RunInstances");
  }
}
