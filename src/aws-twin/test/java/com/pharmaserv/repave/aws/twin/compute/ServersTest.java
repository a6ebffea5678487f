package com.pharmaserv.repave.aws.twin.compute;

import static com.pharmaserv.repave.aws.twin.compute.TemplatesTest.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.Machines;
import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.quotas.Quotas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

class ServersTest {
  private final TwinCloud cloud = new TwinCloud(2);
  private final TwinRegion region = cloud.region("eu-central-1");
  private final Compute compute = region.part(Compute.class);
  private final Ec2Client ec2 = TwinClients.retrying(cloud, "eu-central-1").compute();
  private final String image = compute.images().register("app-1", Map.of("fleet", "app"));

  @BeforeEach
  void template() {
    ec2.createLaunchTemplate(
        r ->
            r.launchTemplateName("app-g0001")
                .launchTemplateData(
                    d ->
                        d.imageId(image)
                            .instanceType("m7i.large")
                            .iamInstanceProfile(p -> p.name("app"))
                            .metadataOptions(m -> m.httpTokens("required"))));
  }

  private RunInstancesRequest.Builder direct() {
    return RunInstancesRequest.builder()
        .imageId(image)
        .instanceType("m7i.large")
        .minCount(1)
        .maxCount(1)
        .subnetId(compute.network().subnets().get(0));
  }

  private Instance seen(String id) {
    return ec2.describeInstances(r -> r.instanceIds(id)).reservations().get(0).instances().get(0);
  }

  private String state(String id) {
    return seen(id).state().nameAsString();
  }

  private void pass(int seconds) {
    cloud.clock().advance(Duration.ofSeconds(seconds));
  }

