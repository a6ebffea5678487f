package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.StateReason;

/**
 * A region's machines and their lives. EC2 user guide, "Instance state changes": pending, running,
 * stopping, stopped, shutting-down, terminated. AWS promises no durations; these are usual ones.
 */
final class Servers {
  /** "a terminated instance remains visible ... for a short while", usually about an hour. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** Status checks run every minute; the first results come after the machine has booted. */
  private static final Duration CHECKED = Duration.ofSeconds(90);

  private static final Map<InstanceStateName, Integer> CODES =
      new EnumMap<>(
          Map.of(
              InstanceStateName.PENDING, 0,
              InstanceStateName.RUNNING, 16,
              InstanceStateName.SHUTTING_DOWN, 32,
              InstanceStateName.TERMINATED, 48,
              InstanceStateName.STOPPING, 64,
              InstanceStateName.STOPPED, 80));

  private final Compute compute;
  private final TwinRegion region;
  private final Table<Server> servers;
  private final Set<String> endWhenOff = new HashSet<>();

  Servers(Compute compute) {
    this.compute = compute;
    this.region = compute.region();
    this.servers = new Table<>(region.clock());
  }

  /** What is changed of a machine while it lives. */
  void change(Server server) {
    servers.put(server.id(), server);
  }

  boolean has(String id) {
    return servers.has(id);
  }

  Optional<Server> find(String id) {
    return servers.get(id);
  }

  List<Server> all(Instant asOf) {
    return servers.all(asOf);
  }

  /** Finds a machine now, or refuses. */
  Server demand(String id) {
    return demand(List.of(id), region.clock().now()).get(0);
  }

