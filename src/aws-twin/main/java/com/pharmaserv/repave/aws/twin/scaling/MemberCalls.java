package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.balancing.Balancing;
import com.pharmaserv.repave.aws.twin.scaling.Member.State;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operations on single machines of a group. */
final class MemberCalls {
  Answer protect(Request request) {
    Scaling scaling = ScalingService.of(request);
    boolean on = request.params().flag("ProtectedFromScaleIn").orElse(false);
    for (Member member : named(scaling, request)) {
      scaling.put(member.shielded(on));
    }
    return Answer.empty();
  }

  Answer setHealth(Request request) {
    Scaling scaling = ScalingService.of(request);
    Member member = scaling.memberOf(request.params().required("InstanceId"));
    if (request.params().required("HealthStatus").equals("Unhealthy")) {
      scaling.put(member.unhealthy());
      scaling.soon(member.group());
    }
    return Answer.empty();
  }

  Answer terminate(Request request) {
    Scaling scaling = ScalingService.of(request);
    Params params = request.params();
    Member member = scaling.memberOf(params.required("InstanceId"));
    Group group = scaling.group(member.group());
    if (params.flag("ShouldDecrementDesiredCapacity").orElse(false)) {
      decrement(scaling, group, 1);
    }
    scaling.reconciler().ender().end(group, member, "an instance was taken out by a user request");
    scaling.soon(group.name());
    return activities(scaling, group.name(), 1);
  }

  private static void decrement(Scaling scaling, Group group, int by) {
    int desired = group.desired() - by;
    if (desired < group.min()) {
      throw new TwinException(
          "ValidationError",
          "Currently, desiredSize equals minSize ("
              + group.min()
              + "). Terminating instance"
              + " without replacement will violate group's min size constraint.");
    }
    scaling.groups().put(group.name(), group.sized(group.min(), group.max(), desired));
  }

  Answer detach(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    List<Member> members = named(scaling, request);
    if (request.params().flag("ShouldDecrementDesiredCapacity").orElse(false)) {
      decrement(scaling, group, members.size());
    }
    for (Member member : members) {
      takeOut(scaling, group, member);
      scaling.forget(member);
      done(scaling, group, "Detaching EC2 instance: " + member.machineId());
    }
    scaling.soon(group.name());
    return activities(scaling, group.name(), members.size());
  }

  Answer enterStandby(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    List<Member> members = named(scaling, request);
    for (Member member : members) {
      if (member.state() != State.IN_SERVICE) {
        throw new TwinException(
            "ValidationError", "The instance " + member.machineId() + " is not in InService state");
      }
    }
    if (request.params().flag("ShouldDecrementDesiredCapacity").orElse(false)) {
      decrement(scaling, group, members.size());
    }
    for (Member member : members) {
      takeOut(scaling, group, member);
      scaling.put(member.in(State.STANDBY));
      done(scaling, group, "Moving EC2 instance to Standby: " + member.machineId());
    }
    scaling.soon(group.name());
    return activities(scaling, group.name(), members.size());
  }

  /** Auto Scaling API reference, ExitStandby: raises the desired capacity again. */
  Answer exitStandby(Request request) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    List<Member> members = named(scaling, request);
    int desired = group.desired() + members.size();
    if (desired > group.max()) {
      throw new TwinException(
          "ValidationError", "The new desired capacity " + desired + " is above the max size");
    }
    scaling.groups().put(group.name(), group.sized(group.min(), group.max(), desired));
    for (Member member : members) {
      done(scaling, group, "Moving EC2 instance out of Standby: " + member.machineId());
      scaling.reconciler().launcher().enterService(member);
    }
    return activities(scaling, group.name(), members.size());
  }

  private static void takeOut(Scaling scaling, Group group, Member member) {
    Balancing balancing = scaling.region().part(Balancing.class);
    group.targetGroups().stream()
        .filter(balancing::hasGroup)
        .forEach(arn -> balancing.deregister(arn, member.machineId()));
  }

  private static void done(Scaling scaling, Group group, String what) {
    String id = scaling.begin(group.name(), what, "At " + scaling.now() + " a user asked for it.");
    scaling.ended(group.name(), id, Activity.SUCCESSFUL, Optional.empty());
  }

  private static List<Member> named(Scaling scaling, Request request) {
    String group = request.params().required("AutoScalingGroupName");
    List<Member> members = new ArrayList<>();
    for (String id : request.params().texts("InstanceIds")) {
      Member member = scaling.memberOf(id);
      if (!member.group().equals(group)) {
        throw new TwinException(
            "ValidationError", "The instance " + id + " is not part of group " + group);
      }
      members.add(member);
    }
    return members;
  }

  private static Answer activities(Scaling scaling, String group, int count) {
    List<Activity> newest = scaling.activitiesOf(group);
    List<Activity> some = newest.subList(0, Math.min(count, newest.size()));
    boolean single = count == 1;
    return Answer.xml(
        xml -> {
          xml.list("Activities", some, DescribeCalls::write);
          if (single && !some.isEmpty()) {
            xml.node("Activity", node -> DescribeCalls.write(node, some.get(0)));
          }
        });
  }
}
