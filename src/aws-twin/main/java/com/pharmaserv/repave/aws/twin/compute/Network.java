package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** A region's network: from the start one VPC with a subnet in each of three zones. */
public final class Network {
  /** EC2 user guide, "Subnet CIDR blocks": the first four addresses and the last are reserved. */
  private static final int RESERVED = 5;

  private static final int FIRST_HOST = 4;
  private static final int PAGE_MIN = 5;
  private static final int PAGE_MAX = 1000;

  private final TwinRegion region;
  private final Tags tags;
  private final Table<Vpc> vpcs;
  private final Table<Subnet> subnets;
  private final Table<SecurityGroup> groups;
  private final Map<String, SortedSet<Integer>> taken = new HashMap<>();
  private final String vpcId;

  Network(TwinRegion region, Tags tags) {
    this.region = region;
    this.tags = tags;
    this.vpcs = new Table<>(region.clock());
    this.subnets = new Table<>(region.clock());
    this.groups = new Table<>(region.clock());
    this.vpcId = region.ids().next("vpc");
    vpcs.put(
        vpcId,
        Vpc.builder()
            .vpcId(vpcId)
            .cidrBlock("10.0.0.0/16")
            .state("available")
            .isDefault(true)
            .ownerId(TwinCloud.ACCOUNT)
            .build());
    addGroup("default");
    int third = 0;
    for (String zone : zones()) {
      addSubnet(zone, "10.0." + third + ".0/24");
      third += 1;
    }
  }

  /** The region's three zones. */
  public List<String> zones() {
    return Stream.of("a", "b", "c").map(letter -> region.name() + letter).toList();
  }

  public String vpc() {
    return vpcId;
  }

  /** The ids of all subnets, in the order of their zones. */
  public List<String> subnets() {
    return subnets.all().stream()
        .sorted(Comparator.comparing(Subnet::availabilityZone).thenComparing(Subnet::cidrBlock))
        .map(Subnet::subnetId)
        .toList();
  }

  /** The id of the group that machines get when a launch names none. */
  public String defaultGroup() {
    return groups.all().stream()
        .filter(group -> group.groupName().equals("default"))
        .map(SecurityGroup::groupId)
        .findFirst()
        .orElseThrow();
  }

  /** Adds a security group to the VPC; answers its id. */
  public String addGroup(String name) {
    String id = region.ids().next("sg");
    groups.put(
        id,
        SecurityGroup.builder()
            .groupId(id)
            .groupName(name)
            .description(name)
            .vpcId(vpcId)
            .ownerId(TwinCloud.ACCOUNT)
            .build());
    return id;
  }

  /**
   * Adds a subnet to the VPC.
   *
   * @param cidr from /16 to /28
   * @return its id
   */
  public String addSubnet(String zone, String cidr) {
    String id = region.ids().next("subnet");
    subnets.put(
        id,
        Subnet.builder()
            .subnetId(id)
            .vpcId(vpcId)
            .cidrBlock(cidr)
            .availabilityZone(zone)
            .availabilityZoneId(zoneId(zone))
            .availableIpAddressCount(size(cidr) - RESERVED)
            .state("available")
            .defaultForAz(true)
            .ownerId(TwinCloud.ACCOUNT)
            .subnetArn(region.arn("ec2", "subnet/" + id))
            .build());
    return id;
  }

  /**
   * Takes that many of a subnet's addresses for something that is none of the double's machines.
   */
  public void occupy(String subnetId, int addresses) {
    for (int i = 0; i < addresses; i++) {
      takeAddress(subnetId);
    }
  }

  boolean has(String id) {
    return vpcs.has(id) || subnets.has(id) || groups.has(id);
  }

  Optional<Subnet> subnet(String id) {
    return subnets.get(id);
  }

  Subnet demandSubnet(String id) {
    return subnets.get(id).orElseThrow(() -> unknownSubnet(id));
  }

  private static TwinException unknownSubnet(String id) {
    return new TwinException(
        "InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
  }

  SecurityGroup demandGroup(String id) {
    return groups
        .get(id)
        .orElseThrow(
            () ->
                new TwinException(
                    "InvalidGroup.NotFound", "The security group '" + id + "' does not exist"));
  }

  /** The next free address; refuses when the subnet has none. */
  String takeAddress(String subnetId) {
    Subnet subnet = demandSubnet(subnetId);
    if (subnet.availableIpAddressCount() < 1) {
      throw new TwinException(
          "InsufficientFreeAddressesInSubnet",
          "There are not enough free addresses in subnet '"
              + (subnetId + "' to satisfy the requested number of instances."));
    }
    SortedSet<Integer> used = taken.computeIfAbsent(subnetId, unused -> new TreeSet<>());
    int host = FIRST_HOST;
    while (used.contains(host)) {
      host++;
    }
    used.add(host);
    count(subnet, used);
    return address(subnet.cidrBlock(), host);
  }

  void freeAddress(String subnetId, String address) {
    subnets
        .get(subnetId)
        .ifPresent(
            subnet -> {
              SortedSet<Integer> used = taken.getOrDefault(subnetId, new TreeSet<>());
              used.remove(number(address) - number(subnet.cidrBlock().replaceFirst("/.*", "")));
              count(subnet, used);
            });
  }

  private void count(Subnet subnet, SortedSet<Integer> used) {
    int free = size(subnet.cidrBlock()) - RESERVED - used.size();
    subnets.put(subnet.subnetId(), subnet.toBuilder().availableIpAddressCount(free).build());
  }

  private static int size(String cidr) {
    return 1 << (32 - Integer.parseInt(cidr.replaceFirst(".*/", "")));
  }

  private static int number(String address) {
    int number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number * 256 + Integer.parseInt(part);
    }
    return number;
  }

