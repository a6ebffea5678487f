package com.pharmaserv.repave.infra.network;

import com.pharmaserv.repave.model.Cidr;
import com.pulumi.aws.ec2.inputs.NetworkAclEgressArgs;
import com.pulumi.aws.ec2.inputs.NetworkAclIngressArgs;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network access list lets pass: TCP only. Such lists keep no state, so answers need a lane
 * of their own.
 */
final class Lanes {
  static final Cidr ANYWHERE = Cidr.parse("0.0.0.0/0");

  /** Between two numbers there is room to insert one by hand during an incident. */
  private static final int RULE_STEP = 100;

  /** Where Linux opens connections from (ip-sysctl, ip_local_port_range). */
  private static final int LINUX_FIRST = 32_768;

  private static final int LINUX_LAST = 60_999;

  /** Where load balancers and endpoints open connections from (VPC user guide, ephemeral ports). */
  private static final int ANY_FIRST = 1024;

  private static final int ANY_LAST = 65_535;

  private final List<NetworkAclIngressArgs> ingress = new ArrayList<>();
  private final List<NetworkAclEgressArgs> egress = new ArrayList<>();

  /** Requests from there to a port here, and their answers to any port of the callers. */
  Lanes serve(Cidr callers, int port) {
    in(callers, port, port);
    out(callers, ANY_FIRST, ANY_LAST);
    return this;
  }

  /** Requests from here to a port there, and the answers to ports that Linux calls from. */
  Lanes call(Cidr servers, int port) {
    out(servers, port, port);
    in(servers, LINUX_FIRST, LINUX_LAST);
    return this;
  }

  /** As {@link #call}, for load balancers, which call from any port. */
  Lanes callFromAnyPort(Cidr servers, int port) {
    out(servers, port, port);
    in(servers, ANY_FIRST, ANY_LAST);
    return this;
  }

  private void in(Cidr from, int first, int last) {
    ingress.add(
        NetworkAclIngressArgs.builder()
            .ruleNo(RULE_STEP * (ingress.size() + 1))
            .action("allow")
            .protocol("tcp")
            .cidrBlock(from.toString())
            .fromPort(first)
            .toPort(last)
            .build());
  }

  private void out(Cidr to, int first, int last) {
    egress.add(
        NetworkAclEgressArgs.builder()
            .ruleNo(RULE_STEP * (egress.size() + 1))
            .action("allow")
            .protocol("tcp")
            .cidrBlock(to.toString())
            .fromPort(first)
            .toPort(last)
            .build());
  }

  List<NetworkAclIngressArgs> ingress() {
    return List.copyOf(ingress);
  }

  List<NetworkAclEgressArgs> egress() {
    return List.copyOf(egress);
  }
}
