package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CancelCapacityReservationRequest;
import software.amazon.awssdk.services.ec2.model.CancelCapacityReservationResponse;
import software.amazon.awssdk.services.ec2.model.CapacityReservation;
import software.amazon.awssdk.services.ec2.model.CapacityReservationState;
import software.amazon.awssdk.services.ec2.model.CreateCapacityReservationRequest;
import software.amazon.awssdk.services.ec2.model.CreateCapacityReservationResponse;
import software.amazon.awssdk.services.ec2.model.DescribeCapacityReservationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeCapacityReservationsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceMatchCriteria;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** A region's On-Demand Capacity Reservations. */
final class Reservations {
  private static final int PAGE_MIN = 1;
  private static final int PAGE_MAX = 1000;

  private final Compute compute;
  private final TwinRegion region;
  private final Table<CapacityReservation> reservations;

  Reservations(Compute compute) {
    this.compute = compute;
    this.region = compute.region();
    this.reservations = new Table<>(region.clock());
  }

  boolean has(String id) {
    return reservations.has(id);
  }

  /** The reservation that launch parameters target. */
  static Optional<String> target(ResponseLaunchTemplateData data) {
    return Optional.ofNullable(data.capacityReservationSpecification())
        .flatMap(s -> Optional.ofNullable(s.capacityReservationTarget()))
        .flatMap(t -> Optional.ofNullable(t.capacityReservationId()));
  }

  /** Takes one place of a reservation that fits: the targeted one, else any open one. */
  Optional<String> use(String type, String zone, Optional<String> target) {
    Optional<CapacityReservation> fitting =
        reservations.all().stream()
            .filter(r -> r.state() == CapacityReservationState.ACTIVE)
            .filter(r -> r.instanceType().equals(type) && r.availabilityZone().equals(zone))
            .filter(r -> r.availableInstanceCount() > 0)
            .filter(
                r ->
                    target.isPresent()
                        ? target.get().equals(r.capacityReservationId())
                        : r.instanceMatchCriteria() == InstanceMatchCriteria.OPEN)
            .findFirst();
    fitting.ifPresent(r -> add(r, -1));
    return fitting.map(CapacityReservation::capacityReservationId);
  }

  /** A machine has left its place. */
  void release(String id) {
    reservations
        .get(id)
        .filter(r -> r.state() == CapacityReservationState.ACTIVE)
        .ifPresent(r -> add(r, 1));
  }

  private void add(CapacityReservation reservation, int places) {
    int left = reservation.availableInstanceCount() + places;
    reservations.put(
        reservation.capacityReservationId(),
        reservation.toBuilder().availableInstanceCount(left).build());
  }

  Stream<String> active() {
    return reservations.all().stream()
        .filter(r -> r.state() == CapacityReservationState.ACTIVE)
        .map(CapacityReservation::capacityReservationId);
  }

  /** vCPUs that are reserved and not in use; they count as running. */
  int idleVcpus() {
    return reservations.all().stream()
        .filter(r -> r.state() == CapacityReservationState.ACTIVE)
        .mapToInt(r -> r.availableInstanceCount() * compute.types().vcpus(r.instanceType()))
        .sum();
  }

  /** "If the request fails for lack of capacity" it does so at once, without a part of it. */
  CreateCapacityReservationResponse create(Request call, CreateCapacityReservationRequest asked) {
    CapacityReservation made =
        compute
            .tokens()
            .once(
                call,
                asked.clientToken(),
                () -> created(asked),
                CapacityReservation::capacityReservationId,
                reservations::get);
    return CreateCapacityReservationResponse.builder()
        .capacityReservation(tagged(made, call.now()))
        .build();
  }

