package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.quotas.Quotas;
import com.pharmaserv.repave.aws.twin.systems.Parameters;
import com.pharmaserv.repave.aws.twin.typed.Pojos;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Makes machines of launch parameters, by the rules of RunInstances. */
final class Launches {
  /** EC2 user guide, "Run commands when you launch": 16 KB before the base64 encoding. */
  private static final int USER_DATA_MAX = 16_384;

  private final Compute compute;
  private final TwinRegion region;

  Launches(Compute compute) {
    this.compute = compute;
    this.region = compute.region();
  }

  /**
   * What to launch.
   *
   * @param data all parameters, those of a template included
   * @param tags of the machine, those of the parameters included
   */
  record Spec(
      ResponseLaunchTemplateData data,
      String subnetId,
      Map<String, String> tags,
      Optional<String> token) {}

  static void checkUserData(@Nullable String encoded) {
    if (encoded == null) {
      return;
    }
    int length;
    try {
      length = Base64.getDecoder().decode(encoded).length;
    } catch (IllegalArgumentException e) {
      throw new TwinException("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
    }
    if (length > USER_DATA_MAX) {
      throw new TwinException(
          "InvalidParameterValue", "User data is limited to " + USER_DATA_MAX + " bytes");
    }
  }

  /**
   * Launches as many machines as there is room for, from {@code min} to {@code max}.
   *
   * @return the machines, pending
   */
  List<Server> launch(Spec spec, int min, int max) {
    Subnet subnet = compute.network().demandSubnet(spec.subnetId());
    String type = typeOf(spec.data());
    Image image = imageOf(spec.data());
    checkFit(image, type, subnet.availabilityZone());
    checkUserData(spec.data().userData());
    List<BlockDeviceMapping> devices = Disks.merged(image, devicesOf(spec.data()));
    List<GroupIdentifier> groups = groupsOf(spec.data());
    int count = max;
    while (count > min && subnet.availableIpAddressCount() < count) {
      count--;
    }
    checkAddresses(subnet, count);
    compute.checkVcpus(type, count);
    List<Optional<String>> places = places(spec, type, subnet.availabilityZone(), min, count);
    String reservationId = region.ids().next("r");
    List<Server> made = new ArrayList<>();
    for (Optional<String> place : places) {
      Instance instance = instance(spec, type, image, subnet, groups, made.size());
      Instance placed = instance.toBuilder().capacityReservationId(place.orElse(null)).build();
      made.add(start(placed, reservationId, devices, spec));
    }
    return made;
  }

  private static void checkAddresses(Subnet subnet, int count) {
    if (subnet.availableIpAddressCount() < count) {
      throw new TwinException(
          "InsufficientFreeAddressesInSubnet",
          "There are not enough free addresses in subnet '"
              + (subnet.subnetId() + "' to satisfy the requested number of instances."));
    }
  }

  private Server start(
      Instance instance, String reservationId, List<BlockDeviceMapping> devices, Spec spec) {
    Instance whole =
        instance.toBuilder()
            .blockDeviceMappings(
                compute
                    .disks()
                    .attach(
                        instance.instanceId(),
                        instance.placement().availabilityZone(),
                        devices,
                        Templates.tags(spec.data(), "volume")))
            .build();
    compute.tags().put(whole.instanceId(), spec.tags());
    if ("terminate".equals(spec.data().instanceInitiatedShutdownBehaviorAsString())) {
      compute.servers().endsWhenOff(whole.instanceId());
    }
    return compute.servers().start(whole, reservationId);
  }

  /** Where each machine goes: into a capacity reservation, or outside of all of them. */
  private List<Optional<String>> places(Spec spec, String type, String zone, int min, int wanted) {
    List<Optional<String>> places = new ArrayList<>();
    Optional<String> target = Reservations.target(spec.data());
    for (int i = 0; i < wanted; i++) {
      Optional<String> reserved = compute.reservations().use(type, zone, target);
      if (reserved.isEmpty() && !region.faults().takeRoom(zone)) {
        break;
      }
      places.add(reserved);
    }
    if (places.size() < min) {
      for (Optional<String> place : places) {
        place.ifPresentOrElse(
            id -> compute.reservations().release(id), () -> region.faults().giveRoom(zone, 1));
      }
      throw noRoom(type, zone);
    }
    return places;
  }

  /** A server error of EC2 (HTTP 500), with its own wording. */
  static TwinException noRoom(String type, String zone) {
    return new TwinException(
        "InsufficientInstanceCapacity",
        "We currently do not have sufficient "
            + type
            + " capacity in the Availability Zone you"
            + (" requested (" + zone + "). Our system will be working on provisioning additional")
            + " capacity.",
        500);
  }

  private static String typeOf(ResponseLaunchTemplateData data) {
    // RunInstances still has this default, which nobody should rely on.
    return data.instanceTypeAsString() == null ? "m1.small" : data.instanceTypeAsString();
  }

  private Image imageOf(ResponseLaunchTemplateData data) {
    String id = data.imageId();
    if (id == null) {
      throw new TwinException("MissingParameter", "The request must contain the parameter ImageId");
    }
    return image(id);
  }

  /** An image that machines can be launched from, also by a parameter that names it. */
  Image image(String id) {
    if (id.startsWith("resolve:ssm:")) {
      String name = id.substring("resolve:ssm:".length());
      return compute.images().launchable(region.part(Parameters.class).value(name));
    }
    return compute.images().launchable(id);
  }

  private void checkFit(Image image, String type, String zone) {
    String architecture = compute.types().architecture(type).toString();
    if (!architecture.equals(image.architectureAsString())) {
      throw new TwinException(
          "InvalidParameterValue",
          "The architecture '"
              + architecture
              + "' of the specified instance type does not match"
              + (" the architecture '" + image.architectureAsString() + "' of the specified AMI."));
    }
    if (!compute.types().offered(type, zone)) {
      throw new TwinException(
          "Unsupported",
          "Your requested instance type ("
              + type
              + ") is not supported in your requested"
              + (" Availability Zone (" + zone + ")."));
    }
  }

  private static List<BlockDeviceMapping> devicesOf(ResponseLaunchTemplateData data) {
    return data.blockDeviceMappings().stream()
        .map(device -> Pojos.copy(device, BlockDeviceMapping.builder()).build())
        .toList();
  }

  private List<GroupIdentifier> groupsOf(ResponseLaunchTemplateData data) {
    List<String> ids = new ArrayList<>(data.securityGroupIds());
    if (!data.networkInterfaces().isEmpty()) {
      if (!ids.isEmpty()) {
        throw new TwinException(
            "InvalidParameterCombination",
            "Network interfaces and an instance-level security groups may not be specified on the"
                + " same request");
      }
      ids.addAll(data.networkInterfaces().get(0).groups());
    }
    if (ids.isEmpty()) {
      ids.add(compute.network().defaultGroup());
    }
    return ids.stream()
        .map(compute.network()::demandGroup)
        .map(g -> GroupIdentifier.builder().groupId(g.groupId()).groupName(g.groupName()).build())
        .toList();
  }

  private Instance instance(
      Spec spec, String type, Image image, Subnet subnet, List<GroupIdentifier> groups, int index) {
    String id = region.ids().next("i");
    String address = compute.network().takeAddress(subnet.subnetId());
    ResponseLaunchTemplateData data = spec.data();
    return Instance.builder()
        .instanceId(id)
        .imageId(image.imageId())
        .instanceType(type)
        .amiLaunchIndex(index)
        .clientToken(spec.token().orElse(null))
        .architecture(image.architectureAsString())
        .hypervisor("xen")
        .virtualizationType("hvm")
        .enaSupport(true)
        .rootDeviceType("ebs")
        .rootDeviceName(image.rootDeviceName())
        .ebsOptimized(Boolean.TRUE.equals(data.ebsOptimized()))
        .keyName(data.keyName())
        .launchTime(region.clock().now())
        .monitoring(m -> m.state(monitored(data) ? "enabled" : "disabled"))
        .placement(p -> p.availabilityZone(subnet.availabilityZone()).tenancy("default"))
        .state(s -> s.name(InstanceStateName.PENDING).code(0))
        .subnetId(subnet.subnetId())
        .vpcId(subnet.vpcId())
        .privateIpAddress(address)
        .privateDnsName(
            "ip-" + address.replace('.', '-') + "." + region.name() + ".compute.internal")
        .securityGroups(groups)
        .iamInstanceProfile(profile(data.iamInstanceProfile()))
        .metadataOptions(metadata(data, image))
        .networkInterfaces(
            InstanceNetworkInterface.builder()
                .networkInterfaceId(region.ids().next("eni"))
                .subnetId(subnet.subnetId())
                .vpcId(subnet.vpcId())
                .privateIpAddress(address)
                .groups(groups)
                .status("in-use")
                .build())
        .build();
  }

  private static boolean monitored(ResponseLaunchTemplateData data) {
    return data.monitoring() != null && Boolean.TRUE.equals(data.monitoring().enabled());
  }

  private @Nullable IamInstanceProfile profile(
      @Nullable LaunchTemplateIamInstanceProfileSpecification asked) {
    if (asked == null) {
      return null;
    }
    String arn =
        asked.arn() == null
            ? "arn:aws:iam::" + TwinCloud.ACCOUNT + ":instance-profile/" + asked.name()
            : asked.arn();
    return IamInstanceProfile.builder().arn(arn).id("AIPA" + region.ids().hex(17)).build();
  }

  /**
   * EC2 user guide, "Order of precedence for instance metadata options": the launch's own, then the
   * image's {@code imds-support}, then "optional".
   */
  private static InstanceMetadataOptionsResponse metadata(
      ResponseLaunchTemplateData data, Image image) {
    boolean imageAsks = "v2.0".equals(image.imdsSupportAsString());
    InstanceMetadataOptionsResponse.Builder options =
        InstanceMetadataOptionsResponse.builder()
            .state("applied")
            .httpEndpoint("enabled")
            .httpTokens(imageAsks ? "required" : "optional")
            .httpPutResponseHopLimit(imageAsks ? 2 : 1)
            .httpProtocolIpv6("disabled")
            .instanceMetadataTags("disabled");
    return data.metadataOptions() == null
        ? options.build()
        : Pojos.copy(data.metadataOptions(), options).build();
  }

  /** The tags EC2 itself gives to machines of a template, and those of the template. */
  static Map<String, String> tagsOf(ResponseLaunchTemplateData data, Templates.@Nullable Use use) {
    Map<String, String> tags = new HashMap<>(Templates.tags(data, "instance"));
    if (use != null) {
      tags.put("aws:ec2launchtemplate:id", use.id());
      tags.put("aws:ec2launchtemplate:version", Long.toString(use.version()));
    }
    return tags;
  }

  /** The account's quota of vCPUs of running standard On-Demand machines. */
  double vcpuQuota() {
    return region.part(Quotas.class).value("ec2", Quotas.STANDARD_VCPUS);
  }
}
