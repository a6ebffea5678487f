package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.watch.Alarms;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Operations on scaling policies. */
final class PolicyCalls {
  Answer put(Request request) {
    Scaling scaling = ScalingService.of(request);
    Params params = request.params();
    String group = scaling.group(params.required("AutoScalingGroupName")).name();
    String name = params.required("PolicyName");
    Optional<Policy> known = scaling.policies().get(Scaling.key(group, name));
    Map<String, String> given = new TreeMap<>(params.all());
    given.keySet().removeAll(List.of("Action", "Version"));
    Policy policy =
        new Policy(
            group,
            name,
            known.map(Policy::arn).orElseGet(() -> arn(request, group, name)),
            known.map(Policy::alarms).orElseGet(() -> alarms(request, group)),
            Params.of(given));
    scaling.policies().put(Scaling.key(group, name), policy);
    Alarms alarms = request.region().part(Alarms.class);
    return Answer.xml(
        xml -> {
          xml.text("PolicyARN", policy.arn());
          writeAlarms(xml, policy, alarms);
        });
  }

  private static String arn(Request request, String group, String name) {
    return request
        .region()
        .arn(
            "autoscaling",
            "scalingPolicy:"
                + request.region().ids().uuid()
                + ":autoScalingGroupName/"
                + group
                + ":policyName/"
                + name);
  }

  /** User guide, "Target tracking scaling policies": two alarms per policy, made by AWS. */
  private static List<String> alarms(Request request, String group) {
    List<String> names = new ArrayList<>();
    if (request.params().text("PolicyType").orElse("").equals("TargetTrackingScaling")) {
      for (String side : List.of("AlarmHigh", "AlarmLow")) {
        names.add("TargetTracking-" + group + "-" + side + "-" + request.region().ids().uuid());
      }
      names.forEach(request.region().part(Alarms.class)::add);
    }
    return names;
  }

  private static void writeAlarms(Xml xml, Policy policy, Alarms alarms) {
    xml.list(
        "Alarms",
        policy.alarms(),
        (item, name) -> item.text("AlarmName", name).text("AlarmARN", alarms.arn(name)));
  }

  Answer describe(Request request) {
    Scaling scaling = ScalingService.of(request);
    Optional<String> group = request.params().text("AutoScalingGroupName");
    List<String> names = request.params().texts("PolicyNames");
    List<String> types = request.params().texts("PolicyTypes");
    List<Policy> found =
        scaling.policies().all(request.asOf()).stream()
            .filter(policy -> group.isEmpty() || group.get().equals(policy.group()))
            .filter(policy -> names.isEmpty() || names.contains(policy.name()))
            .filter(
                policy ->
                    types.isEmpty() || types.contains(policy.given().text("PolicyType").orElse("")))
            .toList();
    Page<Policy> page = ScalingService.page(request, found);
    Alarms alarms = request.region().part(Alarms.class);
    return Answer.xml(
        xml ->
            xml.list(
                    "ScalingPolicies",
                    page.items(),
                    (item, policy) -> {
                      item.fields(policy.given()).text("PolicyARN", policy.arn());
                      if (policy.given().text("Enabled").isEmpty()) {
                        item.text("Enabled", true);
                      }
                      writeAlarms(item, policy, alarms);
                    })
                .text("NextToken", page.next()));
  }

  Answer delete(Request request) {
    Scaling scaling = ScalingService.of(request);
    String name = request.params().required("PolicyName");
    Optional<String> group = request.params().text("AutoScalingGroupName");
    Policy policy =
        scaling.policies().all().stream()
            .filter(one -> one.name().equals(name) || one.arn().equals(name))
            .filter(one -> group.isEmpty() || group.get().equals(one.group()))
            .findFirst()
            .orElseThrow(
                () -> new TwinException("ValidationError", "PolicyName not found: " + name));
    scaling.removePolicy(policy);
    return Answer.empty();
  }
}
