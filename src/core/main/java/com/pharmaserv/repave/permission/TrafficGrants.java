package com.pharmaserv.repave.permission;

import java.util.List;

/** Moving weights: of the load balancers, only what the fleets' own entries forward. */
final class TrafficGrants {
  private TrafficGrants() {}

  static List<Grant> all() {
    return List.of(
        Grant.of(
            "ShiftTrafficByRules",
            List.of("elasticloadbalancing:ModifyRule"),
            reach -> reach.things().rules(),
            reach -> Conditions.none()),
        Grant.of(
            "ShiftTrafficByListeners",
            List.of("elasticloadbalancing:ModifyListener"),
            reach -> reach.things().listeners(),
            reach -> Conditions.none()));
  }
}
