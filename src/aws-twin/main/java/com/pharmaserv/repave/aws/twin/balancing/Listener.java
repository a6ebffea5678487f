package com.pharmaserv.repave.aws.twin.balancing;

import java.util.List;
import java.util.Optional;

/**
 * A port of a load balancer. Its default actions are those of its default rule.
 *
 * @param defaultRule the ARN of that rule
 */
record Listener(
    String arn,
    String balancerArn,
    int port,
    String protocol,
    List<String> certificates,
    Optional<String> sslPolicy,
    String defaultRule) {
  Listener {
    certificates = List.copyOf(certificates);
  }
}
