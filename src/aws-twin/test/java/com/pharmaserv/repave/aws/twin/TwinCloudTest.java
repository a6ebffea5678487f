package com.pharmaserv.repave.aws.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.compute.Compute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** What every service of the double shares: time, faults, the record of calls, crashes. */
class TwinCloudTest {
  private final TwinCloud cloud = new TwinCloud(3);
  private final TwinWorld world = TwinWorld.of(cloud, "eu-central-1", "eu-prod");
  private final TwinFleet fleet = world.fleet("app");
  private final AutoScalingClient scaling = world.clients().scaling();
  private final String template = template();

  private String template() {
    String image = world.image("app", "c".repeat(64), "app");
    return cloud.quietly(
        () ->
            world
                .clients()
                .compute()
                .createLaunchTemplate(
                    r ->
                        r.launchTemplateName("template")
                            .launchTemplateData(d -> d.imageId(image).instanceType("m5.large")))
                .launchTemplate()
                .launchTemplateId());
  }

  private void create(String name) {
    scaling.createAutoScalingGroup(
        r ->
            r.autoScalingGroupName(name)
                .launchTemplate(t -> t.launchTemplateId(template).version("1"))
                .minSize(1)
                .maxSize(3)
                .vpcZoneIdentifier(subnet()));
  }

  private String subnet() {
    return cloud.guarded(() -> world.region().part(Compute.class).network().subnets().get(0));
  }

  private List<String> groups() {
    return scaling.describeAutoScalingGroups().autoScalingGroups().stream()
        .map(group -> group.autoScalingGroupName())
        .toList();
  }

  @Test
  void recordsEveryCallWithItsTimeAndOutcome() {
    create("a");
    assertThatThrownBy(() -> create("a")).isInstanceOf(AwsServiceException.class);
    groups();

    assertThat(cloud.calls()).extracting(Call::number).containsExactly(1L, 2L, 3L);
    assertThat(cloud.calls()).extracting(Call::mutation).containsExactly(1L, 2L, 0L);
    assertThat(cloud.calls())
        .extracting(Call::outcome)
        .containsExactly(Call.OK, "AlreadyExists", Call.OK);
    assertThat(cloud.calls().get(0).parameter("AutoScalingGroupName")).isEqualTo("a");
    assertThat(cloud.calls().get(1).at()).isAfter(cloud.calls().get(0).at());
    assertThat(cloud.calls()).allMatch(call -> call.region().equals("eu-central-1"));
  }

  @Test
  void passesTimeWithEveryCallAndRunsWhatIsDueInOrder() {
    List<String> seen = new ArrayList<>();
    Instant before = cloud.clock().now();
    cloud.clock().after(Duration.ofSeconds(20), () -> seen.add("second"));
    cloud.clock().after(Duration.ofMillis(1), () -> seen.add("first"));
    cloud
        .clock()
        .after(
            Duration.ofSeconds(20),
            () -> cloud.clock().after(Duration.ZERO, () -> seen.add("third")));

    groups();
    assertThat(seen).containsExactly("first");
    assertThat(cloud.clock().now()).isBetween(before.plusMillis(20), before.plusMillis(200));

    cloud.clock().advance(Duration.ofSeconds(30));
    assertThat(seen).containsExactly("first", "second", "third");
  }

