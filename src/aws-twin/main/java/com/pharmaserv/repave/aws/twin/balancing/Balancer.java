package com.pharmaserv.repave.aws.twin.balancing;

import java.time.Instant;
import java.util.Map;

/**
 * A load balancer.
 *
 * @param type {@code application} or {@code network}
 * @param subnets by zone: only targets in these zones are used
 */
record Balancer(
    String arn,
    String name,
    String type,
    String scheme,
    String vpcId,
    Map<String, String> subnets,
    Instant createdAt) {
  Balancer {
    subnets = Map.copyOf(subnets);
  }

  /** {@code app/NAME/ID}: CloudWatch's dimension. */
  String dimension() {
    return arn.replaceFirst("^.*:loadbalancer/", "");
  }

  String dnsName(String region) {
    return name + "-" + arn.substring(arn.length() - 8) + "." + region + ".elb.amazonaws.com";
  }
}