  @Test
  void livesThroughEveryState() {
    String id = ec2.runInstances(direct().build()).instances().get(0).instanceId();
    assertThat(state(id)).isEqualTo("pending");
    refuses("IncorrectInstanceState", () -> ec2.stopInstances(r -> r.instanceIds(id)));
    pass(30);
    assertThat(state(id)).isEqualTo("running");
    ec2.stopInstances(r -> r.instanceIds(id));
    assertThat(state(id)).isEqualTo("stopping");
    pass(60);
    assertThat(state(id)).isEqualTo("stopped");
    ec2.startInstances(r -> r.instanceIds(id));
    assertThat(state(id)).isEqualTo("pending");
    pass(30);
    ec2.terminateInstances(r -> r.instanceIds(id));
    assertThat(state(id)).isEqualTo("shutting-down");
    assertThat(seen(id).stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
    pass(60);
    assertThat(state(id)).isEqualTo("terminated");
    ec2.terminateInstances(r -> r.instanceIds(id));
    pass(2 * 3600);
    refuses("InvalidInstanceID.NotFound", () -> seen(id));
  }

  @Test
  void takesEverythingFromTheTemplate() {
    Instance made =
        ec2.runInstances(
                r ->
                    r.launchTemplate(t -> t.launchTemplateName("app-g0001").version("1"))
                        .minCount(1)
                        .maxCount(1))
            .instances()
            .get(0);
    assertThat(made.imageId()).isEqualTo(image);
    assertThat(made.metadataOptions().httpTokensAsString()).isEqualTo("required");
    assertThat(made.iamInstanceProfile().arn()).endsWith(":instance-profile/app");
    assertThat(made.securityGroups().get(0).groupId()).isEqualTo(compute.network().defaultGroup());
    assertThat(made.tags())
        .extracting(tag -> tag.key())
        .contains("aws:ec2launchtemplate:id", "aws:ec2launchtemplate:version");
    var volumes =
        ec2.describeVolumes(
                r ->
                    r.filters(
                        Filter.builder()
                            .name("attachment.instance-id")
                            .values(made.instanceId())
                            .build()))
            .volumes();
    assertThat(volumes).singleElement().satisfies(v -> assertThat(v.encrypted()).isTrue());
  }

  @Test
  void sameTokenLaunchesOnceAlsoWhenTheAnswerIsLost() {
    cloud.faults().next("RunInstances", Fault.LOST_RESPONSE);
    String first = ec2.runInstances(direct().build()).instances().get(0).instanceId();
    assertThat(ec2.describeInstances().reservations()).hasSize(1);
    RunInstancesRequest named = direct().clientToken("job-7").build();
    String second = ec2.runInstances(named).instances().get(0).instanceId();
    assertThat(ec2.runInstances(named).instances().get(0).instanceId())
        .isEqualTo(second)
        .isNotEqualTo(first);
    refuses(
        "IdempotentParameterMismatch",
        () -> ec2.runInstances(named.toBuilder().instanceType("m7i.xlarge").build()));
    refuses(
        "InvalidClientToken", () -> ec2.runInstances(direct().clientToken("x".repeat(65)).build()));
  }

  @Test
  void aTokenIsSpentOnceItsMachineIsTerminated() {
    RunInstancesRequest named = direct().clientToken("job-7").build();
    String id = ec2.runInstances(named).instances().get(0).instanceId();
    ec2.terminateInstances(r -> r.instanceIds(id));
    assertThat(ec2.runInstances(named).instances().get(0).instanceId()).isEqualTo(id);
    pass(60);
    refuses("IdempotentInstanceTerminated", () -> ec2.runInstances(named));
    pass(3 * 3600);
    refuses("IdempotentInstanceTerminated", () -> ec2.runInstances(named));
  }

  @Test
  void aMachineThatPowersItselfOffStopsOrEndsAsItsLaunchSaid() {
    String stays = ec2.runInstances(direct().build()).instances().get(0).instanceId();
    String ends =
        ec2.runInstances(direct().instanceInitiatedShutdownBehavior("terminate").build())
            .instances()
            .get(0)
            .instanceId();
    pass(30);
    compute.powerOff(stays);
    compute.powerOff(ends);
    pass(60);
    assertThat(state(stays)).isEqualTo("stopped");
    assertThat(state(ends)).isEqualTo("terminated");
    assertThat(seen(ends).stateReason().code()).isEqualTo("Client.InstanceInitiatedShutdown");
  }

  @Test
  void launchesAsManyAsThereIsRoomForAboveTheMinimum() {
    String zone = compute.network().zones().get(0);
    cloud.faults().room(zone, 3);
    assertThat(ec2.runInstances(direct().minCount(2).maxCount(5).build()).instances()).hasSize(3);
    refuses("InsufficientInstanceCapacity", () -> ec2.runInstances(direct().build()));
    cloud.faults().plenty(zone);
    assertThat(ec2.runInstances(direct().build()).instances()).hasSize(1);
  }

  @Test
  void refusesImagesAndPlacesThatDoNotFit() {
    refuses(
        "InvalidAMIID.NotFound",
        () -> ec2.runInstances(direct().imageId("ami-00000000000000000").build()));
    refuses("InvalidAMIID.Malformed", () -> ec2.runInstances(direct().imageId("ami-new").build()));
    refuses(
        "InvalidParameterValue",
        () -> ec2.runInstances(direct().instanceType("m7g.large").build()));
    refuses(
        "InvalidInstanceType",
        () -> ec2.runInstances(direct().instanceType("m7i.enormous").build()));
    refuses(
        "InvalidSubnetID.NotFound",
        () -> ec2.runInstances(direct().subnetId("subnet-00000000000000000").build()));
    refuses(
        "InvalidGroup.NotFound",
        () -> ec2.runInstances(direct().securityGroupIds("sg-00000000000000000").build()));
    compute.withhold("m7i.large", compute.network().zones().get(0));
    refuses("Unsupported", () -> ec2.runInstances(direct().build()));
    refuses("DryRunOperation", () -> ec2.runInstances(direct().dryRun(true).build()));
    assertThat(ec2.describeInstances().reservations()).isEmpty();
  }

  @Test
  void subnetsLoseAndRegainAddresses() {
    String small = compute.network().addSubnet(region.name() + "a", "10.0.9.0/28");
    assertThat(free(small)).isEqualTo(11);
    List<String> ids =
        ec2
            .runInstances(direct().subnetId(small).minCount(3).maxCount(3).build())
            .instances()
            .stream()
            .map(Instance::instanceId)
            .toList();
    assertThat(ids.stream().map(id -> seen(id).privateIpAddress()).distinct()).hasSize(3);
    assertThat(free(small)).isEqualTo(8);
    compute.network().occupy(small, 8);
    refuses(
        "InsufficientFreeAddressesInSubnet",
        () -> ec2.runInstances(direct().subnetId(small).build()));
    ec2.terminateInstances(r -> r.instanceIds(ids));
    pass(60);
    assertThat(free(small)).isEqualTo(3);
  }

  private int free(String subnet) {
    return ec2.describeSubnets(r -> r.subnetIds(subnet)).subnets().get(0).availableIpAddressCount();
  }

  @Test
  void holdsTheQuotaOfVcpus() {
    region.part(Quotas.class).set("ec2", Quotas.STANDARD_VCPUS, 5);
    ec2.runInstances(direct().minCount(2).maxCount(2).build());
    refuses("VcpuLimitExceeded", () -> ec2.runInstances(direct().build()));
  }

  @Test
  void statusChecksTellAMachineThatDoesNotBoot() {
    region.behave(image, ImageBehaviour.GOOD.notBooting());
    String id = ec2.runInstances(direct().build()).instances().get(0).instanceId();
    assertThat(ec2.describeInstanceStatus(r -> r.instanceIds(id)).instanceStatuses()).isEmpty();
    pass(30);
    assertThat(status(id)).isEqualTo("initializing");
    pass(120);
    assertThat(status(id)).isEqualTo("impaired");
    assertThat(region.machines().machine(id).orElseThrow().impaired()).isTrue();
    region.behave(image, ImageBehaviour.GOOD);
    assertThat(status(id)).isEqualTo("ok");
  }

  private String status(String id) {
    return ec2.describeInstanceStatus(r -> r.instanceIds(id))
        .instanceStatuses()
        .get(0)
        .instanceStatus()
        .statusAsString();
  }

  @Test
  void aFailedLaunchTerminatesAtOnce() {
    cloud.faults().failLaunches(1);
    String id = ec2.runInstances(direct().build()).instances().get(0).instanceId();
    pass(60);
    assertThat(state(id)).isEqualTo("terminated");
    assertThat(seen(id).stateReason().code()).isEqualTo("Server.InternalError");
  }

  @Test
  void aStaleReadDoesNotKnowTheNewMachine() {
    boolean missed = false;
    for (int i = 0; i < 20 && !missed; i++) {
      String id = ec2.runInstances(direct().build()).instances().get(0).instanceId();
      cloud.faults().next("DescribeInstances", Fault.STALE_READ);
      try {
        seen(id);
      } catch (Ec2Exception e) {
        missed = e.awsErrorDetails().errorCode().equals("InvalidInstanceID.NotFound");
      }
    }
    assertThat(missed).isTrue();
  }

  @Test
  void findsByFilterAndPages() {
    ec2.runInstances(direct().minCount(12).maxCount(12).build());
    pass(30);
    String one = ec2.describeInstances().reservations().get(0).instances().get(0).instanceId();
    ec2.createTags(r -> r.resources(one).tags(t("fleet", "app")));
    DescribeInstancesRequest all = DescribeInstancesRequest.builder().maxResults(5).build();
    assertThat(
            ec2.describeInstancesPaginator(all).reservations().stream()
                .flatMap(r -> r.instances().stream())
                .map(Instance::instanceId)
                .distinct())
        .hasSize(12);
    assertThat(
            ec2.describeInstances(
                    r ->
                        r.filters(
                            Filter.builder().name("tag:fleet").values("app").build(),
                            Filter.builder()
                                .name("instance-state-name")
                                .values("running", "pending")
                                .build()))
                .reservations())
        .singleElement()
        .satisfies(r -> assertThat(r.instances().get(0).instanceId()).isEqualTo(one));
    refuses(
        "InvalidParameterCombination",
        () -> ec2.describeInstances(r -> r.instanceIds(one).maxResults(5)));
    refuses("InvalidParameterValue", () -> ec2.describeInstances(r -> r.maxResults(4)));
  }

  private static Tag t(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void launchesForAGroupIntoItsSubnetWithItsTags() {
    Machines machines = region.machines();
    Machines.Template template = machines.template("app-g0001", "$Latest").orElseThrow();
    String subnet = compute.network().subnets().get(2);
    String id = machines.launch(template, subnet, Map.of("aws:autoscaling:groupName", "app-g0001"));
    Instance made = seen(id);
    assertThat(made.subnetId()).isEqualTo(subnet);
    assertThat(made.placement().availabilityZone()).isEqualTo("eu-central-1c");
    assertThat(made.tags()).contains(t("aws:autoscaling:groupName", "app-g0001"));
    assertThat(machines.imageUsable(image)).isTrue();
    assertThat(machines.imageUsable("ami-00000000000000000")).isFalse();
    machines.terminate(id);
    machines.terminate(id);
    pass(60);
    assertThat(machines.machine(id).orElseThrow().ended()).isTrue();
    refuses(
        "InvalidInstanceID.NotFound",
        () -> ec2.terminateInstances(r -> r.instanceIds(id, "i-00000000000000000")));
  }

  @Test
  void anUnusedReservationHoldsItsRoomForLaunchesThatFit() {
    String zone = compute.network().zones().get(0);
    cloud.faults().room(zone, 4);
    refuses("InsufficientInstanceCapacity", () -> reserve(zone, 5, "r5"));
    String id = reserve(zone, 3, "r3");
    assertThat(reserve(zone, 3, "r3")).isEqualTo(id);
    refuses("IdempotentParameterMismatch", () -> reserve(zone, 2, "r3"));
    assertThat(
            ec2.runInstances(direct().minCount(4).maxCount(4).build()).instances().stream()
                .filter(i -> id.equals(i.capacityReservationId())))
        .hasSize(3);
    assertThat(available(id)).isZero();
    refuses("InsufficientInstanceCapacity", () -> ec2.runInstances(direct().build()));
    ec2.cancelCapacityReservation(r -> r.capacityReservationId(id));
    assertThat(
            ec2.describeCapacityReservations(r -> r.capacityReservationIds(id))
                .capacityReservations()
                .get(0)
                .stateAsString())
        .isEqualTo("cancelled");
  }

  private int available(String id) {
    return ec2.describeCapacityReservations(r -> r.capacityReservationIds(id))
        .capacityReservations()
        .get(0)
        .availableInstanceCount();
  }

  private String reserve(String zone, int count, String token) {
    return ec2.createCapacityReservation(
            r ->
                r.instanceType("m7i.large")
                    .instancePlatform("Linux/UNIX")
                    .availabilityZone(zone)
                    .instanceCount(count)
                    .clientToken(token))
        .capacityReservation()
        .capacityReservationId();
  }

  @Test
  void answersTypesOfferingsAndZones() {
    var type = ec2.describeInstanceTypes(r -> r.instanceTypesWithStrings("m7i.xlarge"));
    assertThat(type.instanceTypes().get(0).vCpuInfo().defaultVCpus()).isEqualTo(4);
    assertThat(type.instanceTypes().get(0).memoryInfo().sizeInMiB()).isEqualTo(16_384);
    compute.withhold("m7i.xlarge", "eu-central-1b");
    var offerings =
        ec2.describeInstanceTypeOfferings(
            r ->
                r.locationType("availability-zone")
                    .filters(Filter.builder().name("instance-type").values("m7i.xlarge").build()));
    assertThat(offerings.instanceTypeOfferings())
        .extracting(o -> o.location())
        .containsExactly("eu-central-1a", "eu-central-1c");
    assertThat(ec2.describeAvailabilityZones().availabilityZones()).hasSize(3);
    assertThat(ec2.describeVpcs().vpcs()).hasSize(1);
    assertThat(ec2.describeSecurityGroups().securityGroups()).hasSize(1);
    assertThat(cloud.unsupported()).isEmpty();
  }
}
