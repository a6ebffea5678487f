package com.pharmaserv.repave.aws.twin.systems;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;

/**
 * The agents on a region's machines. A machine is managed once its agent has registered: some
 * seconds after it runs, if it boots and has an instance profile. Not documented: how many.
 */
final class Agents {
  private static final int SECONDS_MIN = 10;
  private static final int SECONDS_SPREAD = 30;
  private static final int PAGE_MIN = 5;
  private static final int PAGE_MAX = 50;

  private final TwinRegion region;

  Agents(TwinRegion region) {
    this.region = region;
  }

  private List<Compute.Host> hosts(Instant asOf) {
    return region.part(Compute.class).hosts(asOf).stream()
        .filter(host -> region.behaviour(host.imageId()).boots())
        .toList();
  }

  /** Whether a command can be sent to it. */
  boolean isOnline(String instanceId, Instant asOf) {
    return hosts(asOf).stream()
        .anyMatch(host -> host.id().equals(instanceId) && isOnline(host, asOf));
  }

  private static boolean isOnline(Compute.Host host, Instant asOf) {
    return registered(host).filter(at -> !at.isAfter(asOf)).isPresent();
  }

  private static Optional<Instant> registered(Compute.Host host) {
    int seconds = SECONDS_MIN + Math.floorMod(host.id().hashCode(), SECONDS_SPREAD);
    return host.runningSince().map(since -> since.plus(Duration.ofSeconds(seconds)));
  }

  /** A machine that is stopped has lost its connection; one that starts is not there yet. */
  DescribeInstanceInformationResponse describe(
      Request call, DescribeInstanceInformationRequest asked) {
    List<InstanceInformation> found =
        hosts(call.asOf()).stream()
            .filter(host -> host.runningSince().isEmpty() || isOnline(host, call.asOf()))
            .map(host -> information(host, call.asOf()))
            .filter(info -> asked.filters().stream().allMatch(filter -> fits(info, filter)))
            .toList();
    int size = Objects.requireNonNullElse(asked.maxResults(), PAGE_MAX);
    if (size < PAGE_MIN || size > PAGE_MAX) {
      throw new TwinException("ValidationException", "MaxResults " + size + ", from 5 to 50");
    }
    Page<InstanceInformation> page = Page.of(found, Optional.ofNullable(asked.nextToken()), size);
    return DescribeInstanceInformationResponse.builder()
        .instanceInformationList(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private static boolean fits(InstanceInformation info, InstanceInformationStringFilter filter) {
    return switch (filter.key()) {
      case "InstanceIds" -> filter.values().contains(info.instanceId());
      case "PingStatus" -> filter.values().contains(info.pingStatusAsString());
      case "PlatformTypes" -> filter.values().contains(info.platformTypeAsString());
      case "ResourceType" -> filter.values().contains("EC2Instance");
      default ->
          throw new TwinException("InvalidFilterKey", "The filter key " + filter.key() + ".");
    };
  }

  private static InstanceInformation information(Compute.Host host, Instant asOf) {
    boolean online = isOnline(host, asOf);
    return InstanceInformation.builder()
        .instanceId(host.id())
        .pingStatus(online ? "Online" : "ConnectionLost")
        .lastPingDateTime(asOf)
        .agentVersion("3.3.2299.0")
        .isLatestVersion(true)
        .platformType("Linux")
        .platformName("Amazon Linux")
        .platformVersion("2023")
        .resourceType("EC2Instance")
        .ipAddress(host.address())
        .computerName("ip-" + host.address().replace('.', '-'))
        .build();
  }
}
