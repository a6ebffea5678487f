package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver.Skeleton;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeCapacityReservationsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/** What machines the account runs in the region, and what machines a fleet has. */
final class Machines {
  /** EC2 API reference, DescribeInstances: at most 1,000 machines a page. */
  private static final int PAGE = 1000;

  /** 50,000 machines in one region: beyond, whoever runs them knows their quotas. */
  private static final int PAGES_MAX = 50;

  /** EC2 API reference, DescribeInstanceTypes: at most 100 types by name. */
  private static final int TYPES_MAX = 100;

  private final Clients clients;

  Machines(Clients clients) {
    this.clients = clients;
  }

  /** What the fleet's machines are. */
  Kind kind(Skeleton skeleton) throws ProviderException {
    String name = "launch template '" + skeleton.template() + "' version " + skeleton.version();
    List<LaunchTemplateVersion> versions =
        Errors.read(
            "read " + name,
            () ->
                clients
                    .ec2()
                    .describeLaunchTemplateVersions(
                        r -> r.launchTemplateId(skeleton.template()).versions(skeleton.version()))
                    .launchTemplateVersions());
    String type = null;
    for (LaunchTemplateVersion version : versions) {
      type = version.launchTemplateData().instanceTypeAsString();
    }
    if (type == null || type.isEmpty()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          name + " names no instance type; deploy the infrastructure with one");
    }
    Integer vcpus = vcpus(List.of(type)).get(type);
    if (vcpus == null) {
      throw new ProviderException(
          Failure.Kind.GONE,
          "region " + clients.region() + " has no machines of type " + type + " (" + name + ")");
    }
    String known = type;
    VcpuQuota quota =
        VcpuQuota.of(type)
            .orElseThrow(
                () ->
                    new ProviderException(
                        Failure.Kind.CONFLICT,
                        ("machines of type %s count against no vCPU quota; choose"
                                + " another type for %s")
                            .formatted(known, name)));
    return new Kind(type, vcpus, quota);
  }

  /**
   * vCPUs that count against the quota: those of the account's machines that run or start, on
   * demand, and those that are reserved and not in use. Machines that come and go are seen late, so
   * this may be off by a few.
   */
  long used(VcpuQuota quota) throws ProviderException {
    Map<String, Integer> counts = new TreeMap<>();
    running().forEach((type, count) -> counts.merge(type, count, Integer::sum));
    reserved().forEach((type, count) -> counts.merge(type, count, Integer::sum));
    counts.keySet().removeIf(type -> VcpuQuota.of(type).filter(quota::equals).isEmpty());
    Map<String, Integer> vcpus = vcpus(new ArrayList<>(counts.keySet()));
    long sum = 0;
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      sum += (long) count.getValue() * vcpus.getOrDefault(count.getKey(), 0);
    }
    return sum;
  }

  /** Machines by type. */
  private Map<String, Integer> running() throws ProviderException {
    Map<String, Integer> counts = new TreeMap<>();
    Pages.<String>walk(
        "the running machines of " + clients.region(),
        Pages.atMost(
            PAGES_MAX,
            "region %s runs more than %s machines, too many to sum up their vCPUs"
                .formatted(clients.region(), PAGE * PAGES_MAX)),
        token -> {
          DescribeInstancesResponse answer =
              clients
                  .ec2()
                  .describeInstances(
                      r ->
                          r.filters(filter("instance-state-name", List.of("pending", "running")))
                              .maxResults(PAGE)
                              .nextToken(token.orElse(null)));
          answer.reservations().stream()
              .flatMap(reservation -> reservation.instances().stream())
              // Spot machines and capacity blocks have quotas of their own.
              .filter(machine -> machine.instanceLifecycleAsString() == null)
              .map(machine -> machine.instanceTypeAsString())
              .forEach(type -> counts.merge(type, 1, Integer::sum));
          return Pages.next(answer.nextToken());
        });
    return counts;
  }

  /** Free places of capacity reservations by type. */
  private Map<String, Integer> reserved() throws ProviderException {
    Map<String, Integer> counts = new TreeMap<>();
    Pages.<String>walk(
        "the capacity reservations of " + clients.region(),
        Pages.atMost(
            PAGES_MAX,
            "region %s has more than %s capacity reservations, too many to sum up their vCPUs"
                .formatted(clients.region(), PAGE * PAGES_MAX)),
        token -> {
          DescribeCapacityReservationsResponse answer =
              clients
                  .ec2()
                  .describeCapacityReservations(
                      r ->
                          r.filters(filter("state", List.of("active")))
                              .maxResults(PAGE)
                              .nextToken(token.orElse(null)));
          answer
              .capacityReservations()
              .forEach(
                  r -> counts.merge(r.instanceType(), r.availableInstanceCount(), Integer::sum));
          return Pages.next(answer.nextToken());
        });
    return counts;
  }

  /** vCPUs by type; types that the region does not have are absent. */
  private Map<String, Integer> vcpus(List<String> types) throws ProviderException {
    Map<String, Integer> found = new HashMap<>();
    for (int from = 0; from < types.size(); from += TYPES_MAX) {
      List<String> some = types.subList(from, Math.min(types.size(), from + TYPES_MAX));
      List<InstanceTypeInfo> infos =
          Errors.read(
              "read the instance types " + some,
              () ->
                  clients
                      .ec2()
                      // A filter, because an unknown name in the request would fail all of it.
                      .describeInstanceTypes(r -> r.filters(filter("instance-type", some)))
                      .instanceTypes());
      infos.forEach(i -> found.put(i.instanceTypeAsString(), i.vCpuInfo().defaultVCpus()));
    }
    return found;
  }

  private static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }
}