  private static String address(String cidr, int host) {
    int number = number(cidr.replaceFirst("/.*", "")) + host;
    return "%s.%s.%s.%s"
        .formatted(number >>> 24, number >>> 16 & 255, number >>> 8 & 255, number & 255);
  }

  private String zoneId(String zone) {
    return region.name().replaceAll("([a-z])[a-z]*-", "$1") + "-az" + (zones().indexOf(zone) + 1);
  }

  DescribeSubnetsResponse describeSubnets(Request call, DescribeSubnetsRequest asked) {
    List<Subnet> named =
        asked.subnetIds().isEmpty()
            ? subnets.all(call.asOf())
            : asked.subnetIds().stream()
                .map(id -> subnets.get(id, call.asOf()).orElseThrow(() -> unknownSubnet(id)))
                .toList();
    List<Subnet> found =
        new Filters<>(Subnet::tags)
            .on("subnet-id", Subnet::subnetId)
            .on("vpc-id", Subnet::vpcId)
            .on("availability-zone", Subnet::availabilityZone)
            .on("state", Subnet::stateAsString)
            .on("cidr-block", Subnet::cidrBlock)
            .apply(
                named.stream()
                    .map(s -> s.toBuilder().tags(tags.of(s.subnetId(), call.asOf())).build())
                    .toList(),
                asked.filters());
    Page<Subnet> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), PAGE_MIN, PAGE_MAX);
    return DescribeSubnetsResponse.builder()
        .subnets(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  DescribeVpcsResponse describeVpcs(Request call, DescribeVpcsRequest asked) {
    List<Vpc> named =
        asked.vpcIds().isEmpty()
            ? vpcs.all(call.asOf())
            : asked.vpcIds().stream()
                .map(
                    id ->
                        vpcs.get(id)
                            .orElseThrow(
                                () ->
                                    new TwinException(
                                        "InvalidVpcID.NotFound",
                                        "The vpc ID '" + id + "' does not exist")))
                .toList();
    List<Vpc> found =
        new Filters<>(Vpc::tags)
            .on("vpc-id", Vpc::vpcId)
            .on("cidr", Vpc::cidrBlock)
            .on("is-default", Vpc::isDefault)
            .apply(
                named.stream()
                    .map(v -> v.toBuilder().tags(tags.of(v.vpcId(), call.asOf())).build())
                    .toList(),
                asked.filters());
    return DescribeVpcsResponse.builder().vpcs(found).build();
  }

  DescribeSecurityGroupsResponse describeGroups(Request call, DescribeSecurityGroupsRequest asked) {
    List<SecurityGroup> named =
        asked.groupIds().isEmpty()
            ? groups.all(call.asOf())
            : asked.groupIds().stream().map(this::demandGroup).toList();
    List<SecurityGroup> found =
        new Filters<>(SecurityGroup::tags)
            .on("group-id", SecurityGroup::groupId)
            .on("group-name", SecurityGroup::groupName)
            .on("vpc-id", SecurityGroup::vpcId)
            .apply(
                named.stream()
                    .map(g -> g.toBuilder().tags(tags.of(g.groupId(), call.asOf())).build())
                    .toList(),
                asked.filters());
    return DescribeSecurityGroupsResponse.builder().securityGroups(found).build();
  }

  DescribeAvailabilityZonesResponse describeZones(DescribeAvailabilityZonesRequest asked) {
    List<AvailabilityZone> all =
        zones().stream()
            .map(
                zone ->
                    AvailabilityZone.builder()
                        .zoneName(zone)
                        .zoneId(zoneId(zone))
                        .zoneType("availability-zone")
                        .regionName(region.name())
                        .groupName(region.name())
                        .state("available")
                        .optInStatus("opt-in-not-required")
                        .build())
            .filter(
                zone -> asked.zoneNames().isEmpty() || asked.zoneNames().contains(zone.zoneName()))
            .toList();
    for (String name : asked.zoneNames()) {
      if (!zones().contains(name)) {
        throw new TwinException(
            "InvalidParameterValue", "Invalid availability zone: [" + name + "]");
      }
    }
    return DescribeAvailabilityZonesResponse.builder()
        .availabilityZones(
            new Filters<AvailabilityZone>(zone -> List.of())
                .on("zone-name", AvailabilityZone::zoneName)
                .on("zone-id", AvailabilityZone::zoneId)
                .on("zone-type", AvailabilityZone::zoneType)
                .on("region-name", AvailabilityZone::regionName)
                .on("state", AvailabilityZone::stateAsString)
                .on("opt-in-status", AvailabilityZone::optInStatusAsString)
                .apply(all, asked.filters()))
        .build();
  }
}
