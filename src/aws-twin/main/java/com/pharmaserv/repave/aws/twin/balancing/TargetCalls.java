package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Machine;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.balancing.Target.Health;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Operations on the targets of a group. */
final class TargetCalls {
  /** ELBv2 API reference, RegisterTargets: instances must be running. */
  Answer register(Request request) {
    Balancing balancing = BalancingService.of(request);
    TargetGroup group = balancing.group(request.params().required("TargetGroupArn"));
    List<Params> targets = request.params().items("Targets");
    for (Params target : targets) {
      String id = target.required("Id");
      boolean running =
          request.region().machines().machine(id).filter(Machine::running).isPresent();
      if (!running) {
        throw new TwinException(
            "InvalidTarget", "The following targets are not in a running state: '" + id + "'");
      }
    }
    targets.forEach(
        target ->
            balancing.register(
                group.arn(), target.required("Id"), target.number("Port").orElse(group.port())));
    return Answer.empty();
  }

  /** ELBv2 API reference, DeregisterTargets: an absent target is no error. */
  Answer deregister(Request request) {
    Balancing balancing = BalancingService.of(request);
    TargetGroup group = balancing.group(request.params().required("TargetGroupArn"));
    request
        .params()
        .items("Targets")
        .forEach(target -> balancing.deregister(group.arn(), target.required("Id")));
    return Answer.empty();
  }

  Answer describeHealth(Request request) {
    Balancing balancing = BalancingService.of(request);
    TargetGroup group = balancing.group(request.params().required("TargetGroupArn"));
    List<Rule> naming = balancing.rulesNaming(group.arn(), request.asOf());
    List<Target> registered = balancing.targetsOf(group.arn(), request.asOf());
    List<String> asked =
        request.params().items("Targets").stream().map(target -> target.required("Id")).toList();
    List<Target> shown = new ArrayList<>(registered);
    shown.removeIf(target -> !asked.isEmpty() && !asked.contains(target.machineId()));
    for (String id : asked) {
      if (registered.stream().noneMatch(target -> target.machineId().equals(id))) {
        shown.add(absent(group, id, request.now()));
      }
    }
    return Answer.xml(
        xml ->
            xml.list(
                "TargetHealthDescriptions",
                shown,
                (item, target) ->
                    write(
                        item,
                        target,
                        target.health() == Health.NOT_REGISTERED
                            ? Health.NOT_REGISTERED
                            : balancing.shown(target, naming))));
  }

  private static Target absent(TargetGroup group, String id, Instant now) {
    return new Target(group.arn(), id, group.port(), Health.NOT_REGISTERED, 0, now, now);
  }

  private static void write(Xml xml, Target target, Health health) {
    xml.node("Target", node -> node.text("Id", target.machineId()).text("Port", target.port()))
        .text("HealthCheckPort", target.port())
        .node(
            "TargetHealth",
            node -> {
              node.text("State", health.state());
              if (!health.reason().isEmpty()) {
                node.text("Reason", health.reason()).text("Description", health.text());
              }
            });
  }
}
