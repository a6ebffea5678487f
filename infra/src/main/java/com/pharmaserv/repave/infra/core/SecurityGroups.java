package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.vpc.SecurityGroupEgressRule;
import com.pulumi.aws.vpc.SecurityGroupEgressRuleArgs;
import com.pulumi.aws.vpc.SecurityGroupIngressRule;
import com.pulumi.aws.vpc.SecurityGroupIngressRuleArgs;
import com.pulumi.core.Output;

/**
 * Security groups and the ways between them. Each rule is a resource of its own: rules inside and
 * outside of a group would undo each other.
 */
public final class SecurityGroups {
  private static final String TCP = "tcp";

  private SecurityGroups() {}

  /** A group that lets nothing in or out. */
  public static SecurityGroup closed(Part part, String what, Output<String> vpc, String purpose) {
    return new SecurityGroup(
        part.named(what),
        SecurityGroupArgs.builder().vpcId(vpc).description(purpose).build(),
        part.own());
  }

  /** Lets one group speak to another one: opens both ends. */
  public static void connect(
      Part part, String what, SecurityGroup from, SecurityGroup to, int port, String purpose) {
    new SecurityGroupEgressRule(
        part.named(what + "-out"),
        SecurityGroupEgressRuleArgs.builder()
            .securityGroupId(from.id())
            .referencedSecurityGroupId(to.id())
            .ipProtocol(TCP)
            .fromPort(port)
            .toPort(port)
            .description(purpose)
            .build(),
        part.own());
    new SecurityGroupIngressRule(
        part.named(what + "-in"),
        SecurityGroupIngressRuleArgs.builder()
            .securityGroupId(to.id())
            .referencedSecurityGroupId(from.id())
            .ipProtocol(TCP)
            .fromPort(port)
            .toPort(port)
            .description(purpose)
            .build(),
        part.own());
  }

  /** Lets everybody in, over one port: only where requests of customers arrive. */
  public static void open(Part part, String what, SecurityGroup to, int port, String purpose) {
    new SecurityGroupIngressRule(
        part.named(what),
        SecurityGroupIngressRuleArgs.builder()
            .securityGroupId(to.id())
            .cidrIpv4("0.0.0.0/0")
            .ipProtocol(TCP)
            .fromPort(port)
            .toPort(port)
            .description(purpose)
            .build(),
        part.own());
  }

  /** Lets a group reach the addresses of an AWS service, by their prefix list. */
  public static void reach(
      Part part, String what, SecurityGroup from, Output<String> prefixList, String purpose) {
    new SecurityGroupEgressRule(
        part.named(what),
        SecurityGroupEgressRuleArgs.builder()
            .securityGroupId(from.id())
            .prefixListId(prefixList)
            .ipProtocol(TCP)
            .fromPort(443)
            .toPort(443)
            .description(purpose)
            .build(),
        part.own());
  }
}
