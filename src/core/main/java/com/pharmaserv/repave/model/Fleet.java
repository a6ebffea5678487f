package com.pharmaserv.repave.model;

import java.util.List;
import java.util.Optional;

/**
 * A fleet as its environment file describes it.
 *
 * @param image name of the recipe whose images it runs
 * @param zones where its machines are spread, at least two
 * @param route where its traffic comes from; empty for queue workers
 * @param channel the least that an image must have to roll here, as the environment's file says for
 *     all of its fleets
 */
public record Fleet(
    FleetId id,
    String image,
    Capacity capacity,
    List<String> zones,
    Optional<Route> route,
    Policy policy,
    Channel channel) {
  public Fleet {
    zones = List.copyOf(zones);
  }

  /** A fleet that takes images of any channel. */
  public Fleet(
      FleetId id,
      String image,
      Capacity capacity,
      List<String> zones,
      Optional<Route> route,
      Policy policy) {
    this(id, image, capacity, zones, route, policy, Channel.CANDIDATE);
  }

  /** The same fleet where that channel is asked for. */
  public Fleet asking(Channel least) {
    return new Fleet(id, image, capacity, zones, route, policy, least);
  }

  /**
   * A routed fleet's entry at the load balancer.
   *
   * @param host the host name whose requests belong to this fleet
   * @param probePath what is asked of the candidate through the test route, for example {@code /}
   */
  public record Route(String host, String probePath) {}

  public boolean routed() {
    return route.isPresent();
  }
}
