package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.balancing.Balancing;
import com.pharmaserv.repave.aws.twin.scaling.Group.Source;
import com.pharmaserv.repave.aws.twin.scaling.Member.State;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What brings traffic to a group: given at its creation, or attached later. */
final class SourceCalls {
  private static final String TARGET_GROUP = "elbv2";
  private static final String CLASSIC = "elb";

  Answer attachTargetGroups(Request request) {
    return attach(request, request.params().texts("TargetGroupARNs"), List.of());
  }

  Answer attachBalancers(Request request) {
    return attach(request, List.of(), classic(request.params()));
  }

  Answer attachSources(Request request) {
    return attach(request, targetGroups(request.params()), others(request.params()));
  }

  /** User guide, "Attach": machines in service are registered at once, others as they come. */
  private static Answer attach(Request request, List<String> targetGroups, List<Source> sources) {
    Scaling scaling = ScalingService.of(request);
    Group group = scaling.group(request.params().required("AutoScalingGroupName"));
    requireGroups(request, targetGroups);
    Set<String> allGroups = new LinkedHashSet<>(group.targetGroups());
    allGroups.addAll(targetGroups);
    Set<Source> allSources = new LinkedHashSet<>(group.sources());
    allSources.addAll(sources);
    scaling
        .groups()
        .put(group.name(), group.attached(List.copyOf(allGroups), List.copyOf(allSources)));
    Balancing balancing = request.region().part(Balancing.class);
    for (Member member : scaling.membersOf(group.name(), request.now())) {
      if (member.state() == State.IN_SERVICE) {
        targetGroups.forEach(arn -> balancing.register(arn, member.machineId()));
      }
    }
    return Answer.empty();
  }

  static void requireGroups(Request request, List<String> arns) {
    Balancing balancing = request.region().part(Balancing.class);
    for (String arn : arns) {
      if (!balancing.hasGroup(arn)) {
        throw new TwinException(
            "ValidationError",
            "Provided Target Groups may not be valid. Please ensure they exist and try again: "
                + arn);
      }
    }
  }

  /** Target groups, by either of the two names that they have. */
  static List<String> targetGroups(Params params) {
    Set<String> arns = new LinkedHashSet<>(params.texts("TargetGroupARNs"));
    named(params).stream()
        .filter(source -> source.type().equals(TARGET_GROUP))
        .forEach(source -> arns.add(source.identifier()));
    return List.copyOf(arns);
  }

  /** All else. */
  static List<Source> others(Params params) {
    Set<Source> sources = new LinkedHashSet<>(classic(params));
    named(params).stream()
        .filter(source -> !source.type().equals(TARGET_GROUP))
        .forEach(sources::add);
    return List.copyOf(sources);
  }

  private static List<Source> classic(Params params) {
    return params.texts("LoadBalancerNames").stream()
        .map(name -> new Source(name, CLASSIC))
        .toList();
  }

  private static List<Source> named(Params params) {
    return params.items("TrafficSources").stream()
        .map(item -> new Source(item.required("Identifier"), item.text("Type").orElse(CLASSIC)))
        .toList();
  }

  /** As DescribeAutoScalingGroups lists them: target groups and classic balancers twice. */
  static void write(Xml xml, Group group) {
    List<Source> all = new ArrayList<>();
    group.targetGroups().forEach(arn -> all.add(new Source(arn, TARGET_GROUP)));
    all.addAll(group.sources());
    xml.texts(
            "LoadBalancerNames",
            group.sources().stream()
                .filter(source -> source.type().equals(CLASSIC))
                .map(Source::identifier)
                .toList())
        .texts("TargetGroupARNs", group.targetGroups())
        .list(
            "TrafficSources",
            all,
            (item, source) ->
                item.text("Identifier", source.identifier()).text("Type", source.type()));
  }
}