  /** Finds all of those machines, or refuses. */
  List<Server> demand(List<String> ids, Instant asOf) {
    List<String> missing = new ArrayList<>();
    List<Server> found = new ArrayList<>();
    for (String id : ids) {
      if (!id.matches("i-[0-9a-f]{8,17}")) {
        throw new TwinException("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
      }
      servers.get(id, asOf).ifPresentOrElse(found::add, () -> missing.add(id));
    }
    if (missing.size() == 1) {
      throw new TwinException(
          "InvalidInstanceID.NotFound", "The instance ID '" + missing.get(0) + "' does not exist");
    }
    if (!missing.isEmpty()) {
      throw new TwinException(
          "InvalidInstanceID.NotFound",
          "The instance IDs '" + String.join(", ", missing) + "' do not exist");
    }
    return found;
  }

  /** Begins a machine's life. */
  Server start(Instance instance, String reservationId) {
    Server server = new Server(instance, reservationId, Optional.empty());
    servers.put(server.id(), server);
    if (region.faults().failsLaunch()) {
      region.clock().after(seconds(2, 6), () -> failed(server.id()));
    } else {
      region.clock().after(seconds(5, 20), () -> running(server.id()));
    }
    return server;
  }

  /** EC2 user guide, "Troubleshoot instance launch issues": "Instance terminates immediately". */
  private void failed(String id) {
    end(id, "Server.InternalError", "Server.InternalError: Internal error on launch");
  }

  private void running(String id) {
    servers
        .get(id)
        .filter(server -> server.is(InstanceStateName.PENDING))
        .ifPresent(
            server ->
                servers.put(
                    id,
                    new Server(
                        in(server.instance(), InstanceStateName.RUNNING),
                        server.reservationId(),
                        Optional.of(region.clock().now()))));
  }

  private static Instance in(Instance instance, InstanceStateName state) {
    return instance.toBuilder().state(s -> s.name(state).code(CODES.get(state))).build();
  }

  /** Terminates it; nothing if it is gone or ending. */
  void terminate(String id) {
    end(id, "Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated");
  }

  private void end(String id, String code, String message) {
    Optional<Server> found = servers.get(id).filter(server -> !server.ended());
    if (found.isEmpty()) {
      return;
    }
    Instance ending =
        in(found.get().instance(), InstanceStateName.SHUTTING_DOWN).toBuilder()
            .stateReason(StateReason.builder().code(code).message(message).build())
            .stateTransitionReason("User initiated (" + region.clock().now() + ")")
            .build();
    servers.put(id, new Server(ending, found.get().reservationId(), Optional.empty()));
    Optional.ofNullable(ending.capacityReservationId()).ifPresent(compute.reservations()::release);
    region.clock().after(seconds(5, 30), () -> terminated(id));
  }

  private void terminated(String id) {
    servers
        .get(id)
        .ifPresent(
            server -> {
              Instance was = server.instance();
              compute.network().freeAddress(was.subnetId(), was.privateIpAddress());
              compute.disks().detach(id);
              Instance gone =
                  in(was, InstanceStateName.TERMINATED).toBuilder()
                      .privateIpAddress(null)
                      .privateDnsName("")
                      .subnetId(null)
                      .vpcId(null)
                      .networkInterfaces(List.<InstanceNetworkInterface>of())
                      .blockDeviceMappings(List.of())
                      .build();
              servers.put(id, new Server(gone, server.reservationId(), Optional.empty()));
            });
    region.clock().after(REMEMBERED, () -> forget(id));
  }

  private void forget(String id) {
    servers.remove(id);
    compute.tags().remove(id);
  }

  /** Remembers that the machine ends when it shuts itself down. */
  void endsWhenOff(String id) {
    endWhenOff.add(id);
  }

  /** The machine shuts itself down: RunInstances, InstanceInitiatedShutdownBehavior. */
  void powerOff(String id) {
    if (endWhenOff.contains(id)) {
      end(
          id,
          "Client.InstanceInitiatedShutdown",
          "Client.InstanceInitiatedShutdown: Instance initiated shutdown");
    } else {
      stop(id);
    }
  }

  /** Only a running machine can be stopped; one that is stopping or stopped stays so. */
  void stop(String id) {
    Server server = demand(id);
    if (server.is(InstanceStateName.STOPPING) || server.is(InstanceStateName.STOPPED)) {
      return;
    }
    if (!server.is(InstanceStateName.RUNNING)) {
      throw new TwinException(
          "IncorrectInstanceState",
          "This instance '" + id + "' is not in a state from which it can be stopped.");
    }
    Instance stopping = in(server.instance(), InstanceStateName.STOPPING);
    servers.put(id, new Server(stopping, server.reservationId(), Optional.empty()));
    region.clock().after(seconds(10, 40), () -> stopped(id));
  }

  private void stopped(String id) {
    servers.update(
        id,
        server ->
            server.is(InstanceStateName.STOPPING)
                ? new Server(
                    in(server.instance(), InstanceStateName.STOPPED),
                    server.reservationId(),
                    Optional.empty())
                : server);
  }

  /** Starts a stopped machine, if its zone has room. */
  void restart(String id) {
    Server server = demand(id);
    if (server.counts()) {
      return;
    }
    if (!server.is(InstanceStateName.STOPPED)) {
      throw new TwinException(
          "IncorrectInstanceState",
          "The instance '" + id + "' is not in a state from which it can be started.");
    }
    String zone = server.instance().placement().availabilityZone();
    if (!region.faults().takeRoom(zone)) {
      throw Launches.noRoom(server.instance().instanceTypeAsString(), zone);
    }
    servers.put(
        id,
        new Server(
            in(server.instance(), InstanceStateName.PENDING),
            server.reservationId(),
            Optional.empty()));
    region.clock().after(seconds(5, 20), () -> running(id));
  }

  /** How EC2's status checks see it: ok, impaired, initializing, not-applicable. */
  String status(Server server, Instant at) {
    if (server.runningSince().isEmpty()) {
      return "not-applicable";
    }
    if (server.runningSince().get().plus(CHECKED).isAfter(at)) {
      return "initializing";
    }
    return region.behaviour(server.instance().imageId()).boots() ? "ok" : "impaired";
  }

  private Duration seconds(int min, int max) {
    return Duration.ofSeconds(min + (long) region.random().nextInt(max - min + 1));
  }
}
