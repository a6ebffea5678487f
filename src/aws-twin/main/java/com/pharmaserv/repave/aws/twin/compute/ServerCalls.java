package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.typed.Pojos;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** The calls on machines; EC2 API reference, RunInstances and its neighbours. */
final class ServerCalls {
  private static final int PAGE_MIN = 5;
  private static final int PAGE_MAX = 1000;

  private final Compute compute;
  private final Servers servers;

  ServerCalls(Compute compute) {
    this.compute = compute;
    this.servers = compute.servers();
  }

  RunInstancesResponse run(Request call, RunInstancesRequest asked) {
    String reservation =
        compute
            .tokens()
            .once(
                call,
                asked.clientToken(),
                () -> launched(call, asked),
                id -> id,
                id -> Optional.of(living(id, call.now())));
    return Pojos.copy(
            reservation(reservation, in(reservation, call.now()), call.now()),
            RunInstancesResponse.builder())
        .build();
  }

  /**
   * A token is remembered "for at least 24 hours after the termination of the instance", longer
   * than the instance itself, and answers its own error then. EC2 API reference, "Error codes".
   */
  private String living(String reservationId, Instant now) {
    boolean ended =
        in(reservationId, now).stream().allMatch(server -> server.is(InstanceStateName.TERMINATED));
    if (ended) {
      throw new TwinException(
          "IdempotentInstanceTerminated",
          "The request to launch an instance uses the same client token as a previous request for"
              + " which the instance has been terminated.");
    }
    return reservationId;
  }

  private List<Server> in(String reservationId, Instant asOf) {
    return servers.all(asOf).stream()
        .filter(server -> server.reservationId().equals(reservationId))
        .toList();
  }

  private String launched(Request call, RunInstancesRequest asked) {
    int min = Objects.requireNonNullElse(asked.minCount(), 0);
    int max = Objects.requireNonNullElse(asked.maxCount(), 0);
    if (min < 1 || max < min) {
      throw new TwinException(
          "InvalidParameterValue",
          "MinCount " + min + " and MaxCount " + max + ": at least 1, and not above each other");
    }
    Tags.only(
        asked.tagSpecifications(),
        List.of("instance", "volume", "network-interface", "spot-instances-request"));
    Map<String, String> checked = Tags.of(asked.tagSpecifications(), "instance");
    Optional<LaunchTemplateVersion> template = template(asked.launchTemplate(), call.now());
    // "Any parameters that you specify in RunInstances override the same parameters in the launch
    // template."
    ResponseLaunchTemplateData data =
        Pojos.copy(
                asked,
                template
                    .map(version -> version.launchTemplateData().toBuilder())
                    .orElseGet(ResponseLaunchTemplateData::builder))
            .build();
    Map<String, String> tags =
        new HashMap<>(
            Launches.tagsOf(
                data,
                template
                    .map(v -> new Templates.Use(v.launchTemplateId(), v.versionNumber()))
                    .orElse(null)));
    tags.putAll(checked);
    Launches.Spec spec =
        new Launches.Spec(
            data, subnet(asked, data), tags, Optional.ofNullable(asked.clientToken()));
    return compute.launches().launch(spec, min, max).get(0).reservationId();
  }

  private Optional<LaunchTemplateVersion> template(
      @Nullable LaunchTemplateSpecification asked, Instant now) {
    if (asked == null) {
      return Optional.empty();
    }
    Templates.Row row =
        compute.templates().demand(asked.launchTemplateId(), asked.launchTemplateName(), now);
    String version = Objects.requireNonNullElse(asked.version(), "$Default");
    return Optional.of(Templates.demand(row, version));
  }

  /** The subnet that was asked for, else one of the default VPC. */
  private String subnet(RunInstancesRequest asked, ResponseLaunchTemplateData data) {
    List<String> subnets = new ArrayList<>();
    data.networkInterfaces().stream()
        .flatMap(network -> Optional.ofNullable(network.subnetId()).stream())
        .forEach(subnets::add);
    if (asked.subnetId() != null) {
      if (!data.networkInterfaces().isEmpty()) {
        throw new TwinException(
            "InvalidParameterCombination",
            "Network interfaces and an instance-level subnet ID may not be specified on the same"
                + " request");
      }
      subnets.add(asked.subnetId());
    }
    Optional<String> zone =
        Optional.ofNullable(data.placement()).map(place -> place.availabilityZone());
    compute.network().subnets().stream()
        .filter(
            id -> zone.isEmpty() || zone.equals(compute.machines().subnet(id).map(s -> s.zone())))
        .forEach(subnets::add);
    return subnets.stream()
        .findFirst()
        .orElseThrow(
            () -> new TwinException("MissingInput", "No subnets found for the default VPC."));
  }

