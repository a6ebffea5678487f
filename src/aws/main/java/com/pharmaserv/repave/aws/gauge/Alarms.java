package com.pharmaserv.repave.aws.gauge;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Reads CloudWatch alarms, metric and composite ones, by their names. */
final class Alarms {
  /** CloudWatch API reference, DescribeAlarms: at most 100 names a call, 100 alarms an answer. */
  static final int NAMES_MAX = 100;

  /** A call for 100 names answers in one page; a second one would be CloudWatch's own choice. */
  private static final int PAGES_MAX = 5;

  private final Clients clients;

  Alarms(Clients clients) {
    this.clients = clients;
  }

  /** The alarms in the order of their names as given; {@code GONE} names those that are missing. */
  List<Alarm> read(List<String> names) throws ProviderException {
    List<String> asked = List.copyOf(new LinkedHashSet<>(names));
    Map<String, Alarm> found = new HashMap<>();
    for (int from = 0; from < asked.size(); from += NAMES_MAX) {
      fetch(asked.subList(from, Math.min(asked.size(), from + NAMES_MAX)), found);
    }
    List<String> missing = asked.stream().filter(name -> !found.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new ProviderException(
          Failure.Kind.GONE,
          ("there is no alarm '%s' in %s/%s; deploy the infrastructure or correct the"
                  + " environment file")
              .formatted(String.join("', '", missing), clients.account(), clients.region()));
    }
    return asked.stream().map(name -> found.get(name)).toList();
  }

  private void fetch(List<String> names, Map<String, Alarm> found) throws ProviderException {
    Pages.<String>walk(
        "alarms " + names,
        Pages.atMost(
            PAGES_MAX,
            "CloudWatch did not end its answer on %s alarms within %s pages"
                .formatted(names.size(), PAGES_MAX)),
        token -> {
          DescribeAlarmsResponse answer =
              clients
                  .cloudWatch()
                  .describeAlarms(
                      r ->
                          r.alarmNames(names)
                              // Without the types, composite alarms are left out.
                              .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                              .maxRecords(NAMES_MAX)
                              .nextToken(token.orElse(null)));
          answer
              .metricAlarms()
              .forEach(a -> put(found, a.alarmName(), a.stateValue(), a.stateReason()));
          answer
              .compositeAlarms()
              .forEach(a -> put(found, a.alarmName(), a.stateValue(), a.stateReason()));
          return Pages.next(answer.nextToken());
        });
  }

  private static void put(
      Map<String, Alarm> found, String name, StateValue state, @Nullable String reason) {
    found.put(
        name, new Alarm(name, meaning(state), reason == null || reason.isBlank() ? "" : reason));
  }

  private static Alarm.State meaning(StateValue state) {
    return switch (state) {
      case OK -> Alarm.State.QUIET;
      case ALARM -> Alarm.State.FIRING;
      // A state that this version does not know is not a good sign either.
      case INSUFFICIENT_DATA, UNKNOWN_TO_SDK_VERSION -> Alarm.State.UNKNOWN;
    };
  }
}
