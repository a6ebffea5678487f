package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.fleet.Tags;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.ec2.model.CapacityReservationInstancePlatform;
import software.amazon.awssdk.services.ec2.model.CreateCapacityReservationRequest;
import software.amazon.awssdk.services.ec2.model.EndDateType;
import software.amazon.awssdk.services.ec2.model.InstanceMatchCriteria;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Asks zones for machines by reserving them for a moment: On-Demand Capacity Reservations answer at
 * once whether there is room, start nothing, and cost as much as the machines for the seconds that
 * they exist.
 */
final class Reservations {
  /**
   * When a reservation ends by itself if this process dies before it gives it back. EC2 takes up to
   * an hour more to do so (EC2 user guide, "On-Demand Capacity Reservations", end date).
   */
  private static final Duration END = Duration.ofMinutes(10);

  private final Site site;

  Reservations(Site site) {
    this.site = site;
  }

  /** A zone's answer: a reservation, or why there is none. */
  private sealed interface Answer {
    /** Held until it is cancelled. */
    record Held(String id) implements Answer {}

    /** EC2's reason. */
    record Refused(String reason) implements Answer {}
  }

  /**
   * Reserves that many machines in every zone at the same time, then gives all of them back.
   *
   * @throws ProviderException if a zone could not be asked; what was reserved is given back then,
   *     too
   */
  List<Line> probe(FleetId fleet, List<HandOver.Subnet> subnets, Kind kind, int share)
      throws ProviderException {
    Instant now = site.time().now();
    Map<String, Answer> answers = new TreeMap<>();
    Map<String, String> kept = new TreeMap<>();
    try {
      for (HandOver.Subnet subnet : subnets) {
        answers.put(subnet.zone(), reserve(fleet, subnet.zone(), kind, share, now));
      }
    } finally {
      for (Map.Entry<String, Answer> answer : answers.entrySet()) {
        if (answer.getValue() instanceof Answer.Held held) {
          release(held.id(), now.plus(END), kept, answer.getKey());
        }
      }
    }
    List<Line> lines = new ArrayList<>();
    answers.forEach((zone, answer) -> lines.add(line(zone, answer, kind, share, kept)));
    return lines;
  }

  private static Line line(
      String zone, Answer answer, Kind kind, int share, Map<String, String> kept) {
    String who = share + " machines of " + kind.type();
    return new Line(
        "machines in " + zone,
        answer instanceof Answer.Refused refused
            ? "does not have " + who + ": " + refused.reason()
            : "has " + who + kept.getOrDefault(zone, ""),
        answer instanceof Answer.Held);
  }

  private Answer reserve(FleetId fleet, String zone, Kind kind, int share, Instant now)
      throws ProviderException {
    CreateCapacityReservationRequest request =
        CreateCapacityReservationRequest.builder()
            .clientToken(token(fleet, zone, share, now))
            .instanceType(kind.type())
            .instancePlatform(CapacityReservationInstancePlatform.LINUX_UNIX)
            .availabilityZone(zone)
            .instanceCount(share)
            // Targeted: no machine that happens to start now may slip into it.
            .instanceMatchCriteria(InstanceMatchCriteria.TARGETED)
            .endDateType(EndDateType.LIMITED)
            .endDate(now.plus(END).truncatedTo(ChronoUnit.SECONDS))
            .tagSpecifications(tags(fleet))
            .build();
    try {
      // As a read, because the token makes a repeated request the same one.
      String id =
          Errors.read(
              "reserve " + share + " machines of " + kind.type() + " in " + zone,
              () ->
                  site.clients()
                      .ec2()
                      .createCapacityReservation(request)
                      .capacityReservation()
                      .capacityReservationId());
      return new Answer.Held(id);
    } catch (ProviderException e) {
      if (e.failure().kind() != Failure.Kind.CAPACITY) {
        throw e;
      }
      return new Answer.Refused(e.failure().message());
    }
  }

  /** Gives one back; a failure is told in the zone's line and keeps no other from going back. */
  private void release(String id, Instant end, Map<String, String> kept, String zone) {
    try {
      Errors.read(
          "give back capacity reservation " + id,
          () -> site.clients().ec2().cancelCapacityReservation(r -> r.capacityReservationId(id)));
    } catch (ProviderException e) {
      kept.put(zone, "; " + e.failure().message() + "; it ends by itself after " + end);
    }
  }

  private static TagSpecification tags(FleetId fleet) {
    return TagSpecification.builder()
        .resourceType(ResourceType.CAPACITY_RESERVATION)
        .tags(
            tag(Tags.MANAGED_BY, Tags.ROLLOUT_TOOL),
            tag(Tags.ENVIRONMENT, fleet.environment().name()),
            tag(Tags.FLEET, fleet.name()))
        .build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** The same for a repeated request of this probe, another for the next probe. */
  private static String token(FleetId fleet, String zone, int share, Instant now) {
    String probe = fleet + " " + zone + " " + share + " " + now;
    return UUID.nameUUIDFromBytes(probe.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