  DescribeInstancesResponse describe(Request call, DescribeInstancesRequest asked) {
    if (!asked.instanceIds().isEmpty() && asked.maxResults() != null) {
      throw new TwinException(
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults");
    }
    Instant asOf = call.asOf();
    List<Server> named =
        asked.instanceIds().isEmpty()
            ? servers.all(asOf)
            : servers.demand(asked.instanceIds(), asOf);
    List<Server> found = filters(asOf).apply(named, asked.filters());
    Page<Server> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), PAGE_MIN, PAGE_MAX);
    Map<String, List<Server>> byReservation = new LinkedHashMap<>();
    for (Server server : page.items()) {
      byReservation.computeIfAbsent(server.reservationId(), id -> new ArrayList<>()).add(server);
    }
    List<Reservation> reservations = new ArrayList<>();
    byReservation.forEach((id, of) -> reservations.add(reservation(id, of, asOf)));
    return DescribeInstancesResponse.builder()
        .reservations(reservations)
        .nextToken(page.next().orElse(null))
        .build();
  }

  private Reservation reservation(String id, List<Server> of, Instant asOf) {
    return Reservation.builder()
        .reservationId(id)
        .ownerId(TwinCloud.ACCOUNT)
        .instances(
            of.stream()
                .map(Server::instance)
                .map(i -> i.toBuilder().tags(compute.tags().of(i.instanceId(), asOf)).build())
                .toList())
        .build();
  }

  private Filters<Server> filters(Instant asOf) {
    Filters<Server> filters =
        new Filters<Server>(server -> compute.tags().of(server.id(), asOf))
            .on("instance-id", Server::id)
            .on("reservation-id", Server::reservationId)
            .on("owner-id", server -> TwinCloud.ACCOUNT);
    Map<String, Function<Instance, @Nullable Object>> fields = new HashMap<>();
    fields.put("instance-state-name", i -> i.state().nameAsString());
    fields.put("instance-state-code", i -> i.state().code());
    fields.put("image-id", Instance::imageId);
    fields.put("instance-type", Instance::instanceTypeAsString);
    fields.put("architecture", Instance::architectureAsString);
    fields.put("subnet-id", Instance::subnetId);
    fields.put("vpc-id", Instance::vpcId);
    fields.put("client-token", Instance::clientToken);
    fields.put("launch-time", Instance::launchTime);
    fields.put("private-ip-address", Instance::privateIpAddress);
    fields.put("availability-zone", i -> i.placement().availabilityZone());
    fields.put("capacity-reservation-id", Instance::capacityReservationId);
    fields.put("metadata-options.http-tokens", i -> i.metadataOptions().httpTokensAsString());
    fields.put(
        "iam-instance-profile.arn",
        i -> i.iamInstanceProfile() == null ? null : i.iamInstanceProfile().arn());
    fields.forEach((name, field) -> filters.on(name, server -> field.apply(server.instance())));
    return filters.onAll(
        "instance.group-id",
        server ->
            server.instance().securityGroups().stream().map(GroupIdentifier::groupId).toList());
  }

  /** Only running machines, unless all are asked for. */
  DescribeInstanceStatusResponse status(Request call, DescribeInstanceStatusRequest asked) {
    Instant asOf = call.asOf();
    List<Server> named =
        asked.instanceIds().isEmpty()
            ? servers.all(asOf)
            : servers.demand(asked.instanceIds(), asOf);
    List<InstanceStatus> all =
        named.stream()
            .filter(
                server ->
                    Boolean.TRUE.equals(asked.includeAllInstances())
                        || server.is(InstanceStateName.RUNNING))
            .map(server -> status(server, asOf))
            .toList();
    List<InstanceStatus> found =
        new Filters<InstanceStatus>(status -> List.of())
            .on("instance-state-name", status -> status.instanceState().nameAsString())
            .on("instance-status.status", status -> status.instanceStatus().statusAsString())
            .on("system-status.status", status -> status.systemStatus().statusAsString())
            .on("availability-zone", InstanceStatus::availabilityZone)
            .apply(all, asked.filters());
    Page<InstanceStatus> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), PAGE_MIN, PAGE_MAX);
    return DescribeInstanceStatusResponse.builder()
        .instanceStatuses(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private InstanceStatus status(Server server, Instant at) {
    String status = servers.status(server, at);
    return InstanceStatus.builder()
        .instanceId(server.id())
        .availabilityZone(server.instance().placement().availabilityZone())
        .instanceState(server.instance().state())
        .instanceStatus(s -> s.status(status))
        .systemStatus(s -> s.status(status.equals("impaired") ? "ok" : status))
        .build();
  }

  /** All of them or, if one id is wrong, none. */
  TerminateInstancesResponse terminate(Request call, TerminateInstancesRequest asked) {
    return TerminateInstancesResponse.builder()
        .terminatingInstances(changed(call, asked.instanceIds(), servers::terminate))
        .build();
  }

  StopInstancesResponse stop(Request call, StopInstancesRequest asked) {
    return StopInstancesResponse.builder()
        .stoppingInstances(changed(call, asked.instanceIds(), servers::stop))
        .build();
  }

  StartInstancesResponse start(Request call, StartInstancesRequest asked) {
    return StartInstancesResponse.builder()
        .startingInstances(changed(call, asked.instanceIds(), servers::restart))
        .build();
  }

  private List<InstanceStateChange> changed(
      Request call, List<String> ids, Consumer<String> change) {
    Map<String, InstanceState> before = new LinkedHashMap<>();
    servers
        .demand(ids, call.now())
        .forEach(server -> before.put(server.id(), server.instance().state()));
    List<InstanceStateChange> changes = new ArrayList<>();
    before.forEach(
        (id, state) -> {
          change.accept(id);
          changes.add(
              InstanceStateChange.builder()
                  .instanceId(id)
                  .previousState(state)
                  .currentState(servers.demand(id).instance().state())
                  .build());
        });
    return changes;
  }
}
