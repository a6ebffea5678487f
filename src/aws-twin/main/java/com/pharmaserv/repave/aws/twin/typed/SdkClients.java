package com.pharmaserv.repave.aws.twin.typed;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Real SDK clients of the double that retry as the SDK does unless told otherwise. */
public final class SdkClients {
  private SdkClients() {}

  /** Gives any client's builder the double, a region and credentials that say "test". */
  public static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C of(
      B builder, TwinCloud cloud, String region) {
    return builder
        .httpClient(cloud.http())
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  public static Ec2Client ec2(TwinCloud cloud, String region) {
    return of(Ec2Client.builder(), cloud, region);
  }

  public static SsmClient ssm(TwinCloud cloud, String region) {
    return of(SsmClient.builder(), cloud, region);
  }

  public static ServiceQuotasClient quotas(TwinCloud cloud, String region) {
    return of(ServiceQuotasClient.builder(), cloud, region);
  }
}
