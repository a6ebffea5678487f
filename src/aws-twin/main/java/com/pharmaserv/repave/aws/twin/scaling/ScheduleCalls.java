package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Operations on scheduled actions, and their firing. */
final class ScheduleCalls {
  Answer put(Request request) {
    Scaling scaling = ScalingService.of(request);
    Params params = request.params();
    String group = scaling.group(params.required("AutoScalingGroupName")).name();
    String name = params.required("ScheduledActionName");
    Optional<Instant> start = params.instant("StartTime").or(() -> params.instant("Time"));
    if (start.filter(at -> at.isBefore(request.now())).isPresent()) {
      throw new TwinException(
          "ValidationError", "Given start time " + start.get() + " is in the past");
    }
    if (start.isEmpty() && params.text("Recurrence").isEmpty()) {
      throw new TwinException("ValidationError", "A start time or a recurrence is required");
    }
    String id = request.region().ids().uuid();
    Scheduled action =
        new Scheduled(
            group,
            name,
            request
                .region()
                .arn(
                    "autoscaling",
                    "scheduledUpdateGroupAction:"
                        + id
                        + ":autoScalingGroupName/"
                        + group
                        + ":scheduledActionName/"
                        + name),
            start,
            params.instant("EndTime"),
            params.text("Recurrence"),
            params.text("TimeZone"),
            params.number("MinSize"),
            params.number("MaxSize"),
            params.number("DesiredCapacity"),
            id);
    scaling.schedules().put(Scaling.key(group, name), action);
    if (action.recurrence().isEmpty()) {
      start.ifPresent(at -> request.region().clock().at(at, () -> fire(scaling, action)));
    }
    return Answer.empty();
  }

  /** User guide, "Scheduled scaling": one that is due while suspended is skipped, not made up. */
  private static void fire(Scaling scaling, Scheduled action) {
    String key = Scaling.key(action.group(), action.name());
    Optional<Group> group = scaling.groups().get(action.group()).filter(found -> !found.deleting());
    if (group.isEmpty() || !scaling.schedules().get(key).equals(Optional.of(action))) {
      return;
    }
    scaling.schedules().remove(key);
    Group before = group.get();
    if (before.does(GroupProcess.SCHEDULED_ACTIONS)) {
      int min = action.min().orElse(before.min());
      int max = Math.max(min, action.max().orElse(before.max()));
      int desired = Math.min(max, Math.max(min, action.desired().orElse(before.desired())));
      scaling.groups().put(before.name(), before.sized(min, max, desired));
      scaling.soon(before.name());
    }
  }

  Answer describe(Request request) {
    Scaling scaling = ScalingService.of(request);
    Optional<String> group = request.params().text("AutoScalingGroupName");
    List<String> names = request.params().texts("ScheduledActionNames");
    List<Scheduled> found =
        scaling.schedules().all(request.asOf()).stream()
            .filter(action -> group.isEmpty() || group.get().equals(action.group()))
            .filter(action -> names.isEmpty() || names.contains(action.name()))
            .toList();
    Page<Scheduled> page = ScalingService.page(request, found);
    return Answer.xml(
        xml ->
            xml.list("ScheduledUpdateGroupActions", page.items(), ScheduleCalls::write)
                .text("NextToken", page.next()));
  }

  private static void write(Xml xml, Scheduled action) {
    xml.text("AutoScalingGroupName", action.group())
        .text("ScheduledActionName", action.name())
        .text("ScheduledActionARN", action.arn())
        .text("Time", action.start())
        .text("StartTime", action.start())
        .text("EndTime", action.end())
        .text("Recurrence", action.recurrence())
        .text("TimeZone", action.timeZone())
        .text("MinSize", action.min())
        .text("MaxSize", action.max())
        .text("DesiredCapacity", action.desired());
  }

  Answer delete(Request request) {
    Scaling scaling = ScalingService.of(request);
    String key =
        Scaling.key(
            request.params().required("AutoScalingGroupName"),
            request.params().required("ScheduledActionName"));
    if (!scaling.schedules().has(key)) {
      throw new TwinException("ValidationError", "Scheduled action name not found: " + key);
    }
    scaling.schedules().remove(key);
    return Answer.empty();
  }
}
