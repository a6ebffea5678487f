package com.pharmaserv.repave.aws.twin.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/** Who is calling, seen through the real client. */
class IdentityTest {
  private final TwinCloud cloud = new TwinCloud(1);
  private final TwinClients clients = new TwinClients(cloud, "eu-central-1");

  @Test
  void namesTheAccountOfTheCredentials() {
    assertThat(clients.identity().getCallerIdentity().account()).isEqualTo(TwinCloud.ACCOUNT);

    cloud.region("eu-central-1").part(Identity.class).answerAs("999999999999");

    assertThat(clients.identity().getCallerIdentity().account()).isEqualTo("999999999999");
  }

  @Test
  void givesASessionOfARoleForItsTime() {
    AssumeRoleResponse session =
        clients
            .identity()
            .assumeRole(
                r ->
                    r.roleArn("arn:aws:iam::111122223333:role/repave")
                        .roleSessionName("night")
                        .durationSeconds(900));

    assertThat(session.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/repave/night");
    assertThat(session.credentials().expiration())
        .isBetween(cloud.clock().now().plusSeconds(899), cloud.clock().now().plusSeconds(901));
  }
}
