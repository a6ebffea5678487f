package com.pharmaserv.repave.aws.twin.watch;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Operations on alarms. */
final class AlarmCalls {
  /** CloudWatch API reference, PutMetricAlarm: a new alarm shows INSUFFICIENT_DATA. */
  Answer put(Request request) {
    Alarms alarms = of(request);
    String name = request.params().required("AlarmName");
    Map<String, String> given = new TreeMap<>(request.params().all());
    given.keySet().removeIf(key -> key.matches("Action|Version|Tags\\..*"));
    Optional<Alarm> known = alarms.table().get(name);
    alarms.put(name, Params.of(given), known.map(Alarm::state).orElse("INSUFFICIENT_DATA"));
    return Answer.empty();
  }

  Answer setState(Request request) {
    Alarms alarms = of(request);
    Params params = request.params();
    String name = params.required("AlarmName");
    String state = params.required("StateValue");
    if (!List.of("OK", "ALARM", "INSUFFICIENT_DATA").contains(state)) {
      throw new TwinException("ValidationError", "State value '" + state + "' is not valid");
    }
    if (!alarms.table().has(name)) {
      throw new TwinException("ResourceNotFound", "Alarm '" + name + "' not found", 404);
    }
    alarms
        .table()
        .update(
            name,
            alarm -> alarm.turned(state, params.text("StateReason").orElse(""), request.now()));
    return Answer.empty();
  }

  Answer delete(Request request) {
    request.params().texts("AlarmNames").forEach(of(request)::remove);
    return Answer.empty();
  }

  /** CloudWatch API reference, DescribeAlarms: names that do not exist are left out in silence. */
  Answer describe(Request request) {
    Alarms alarms = of(request);
    Params params = request.params();
    List<String> names = params.texts("AlarmNames");
    if (names.size() > 100) {
      throw new TwinException("ValidationError", names.size() + " alarm names, at most 100");
    }
    String prefix = params.text("AlarmNamePrefix").orElse("");
    Optional<String> state = params.text("StateValue");
    // "If you omit this parameter, only metric alarms are returned."
    List<String> types =
        params.has("AlarmTypes") ? params.texts("AlarmTypes") : List.of("MetricAlarm");
    List<Alarm> found =
        alarms.table().all(request.asOf()).stream()
            .filter(alarm -> names.isEmpty() || names.contains(alarm.name()))
            .filter(alarm -> alarm.name().startsWith(prefix))
            .filter(a -> types.contains(a.composite() ? "CompositeAlarm" : "MetricAlarm"))
            .filter(alarm -> state.isEmpty() || state.get().equals(alarm.state()))
            .toList();
    int size = Page.size(params.number("MaxRecords"), 50, 1, 100);
    Page<Alarm> page = Page.of(found, params.text("NextToken"), size);
    return Answer.xml(
        xml ->
            xml.list("MetricAlarms", some(page, false), (item, a) -> write(item, a, alarms))
                .list("CompositeAlarms", some(page, true), (item, a) -> write(item, a, alarms))
                .text("NextToken", page.next()));
  }

  private static List<Alarm> some(Page<Alarm> page, boolean composite) {
    return page.items().stream().filter(alarm -> alarm.composite() == composite).toList();
  }

  private static void write(Xml xml, Alarm alarm, Alarms alarms) {
    xml.fields(alarm.given());
    if (alarm.given().text("ActionsEnabled").isEmpty()) {
      xml.text("ActionsEnabled", true);
    }
    xml.instant("AlarmConfigurationUpdatedTimestamp", alarm.putAt())
        .text("AlarmArn", alarms.arnOf(alarm))
        .text("StateValue", alarm.state())
        .text("StateReason", alarm.reason())
        .instant("StateUpdatedTimestamp", alarm.since());
  }

  private static Alarms of(Request request) {
    return request.region().part(Alarms.class);
  }
}