  @Test
  void throttlesAndFailsBeforeTheEffect() {
    cloud.faults().next("CreateAutoScalingGroup", Fault.THROTTLED);
    assertThatThrownBy(() -> create("a"))
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.isThrottlingException()).isTrue());
    cloud.faults().later("CreateAutoScalingGroup", 1, Fault.SERVER_ERROR);
    create("b");
    assertThatThrownBy(() -> create("c"))
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(500));

    assertThat(groups()).containsExactly("b");
  }

  @Test
  void throttlesEc2WithItsOwnCode() {
    cloud.faults().next("DescribeInstances", Fault.THROTTLED);

    assertThatThrownBy(() -> world.clients().compute().describeInstances())
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded"));
  }

  @Test
  void losesAnAnswerOnlyAfterTheEffect() {
    cloud.faults().next("CreateAutoScalingGroup", Fault.LOST_RESPONSE);

    assertThatThrownBy(() -> create("a")).isInstanceOf(SdkClientException.class);

    assertThat(groups()).containsExactly("a");
    assertThat(cloud.calls().get(0).outcome()).isEqualTo(Call.LOST);
  }

  @Test
  void losesARequestBeforeTheEffectAndARefusalToo() {
    cloud.faults().next("CreateAutoScalingGroup", Fault.LOST_REQUEST);
    assertThatThrownBy(() -> create("a")).isInstanceOf(SdkClientException.class);
    assertThat(groups()).isEmpty();
    create("a");
    cloud.faults().next("CreateAutoScalingGroup", Fault.LOST_RESPONSE);
    assertThatThrownBy(() -> create("a")).isInstanceOf(SdkClientException.class);

    assertThat(cloud.calls())
        .extracting(Call::outcome)
        .containsExactly(Call.UNSENT, Call.OK, Call.OK, "AlreadyExists");
  }

  @Test
  void answersAStaleReadFromThePast() {
    create("a");
    int stale = 0;
    for (int i = 0; i < 20; i++) {
      cloud.faults().next("DescribeAutoScalingGroups", Fault.STALE_READ);
      stale += groups().isEmpty() ? 1 : 0;
    }
    cloud.clock().advance(Duration.ofSeconds(4));
    cloud.faults().next("DescribeAutoScalingGroups", Fault.STALE_READ);

    assertThat(stale).isBetween(1, 19);
    assertThat(groups()).containsExactly("a");
  }

  @Test
  void letsATestCrashTheCallerRightBeforeAndRightAfterAnEffect() {
    cloud.beforeCall(
        call -> {
          if (call.mutation() == 1) {
            throw new Crash();
          }
        });
    cloud.onCall(
        call -> {
          if (call.mutation() == 2) {
            throw new Crash();
          }
        });

    assertThatThrownBy(() -> create("before")).isInstanceOf(Crash.class);
    assertThatThrownBy(() -> create("after")).isInstanceOf(Crash.class);

    assertThat(groups()).containsExactly("after");
  }

  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void throttlesByTheRealBucketsWhenAsked() {
    cloud.faults().realBuckets(true);
    cloud.latency(Duration.ZERO, Duration.ZERO);

    assertThat(refusedOf(60)).isEqualTo(20);
    cloud.clock().advance(Duration.ofSeconds(1));
    assertThat(refusedOf(60)).isEqualTo(50);
  }

  private long refusedOf(int calls) {
    return IntStream.range(0, calls).filter(i -> isThrottled(this::rules)).count();
  }

  private List<Rule> rules() {
    return world
        .clients()
        .balancing()
        .describeRules(r -> r.ruleArns(fleet.productionRule()))
        .rules();
  }

  private static boolean isThrottled(Runnable call) {
    try {
      call.run();
      return false;
    } catch (AwsServiceException e) {
      return e.isThrottlingException();
    }
  }

  @Test
  void saysLoudlyWhatItDoesNotSupport() {
    assertThatThrownBy(() -> scaling.describeWarmPool(r -> r.autoScalingGroupName("a")))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("DescribeWarmPool");

    assertThat(cloud.unsupported()).containsExactly("autoscaling:DescribeWarmPool");
  }

  @Test
  void doesTheSameAgainFromTheSameSeed() {
    assertThat(history(5)).isEqualTo(history(5)).isNotEqualTo(history(6));
  }

  private static List<Call> history(long seed) {
    TwinCloud fresh = new TwinCloud(seed);
    TwinWorld world = TwinWorld.of(fresh, "eu-central-1", "eu-prod");
    fresh.faults().rate(Fault.THROTTLED, 0.3).rate(Fault.STALE_READ, 0.3);
    TwinFleet fleet = world.fleet("app");
    for (int i = 0; i < 20; i++) {
      isThrottled(
          () ->
              world
                  .clients()
                  .balancing()
                  .describeTargetHealth(r -> r.targetGroupArn(fleet.blue())));
    }
    return fresh.calls();
  }

  @Test
  void takesCallsOfManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "g" + i;
        done.add(threads.submit(() -> create(name)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(groups()).hasSize(40);
    assertThat(cloud.calls()).extracting(Call::number).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void tellsWhatWasLeftBehind() {
    Inventory before = world.inventory();
    create("a");
    cloud.clock().advance(Duration.ofMinutes(1));

    assertThat(world.inventory().since(before))
        .contains("eu-central-1 group a")
        .anyMatch(entry -> entry.startsWith("eu-central-1 machine i-"));

    scaling.updateAutoScalingGroup(r -> r.autoScalingGroupName("a").minSize(0).desiredCapacity(0));
    cloud.clock().advance(Duration.ofMinutes(3));
    scaling.deleteAutoScalingGroup(r -> r.autoScalingGroupName("a"));
    cloud.clock().advance(Duration.ofMinutes(1));

    assertThat(world.inventory().since(before)).isEmpty();
  }
}
