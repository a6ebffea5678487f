package com.pharmaserv.repave.aws.twin;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Real SDK clients of the double, or of something else to compare it with. */
public final class TwinClients {
  private final SdkHttpClient http;
  private final String region;
  private final Optional<URI> endpoint;
  private final boolean retrying;
  private final AutoScalingClient scaling;
  private final ElasticLoadBalancingV2Client balancing;
  private final Ec2Client compute;
  private final CloudWatchClient watch;
  private final SsmClient systems;
  private final StsClient identity;
  private final ServiceQuotasClient quotas;
  private final EbsClient direct;
  private final KmsClient keys;

  /** Clients of the double that never ask twice. */
  public TwinClients(TwinCloud cloud, String region) {
    this(cloud.http(), region, Optional.empty());
  }

  /** Clients of something else, to compare it with the double; they never ask twice either. */
  public TwinClients(SdkHttpClient http, String region, Optional<URI> endpoint) {
    this(http, region, endpoint, false);
  }

  private TwinClients(SdkHttpClient http, String region, Optional<URI> endpoint, boolean retrying) {
    this.http = http;
    this.region = region;
    this.endpoint = endpoint;
    this.retrying = retrying;
    this.scaling = made(AutoScalingClient.builder());
    this.balancing = made(ElasticLoadBalancingV2Client.builder());
    this.compute = made(Ec2Client.builder());
    this.watch = made(CloudWatchClient.builder());
    this.systems = made(SsmClient.builder());
    this.identity = made(StsClient.builder());
    this.quotas = made(ServiceQuotasClient.builder());
    this.direct = made(EbsClient.builder());
    this.keys = made(KmsClient.builder());
  }

  /** Clients of the double that ask again as the SDK does by default, with the same token. */
  public static TwinClients retrying(TwinCloud cloud, String region) {
    return new TwinClients(cloud.http(), region, Optional.empty(), true);
  }

  public AutoScalingClient scaling() {
    return scaling;
  }

  public ElasticLoadBalancingV2Client balancing() {
    return balancing;
  }

  public Ec2Client compute() {
    return compute;
  }

  public CloudWatchClient watch() {
    return watch;
  }

  public SsmClient systems() {
    return systems;
  }

  public StsClient identity() {
    return identity;
  }

  public ServiceQuotasClient quotas() {
    return quotas;
  }

  public EbsClient direct() {
    return direct;
  }

  public KmsClient keys() {
    return keys;
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C made(B builder) {
    endpoint.ifPresent(builder::endpointOverride);
    if (!retrying) {
      builder.overrideConfiguration(
          ClientOverrideConfiguration.builder()
              .retryStrategy(AwsRetryStrategy.doNotRetry())
              .build());
    }
    return builder
        .httpClient(http)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }
}
