package com.pharmaserv.repave.aws.twin.balancing;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A target group.
 *
 * @param vpcId of its targets
 * @param attributes with their defaults filled in
 */
record TargetGroup(
    String arn,
    String name,
    String protocol,
    int port,
    String vpcId,
    HealthCheck check,
    Map<String, String> attributes) {
  static final String DELAY = "deregistration_delay.timeout_seconds";

  TargetGroup {
    attributes = Map.copyOf(attributes);
  }

  /** How targets are checked. */
  record HealthCheck(
      String protocol,
      String port,
      String path,
      int intervalSeconds,
      int timeoutSeconds,
      int healthyThreshold,
      int unhealthyThreshold,
      String matcher) {}

  /** {@code targetgroup/NAME/ID}: CloudWatch's dimension. */
  String dimension() {
    return arn.replaceFirst("^.*:targetgroup/", "targetgroup/");
  }

  /** ELBv2 API reference, TargetGroupAttribute: 0-3600 seconds, 300 unless set. */
  Duration deregistrationDelay() {
    return Duration.ofSeconds(Long.parseLong(attributes.getOrDefault(DELAY, "300")));
  }

  boolean sticky() {
    return attributes.getOrDefault("stickiness.enabled", "false").equals("true");
  }

  TargetGroup with(Map<String, String> changed) {
    Map<String, String> all = new TreeMap<>(attributes);
    all.putAll(changed);
    return new TargetGroup(arn, name, protocol, port, vpcId, check, all);
  }

  TargetGroup with(HealthCheck changed) {
    return new TargetGroup(arn, name, protocol, port, vpcId, changed, attributes);
  }
}
