package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Sets the desired capacity, suspends and resumes processes. */
final class CapacityCalls {
  /** Auto Scaling API reference, SetDesiredCapacity. */
  Answer setDesired(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    int desired =
        request
            .params()
            .number("DesiredCapacity")
            .orElseThrow(() -> new TwinException("ValidationError", "DesiredCapacity missing"));
    if (desired > group.max()) {
      throw new TwinException(
          "ValidationError",
          "New SetDesiredCapacity value "
              + desired
              + " is above max value "
              + group.max()
              + " for the AutoScalingGroup.");
    }
    if (desired < group.min()) {
      throw new TwinException(
          "ValidationError",
          "New SetDesiredCapacity value "
              + desired
              + " is below min value "
              + group.min()
              + " for the AutoScalingGroup.");
    }
    if (request.params().flag("HonorCooldown").orElse(false) && coolsDown(scaling, group)) {
      throw new TwinException(
          "ScalingActivityInProgress",
          "Scaling activity is in progress for " + group.name() + ": cooldown not fulfilled");
    }
    scaling.groups().put(group.name(), group.sized(group.min(), group.max(), desired));
    scaling.soon(group.name());
    return Answer.empty();
  }

  private static boolean coolsDown(Scaling scaling, Group group) {
    Instant since = scaling.now().minusSeconds(group.settings().cooldownSeconds());
    return scaling.activitiesOf(group.name()).stream()
        .anyMatch(
            activity ->
                activity.open() || activity.endedAt().filter(at -> at.isAfter(since)).isPresent());
  }

  Answer suspend(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    Map<GroupProcess, String> suspended = new TreeMap<>(group.suspended());
    for (GroupProcess process : GroupProcess.named(request.params().texts("ScalingProcesses"))) {
      suspended.putIfAbsent(process, "User suspended at " + request.now());
    }
    scaling.groups().put(group.name(), group.suspending(suspended));
    return Answer.empty();
  }

  Answer resume(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    Map<GroupProcess, String> suspended = new TreeMap<>(group.suspended());
    GroupProcess.named(request.params().texts("ScalingProcesses")).forEach(suspended::remove);
    scaling.groups().put(group.name(), group.suspending(suspended));
    scaling.soon(group.name());
    return Answer.empty();
  }
}
