package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.balancing.TargetGroup.HealthCheck;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Operations on target groups and their attributes. */
final class GroupCalls {
  private static final int DELAY_MAX_SECONDS = 3600;

  /** ELBv2 API reference, CreateTargetGroup: "can have a maximum of 32 characters". */
  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?";

  Answer create(Request request) {
    Balancing balancing = BalancingService.of(request);
    Params params = request.params();
    String name = params.required("Name");
    if (!name.matches(NAME)) {
      throw new TwinException("ValidationError", "Target group name '" + name + "' is not valid");
    }
    TargetGroup wanted =
        new TargetGroup(
            request
                .region()
                .arn(
                    "elasticloadbalancing",
                    "targetgroup/" + name + "/" + request.region().ids().hex(16)),
            name,
            params.text("Protocol").orElse("HTTP"),
            params.number("Port").orElse(80),
            params.required("VpcId"),
            check(params),
            new TreeMap<>(
                Map.of(
                    TargetGroup.DELAY,
                    "300",
                    "stickiness.enabled",
                    "false",
                    "stickiness.type",
                    "lb_cookie",
                    "slow_start.duration_seconds",
                    "0",
                    "load_balancing.algorithm.type",
                    "round_robin")));
    Optional<TargetGroup> known = balancing.groupNamed(name);
    // CreateTargetGroup is idempotent: the same settings give the same group.
    if (known.isPresent()) {
      if (!sameSettings(known.get(), wanted)) {
        throw new TwinException(
            "DuplicateTargetGroupName",
            "A target group with the same name '" + name + "' exists, but with other settings");
      }
      return described(request, List.of(known.get()), Optional.empty());
    }
    balancing.groups().put(wanted.arn(), wanted);
    BalancerCalls.tag(balancing, wanted.arn(), params.items("Tags"));
    return described(request, List.of(wanted), Optional.empty());
  }

  private static boolean sameSettings(TargetGroup one, TargetGroup other) {
    return one.protocol().equals(other.protocol())
        && one.port() == other.port()
        && one.vpcId().equals(other.vpcId())
        && one.check().equals(other.check());
  }

  /** The defaults of ELBv2 API reference, CreateTargetGroup, for HTTP groups. */
  private static HealthCheck check(Params params) {
    int interval = params.number("HealthCheckIntervalSeconds").orElse(30);
    if (interval < 5 || interval > 300) {
      throw new TwinException(
          "ValidationError", "Health check interval '" + interval + "' must be from 5 to 300");
    }
    return new HealthCheck(
        params.text("HealthCheckProtocol").orElse("HTTP"),
        params.text("HealthCheckPort").orElse("traffic-port"),
        params.text("HealthCheckPath").orElse("/"),
        interval,
        params.number("HealthCheckTimeoutSeconds").orElse(5),
        params.number("HealthyThresholdCount").orElse(5),
        params.number("UnhealthyThresholdCount").orElse(2),
        params.text("Matcher.HttpCode").orElse("200"));
  }

  Answer describe(Request request) {
    Balancing balancing = BalancingService.of(request);
    List<String> arns = request.params().texts("TargetGroupArns");
    List<String> names = request.params().texts("Names");
    Optional<String> balancer = request.params().text("LoadBalancerArn");
    List<TargetGroup> found =
        balancing.groups().all(request.asOf()).stream()
            .filter(group -> arns.isEmpty() || arns.contains(group.arn()))
            .filter(group -> names.isEmpty() || names.contains(group.name()))
            .filter(
                group ->
                    balancer.isEmpty()
                        || balancersOf(balancing, group, request).contains(balancer.get()))
            .toList();
    if (balancer.isEmpty() && found.size() < arns.size() + names.size()) {
      throw new TwinException(
          "TargetGroupNotFound", "One or more target groups not found: " + arns + names);
    }
    Page<TargetGroup> page = BalancingService.page(request, found);
    return described(request, page.items(), page.next());
  }

  private static List<String> balancersOf(Balancing balancing, TargetGroup group, Request request) {
    return List.copyOf(
        new TreeSet<>(
            balancing.rulesNaming(group.arn(), request.asOf()).stream()
                .flatMap(rule -> balancing.balancerOf(rule).stream())
                .map(Balancer::arn)
                .toList()));
  }

  private static Answer described(Request request, List<TargetGroup> some, Optional<String> next) {
    Balancing balancing = BalancingService.of(request);
    return Answer.xml(
        xml ->
            xml.list(
                    "TargetGroups",
                    some,
                    (item, group) -> write(item, group, balancersOf(balancing, group, request)))
                .text("NextMarker", next));
  }

  private static void write(Xml xml, TargetGroup group, List<String> balancers) {
    HealthCheck check = group.check();
    xml.text("TargetGroupArn", group.arn())
        .text("TargetGroupName", group.name())
        .text("Protocol", group.protocol())
        .text("Port", group.port())
        .text("VpcId", group.vpcId())
        .text("HealthCheckProtocol", check.protocol())
        .text("HealthCheckPort", check.port())
        .text("HealthCheckEnabled", true)
        .text("HealthCheckIntervalSeconds", check.intervalSeconds())
        .text("HealthCheckTimeoutSeconds", check.timeoutSeconds())
        .text("HealthyThresholdCount", check.healthyThreshold())
        .text("UnhealthyThresholdCount", check.unhealthyThreshold())
        .text("HealthCheckPath", check.path())
        .node("Matcher", matcher -> matcher.text("HttpCode", check.matcher()))
        .texts("LoadBalancerArns", balancers)
        .text("TargetType", "instance")
        .text("ProtocolVersion", "HTTP1")
        .text("IpAddressType", "ipv4");
  }

  Answer delete(Request request) {
    Balancing balancing = BalancingService.of(request);
    String arn = request.params().required("TargetGroupArn");
    if (!balancing.rulesNaming(arn, request.now()).isEmpty()) {
      throw new TwinException(
          "ResourceInUse",
          "Target group '" + arn + "' is currently in use by a listener or a rule");
    }
    balancing.forgetTargets(arn);
    balancing.groups().remove(arn);
    balancing.forgetTags(arn);
    return Answer.empty();
  }

  Answer describeAttributes(Request request) {
    Balancing balancing = BalancingService.of(request);
    String arn = request.params().required("TargetGroupArn");
    TargetGroup group =
        balancing.groups().get(arn, request.asOf()).orElseGet(() -> balancing.group(arn));
    return attributes(group);
  }

  Answer modifyAttributes(Request request) {
    Balancing balancing = BalancingService.of(request);
    TargetGroup group = balancing.group(request.params().required("TargetGroupArn"));
    Map<String, String> changed = new TreeMap<>();
    request
        .params()
        .items("Attributes")
        .forEach(item -> changed.put(item.required("Key"), item.text("Value").orElse("")));
    TargetGroup after = group.with(changed);
    long delay = after.deregistrationDelay().toSeconds();
    if (delay < 0 || delay > DELAY_MAX_SECONDS) {
      throw new TwinException(
          "ValidationError", "Deregistration delay '" + delay + "' must be from 0 to 3600");
    }
    balancing.groups().put(after.arn(), after);
    return attributes(after);
  }

  private static Answer attributes(TargetGroup group) {
    return Answer.xml(
        xml ->
            xml.list(
                "Attributes",
                new TreeMap<>(group.attributes()).entrySet(),
                (item, entry) -> item.text("Key", entry.getKey()).text("Value", entry.getValue())));
  }
}
