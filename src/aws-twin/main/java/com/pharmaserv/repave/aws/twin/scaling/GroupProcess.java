package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.Arrays;
import java.util.List;

/** What a group does by itself, as the API names it: "Types of processes" in the user guide. */
enum GroupProcess {
  LAUNCH("Launch"),
  TERMINATE("Terminate"),
  ADD_TO_LOAD_BALANCER("AddToLoadBalancer"),
  ALARM_NOTIFICATION("AlarmNotification"),
  AZ_REBALANCE("AZRebalance"),
  HEALTH_CHECK("HealthCheck"),
  INSTANCE_REFRESH("InstanceRefresh"),
  REPLACE_UNHEALTHY("ReplaceUnhealthy"),
  SCHEDULED_ACTIONS("ScheduledActions");

  private final String text;

  GroupProcess(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The named ones; all if none is named. */
  static List<GroupProcess> named(List<String> names) {
    if (names.isEmpty()) {
      return List.of(values());
    }
    return names.stream()
        .map(
            name ->
                Arrays.stream(values())
                    .filter(process -> process.text.equals(name))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new TwinException(
                                "ValidationError", "Invalid process type '" + name + "'")))
        .toList();
  }
}