  private CapacityReservation created(CreateCapacityReservationRequest asked) {
    String type = asked.instanceType();
    String zone = asked.availabilityZone();
    int count = asked.instanceCount();
    if (!compute.network().zones().contains(zone) || count < 1) {
      throw new TwinException(
          "InvalidParameterValue",
          "Availability zone '" + zone + "' and instance count " + count + " are not both valid.");
    }
    if (!compute.types().offered(type, zone)) {
      throw new TwinException(
          "Unsupported", "The instance type " + type + " is not supported in " + zone + ".");
    }
    compute.checkVcpus(type, count);
    if (!region.faults().takeRoom(zone, count)) {
      throw Launches.noRoom(type, zone);
    }
    String id = region.ids().next("cr");
    CapacityReservation made =
        CapacityReservation.builder()
            .capacityReservationId(id)
            .capacityReservationArn(region.arn("ec2", "capacity-reservation/" + id))
            .ownerId(TwinCloud.ACCOUNT)
            .instanceType(type)
            .instancePlatform(asked.instancePlatformAsString())
            .availabilityZone(zone)
            .tenancy(Objects.requireNonNullElse(asked.tenancyAsString(), "default"))
            .totalInstanceCount(count)
            .availableInstanceCount(count)
            .ebsOptimized(Boolean.TRUE.equals(asked.ebsOptimized()))
            .ephemeralStorage(false)
            .endDate(asked.endDate())
            .endDateType(asked.endDate() == null ? "unlimited" : "limited")
            .instanceMatchCriteria(
                Objects.requireNonNullElse(asked.instanceMatchCriteriaAsString(), "open"))
            .createDate(region.clock().now())
            .startDate(region.clock().now())
            .state(CapacityReservationState.ACTIVE)
            .reservationType("default")
            .build();
    reservations.put(id, made);
    compute.tags().put(id, Tags.of(asked.tagSpecifications(), "capacity-reservation"));
    Optional.ofNullable(asked.endDate())
        .ifPresent(end -> region.clock().at(end, () -> end(id, CapacityReservationState.EXPIRED)));
    return made;
  }

  /** Machines inside go on running; the unused room is anybody's again. */
  CancelCapacityReservationResponse cancel(CancelCapacityReservationRequest asked) {
    String id = asked.capacityReservationId();
    if (demand(id, region.clock().now()).state() != CapacityReservationState.ACTIVE) {
      throw new TwinException(
          "InvalidCapacityReservationState", "The Capacity Reservation " + id + " is not active.");
    }
    end(id, CapacityReservationState.CANCELLED);
    return CancelCapacityReservationResponse.builder().returnValue(true).build();
  }

  private void end(String id, CapacityReservationState how) {
    reservations
        .get(id)
        .filter(r -> r.state() == CapacityReservationState.ACTIVE)
        .ifPresent(
            r -> {
              region.faults().giveRoom(r.availabilityZone(), r.availableInstanceCount());
              reservations.put(id, r.toBuilder().state(how).availableInstanceCount(0).build());
            });
  }

  private CapacityReservation demand(String id, Instant asOf) {
    return reservations
        .get(id, asOf)
        .orElseThrow(
            () ->
                new TwinException(
                    "InvalidCapacityReservationId.NotFound",
                    "The Capacity Reservation ID '" + id + "' does not exist."));
  }

  DescribeCapacityReservationsResponse describe(
      Request call, DescribeCapacityReservationsRequest asked) {
    List<CapacityReservation> named =
        asked.capacityReservationIds().isEmpty()
            ? reservations.all(call.asOf())
            : asked.capacityReservationIds().stream().map(id -> demand(id, call.asOf())).toList();
    List<CapacityReservation> found =
        new Filters<>(CapacityReservation::tags)
            .on("instance-type", CapacityReservation::instanceType)
            .on("availability-zone", CapacityReservation::availabilityZone)
            .on("state", CapacityReservation::stateAsString)
            .on("instance-match-criteria", CapacityReservation::instanceMatchCriteriaAsString)
            .apply(named.stream().map(r -> tagged(r, call.asOf())).toList(), asked.filters());
    Page<CapacityReservation> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), PAGE_MIN, PAGE_MAX);
    return DescribeCapacityReservationsResponse.builder()
        .capacityReservations(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private CapacityReservation tagged(CapacityReservation reservation, Instant asOf) {
    return reservation.toBuilder()
        .tags(compute.tags().of(reservation.capacityReservationId(), asOf))
        .build();
  }
}
