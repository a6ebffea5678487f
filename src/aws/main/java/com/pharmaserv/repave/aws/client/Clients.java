package com.pharmaserv.repave.aws.client;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.port.Time;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The SDK's clients of one account and region, each made when it is first asked for. No call of any
 * of them goes out before the account is proven to be the environment's.
 */
public final class Clients {
  private static final String BLOCKS = "ebs";

  /** A block is half a MiB, and many go out at once: over a thin line each takes its time. */
  private static final Duration BLOCK_ATTEMPT = Duration.ofSeconds(20);

  private static final Duration TIMERS_IDLE = Duration.ofSeconds(1);

  private final Shared shared;
  private final String region;
  private final Skew skew;
  private final ConcurrentMap<Class<?>, Object> made = new ConcurrentHashMap<>();

  private Clients(Shared shared, String region) {
    this.shared = shared;
    this.skew = new Skew(shared.time());
    this.region = region;
  }

  /** What the regions have in common. */
  private record Shared(
      Environment.Aws place,
      String environment,
      ClientSettings settings,
      AccountGuard guard,
      Pace pace,
      Time time,
      ScheduledExecutorService timers,
      ConcurrentMap<String, Clients> regions,
      ConcurrentMap<String, AwsCredentialsProvider> credentials) {}

  /** The clients of an environment in its own region. Makes no call. */
  public static Clients of(Environment environment, ClientSettings settings, Time time) {
    Environment.Aws place =
        environment
            .aws()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "environment '" + environment.name() + "' is not on aws"));
    Set<String> regions = new TreeSet<>(place.copies());
    regions.add(place.region());
    return new Clients(
            new Shared(
                place,
                environment.name(),
                settings,
                new AccountGuard(environment.name(), place.account(), regions),
                new Pace(settings.share(), time),
                time,
                timers(),
                new ConcurrentHashMap<>(),
                new ConcurrentHashMap<>()),
            place.region())
        .in(place.region());
  }

  /** The clock of all calls' timeouts: one thread for all clients, and none while nobody calls. */
  private static ScheduledExecutorService timers() {
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "repave-aws-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timers.setKeepAliveTime(TIMERS_IDLE.toMillis(), TimeUnit.MILLISECONDS);
    timers.allowCoreThreadTimeOut(true);
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  /** The clients of the same account in another region, which must be one of the environment's. */
  public Clients in(String other) {
    return shared
        .regions()
        .computeIfAbsent(
            shared.guard().requireRegion(other), wanted -> new Clients(shared, wanted));
  }

  /** How much of an operation's rate is left: 1 for all of it, below 0 while calls wait for it. */
  public double left(String service, String operation) {
    return shared.pace().left(region, service, operation);
  }

  /** How many calls of an operation and its kind may go out in a second, for ever. */
  public double perSecond(String service, String operation) {
    return shared.pace().perSecond(service, operation);
  }

  /** How far the region's clock is ahead of ours, as its latest answers showed; about. */
  public Duration skew() {
    return skew.ahead();
  }

  public String region() {
    return region;
  }

  public String account() {
    return shared.place().account();
  }

  public AutoScalingClient autoScaling() {
    return client(AutoScalingClient.class, "autoscaling", AutoScalingClient::builder);
  }

  public ElasticLoadBalancingV2Client elb() {
    return client(
        ElasticLoadBalancingV2Client.class,
        "elasticloadbalancing",
        ElasticLoadBalancingV2Client::builder);
  }

  public Ec2Client ec2() {
    return client(Ec2Client.class, "ec2", Ec2Client::builder);
  }

  /** EBS direct. It repeats nothing by itself: whoever puts and gets blocks does. */
  public EbsClient ebs() {
    return client(EbsClient.class, BLOCKS, EbsClient::builder);
  }

  public SsmClient ssm() {
    return client(SsmClient.class, "ssm", SsmClient::builder);
  }

  public CloudWatchClient cloudWatch() {
    return client(CloudWatchClient.class, "cloudwatch", CloudWatchClient::builder);
  }

  public ServiceQuotasClient serviceQuotas() {
    return client(ServiceQuotasClient.class, "servicequotas", ServiceQuotasClient::builder);
  }

  public KmsClient kms() {
    return client(KmsClient.class, "kms", KmsClient::builder);
  }

  public DynamoDbClient dynamo() {
    return client(DynamoDbClient.class, "dynamodb", DynamoDbClient::builder);
  }

  public StsClient sts() {
    return client(StsClient.class, "sts", StsClient::builder);
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      Class<C> type, String service, Supplier<B> builder) {
    // STS answers the guard's question and hands out the role, so it cannot wait for the guard.
    Runnable guard = service.equals("sts") ? () -> {} : this::requireAccount;
    return type.cast(
        made.computeIfAbsent(
            type, unmade -> configured(builder.get(), service, guard, credentials())));
  }

  private void requireAccount() {
    shared.guard().requireAccount(() -> sts().getCallerIdentity().account());
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C configured(
      B builder, String service, Runnable guard, AwsCredentialsProvider credentials) {
    ClientSettings settings = shared.settings();
    settings.endpoint().ifPresent(builder::endpointOverride);
    boolean blocks = service.equals(BLOCKS);
    Duration attempt = blocks ? longer(settings.attemptTimeout()) : settings.attemptTimeout();
    Duration call = blocks ? attempt : settings.callTimeout();
    RetryStrategy retries = blocks ? DefaultRetryStrategy.doNotRetry() : settings.retries().get();
    return builder
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .httpClient(settings.http())
        .overrideConfiguration(
            o ->
                o.retryStrategy(retries)
                    .scheduledExecutorService(shared.timers())
                    .apiCallAttemptTimeout(attempt)
                    .apiCallTimeout(call)
                    .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, "repave")
                    .addExecutionInterceptor(
                        new Interception(
                            service, region, guard, shared.pace(), skew, settings.log())))
        .build();
  }

  private static Duration longer(Duration attempt) {
    return attempt.compareTo(BLOCK_ATTEMPT) > 0 ? attempt : BLOCK_ATTEMPT;
  }

  /** The settings' own credentials, or those of the environment's role, taken with them. */
  private AwsCredentialsProvider credentials() {
    AwsCredentialsProvider own = shared.settings().credentials();
    return shared
        .place()
        .role()
        .map(role -> shared.credentials().computeIfAbsent(role, r -> assuming(r, own)))
        .orElse(own);
  }

  private AwsCredentialsProvider assuming(String role, AwsCredentialsProvider own) {
    StsClient sts = configured(StsClient.builder(), "sts", () -> {}, own);
    // The session's name is what CloudTrail shows as the actor.
    String session = "repave-" + shared.environment();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(r -> r.roleArn(role).roleSessionName(session))
        .build();
  }
}
