package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is put on a group after its birth: metrics collection, notifications, a warm pool. Kept and
 * answered; no metric appears, nobody is notified, and the pool stays empty.
 */
final class ExtraCalls {
  private static final String METRICS = "EnabledMetrics";

  /** Auto Scaling API reference, EnableMetricsCollection. */
  private static final List<String> ALL_METRICS =
      List.of(
          "GroupDesiredCapacity",
          "GroupInServiceInstances",
          "GroupMaxSize",
          "GroupMinSize",
          "GroupPendingInstances",
          "GroupStandbyInstances",
          "GroupTerminatingInstances",
          "GroupTotalInstances");

  /** Who is told of what. */
  record Notification(String group, String topic, Set<String> types) {
    Notification {
      types = Set.copyOf(types);
    }
  }

  /** "If you specify Granularity and don't specify any metrics, all metrics are enabled." */
  Answer enableMetrics(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    String granularity = request.params().required("Granularity");
    if (!granularity.equals("1Minute")) {
      throw new TwinException("ValidationError", "The only valid granularity is 1Minute");
    }
    List<String> asked = request.params().texts("Metrics");
    Set<String> metrics = new TreeSet<>(asked.isEmpty() ? ALL_METRICS : asked);
    Params.of(group.settings().other()).items(METRICS).stream()
        .map(item -> item.required("Metric"))
        .forEach(metrics::add);
    Map<String, String> fields = new TreeMap<>();
    for (String metric : metrics) {
      String member = "member." + (fields.size() / 2 + 1);
      fields.put(member + ".Metric", metric);
      fields.put(member + ".Granularity", granularity);
    }
    scaling.groups().put(group.name(), group.keeping(METRICS, fields));
    return Answer.empty();
  }

  /** Auto Scaling API reference, PutNotificationConfiguration: overwrites that of the topic. */
  Answer putNotification(Request request) {
    Scaling scaling = ScalingService.of(request);
    String group = scaling.group(request.params().required("AutoScalingGroupName")).name();
    String topic = request.params().required("TopicARN");
    Set<String> types = new TreeSet<>(request.params().texts("NotificationTypes"));
    scaling.notifications().put(Scaling.key(group, topic), new Notification(group, topic, types));
    return Answer.empty();
  }

  Answer describeNotifications(Request request) {
    List<String> names = request.params().texts("AutoScalingGroupNames");
    record Line(String group, String topic, String type) {}
    List<Line> lines =
        ScalingService.of(request).notifications().all(request.asOf()).stream()
            .filter(one -> names.isEmpty() || names.contains(one.group()))
            .flatMap(
                one ->
                    new TreeSet<>(one.types())
                        .stream().map(type -> new Line(one.group(), one.topic(), type)))
            .toList();
    Page<Line> page = ScalingService.page(request, lines);
    return Answer.xml(
        xml ->
            xml.list(
                    "NotificationConfigurations",
                    page.items(),
                    (item, line) ->
                        item.text("AutoScalingGroupName", line.group())
                            .text("TopicARN", line.topic())
                            .text("NotificationType", line.type()))
                .text("NextToken", page.next()));
  }

  Answer putWarmPool(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    Map<String, String> fields = new TreeMap<>();
    fields.put("MinSize", request.params().text("MinSize").orElse("0"));
    fields.put("PoolState", request.params().text("PoolState").orElse("Stopped"));
    scaling.groups().put(group.name(), group.keeping("WarmPoolConfiguration", fields));
    return Answer.empty();
  }
}
