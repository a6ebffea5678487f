package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;

/** A few instance types with their published sizes, and the zones that do not offer them. */
final class Types {
  private static final int TYPES_PAGE_MAX = 100;
  private static final int OFFERINGS_PAGE_MAX = 1000;

  private final Map<String, InstanceTypeInfo> types = new TreeMap<>();
  private final Set<String> notOffered = new TreeSet<>();

  Types() {
    for (String family : List.of("t3", "t4g")) {
      add(family + ".micro", 2, 1);
      add(family + ".small", 2, 2);
      add(family + ".medium", 2, 4);
      add(family + ".large", 2, 8);
    }
    for (String family : List.of("m5", "m6i", "m7i", "m7g")) {
      grow(family, 4);
    }
    for (String family : List.of("c6i", "c7i", "c7g")) {
      grow(family, 2);
    }
    for (String family : List.of("r6i", "r7i", "r7g")) {
      grow(family, 8);
    }
  }

  private void grow(String family, int gibPerVcpu) {
    add(family + ".large", 2, 2L * gibPerVcpu);
    add(family + ".xlarge", 4, 4L * gibPerVcpu);
    add(family + ".2xlarge", 8, 8L * gibPerVcpu);
    add(family + ".4xlarge", 16, 16L * gibPerVcpu);
  }

  private void add(String name, int vcpus, long gib) {
    boolean arm = name.matches("[a-z]\\d+g\\..*");
    types.put(
        name,
        InstanceTypeInfo.builder()
            .instanceType(name)
            .currentGeneration(true)
            .hypervisor("nitro")
            .supportedRootDeviceTypesWithStrings("ebs")
            .supportedUsageClassesWithStrings("on-demand", "spot")
            .supportedVirtualizationTypesWithStrings("hvm")
            .supportedBootModesWithStrings("uefi")
            .processorInfo(p -> p.supportedArchitecturesWithStrings(arm ? "arm64" : "x86_64"))
            .vCpuInfo(v -> v.defaultVCpus(vcpus))
            .memoryInfo(m -> m.sizeInMiB(gib * 1024))
            .build());
  }

  /** Takes a type out of a zone's offer. */
  void withhold(String type, String zone) {
    notOffered.add(zone + " " + type);
  }

  boolean offered(String type, String zone) {
    return types.containsKey(type) && !notOffered.contains(zone + " " + type);
  }

  /** Finds a type, or refuses. */
  InstanceTypeInfo demand(String type) {
    return Optional.ofNullable(types.get(type))
        .orElseThrow(
            () ->
                new TwinException(
                    "InvalidInstanceType",
                    "The following supplied instance types do not exist: [" + type + "]"));
  }

  int vcpus(String type) {
    return demand(type).vCpuInfo().defaultVCpus();
  }

  ArchitectureType architecture(String type) {
    return demand(type).processorInfo().supportedArchitectures().get(0);
  }

  DescribeInstanceTypesResponse describe(DescribeInstanceTypesRequest asked) {
    List<InstanceTypeInfo> named =
        asked.instanceTypesAsStrings().isEmpty()
            ? List.copyOf(types.values())
            : asked.instanceTypesAsStrings().stream().map(this::demand).toList();
    List<InstanceTypeInfo> found =
        new Filters<InstanceTypeInfo>(type -> List.of())
            .on("instance-type", InstanceTypeInfo::instanceTypeAsString)
            .on("current-generation", InstanceTypeInfo::currentGeneration)
            .on("vcpu-info.default-vcpus", type -> type.vCpuInfo().defaultVCpus())
            .on("memory-info.size-in-mib", type -> type.memoryInfo().sizeInMiB())
            .onAll(
                "processor-info.supported-architecture",
                type -> type.processorInfo().supportedArchitecturesAsStrings())
            .apply(named, asked.filters());
    Page<InstanceTypeInfo> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), 5, TYPES_PAGE_MAX);
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  /** Per region at first, per zone if asked; zone ids are not modelled. */
  DescribeInstanceTypeOfferingsResponse offerings(
      Request call, DescribeInstanceTypeOfferingsRequest asked, List<String> zones) {
    boolean perZone = asked.locationType() == LocationType.AVAILABILITY_ZONE;
    List<InstanceTypeOffering> all = new ArrayList<>();
    for (String type : types.keySet()) {
      if (perZone) {
        zones.stream()
            .filter(zone -> offered(type, zone))
            .forEach(zone -> all.add(offering(type, "availability-zone", zone)));
      } else if (zones.stream().anyMatch(zone -> offered(type, zone))) {
        all.add(offering(type, "region", call.region().name()));
      }
    }
    List<InstanceTypeOffering> found =
        new Filters<InstanceTypeOffering>(offering -> List.of())
            .on("instance-type", InstanceTypeOffering::instanceTypeAsString)
            .on("location", InstanceTypeOffering::location)
            .apply(all, asked.filters());
    Page<InstanceTypeOffering> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), 5, OFFERINGS_PAGE_MAX);
    return DescribeInstanceTypeOfferingsResponse.builder()
        .instanceTypeOfferings(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private static InstanceTypeOffering offering(String type, String kind, String location) {
    return InstanceTypeOffering.builder()
        .instanceType(type)
        .locationType(kind)
        .location(location)
        .build();
  }
}
