package com.pharmaserv.repave.infra.diagram;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Who may speak to whom, by the rules of the security groups. */
final class Flows {
  static final String INTERNET = "internet";
  static final String BALANCER = "balancer";
  static final String DATABASE = "database";
  static final String ENDPOINTS = "endpoints";
  static final String GATEWAYS = "gateways";
  static final String BUILDERS = "builders";

  private static final String GROUP = "ec2/securityGroup:SecurityGroup";
  private static final String IN = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  private static final String OUT = "vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  private static final String OWN = "securityGroupId";
  private static final String OTHER = "referencedSecurityGroupId";

  private final Inventory stack;

  /** What stands behind a security group, by the group's URN. */
  private final Map<String, String> behind = new HashMap<>();

  private Flows(Inventory stack) {
    this.stack = stack;
    name("lb/loadBalancer:LoadBalancer", "securityGroups", BALANCER);
    name("rds/cluster:Cluster", "vpcSecurityGroupIds", DATABASE);
    name("ec2/vpcEndpoint:VpcEndpoint", "securityGroupIds", ENDPOINTS);
    for (ResourceView skeleton : stack.of("ec2/launchTemplate:LaunchTemplate")) {
      stack
          .used(skeleton, "vpcSecurityGroupIds", GROUP)
          .forEach(group -> behind.put(group.urn(), fleet(Inventory.tag(skeleton, "fleet"))));
    }
    for (ResourceView group : stack.of(GROUP)) {
      if (part(stack, group).equals("BakePlace")) {
        behind.put(group.urn(), BUILDERS);
      }
    }
  }

  /** A way that is open, over TCP. */
  record Flow(String from, String to, int port) {}

  static String fleet(String name) {
    return "fleet " + name;
  }

  /** The open ways, sorted: those between two groups are open at both ends. */
  static List<Flow> of(Inventory stack) {
    Flows flows = new Flows(stack);
    TreeSet<Flow> open =
        new TreeSet<>(
            Comparator.comparing(Flow::from).thenComparing(Flow::to).thenComparing(Flow::port));
    for (ResourceView rule : stack.of(OUT)) {
      flows.out(rule).ifPresent(open::add);
    }
    for (ResourceView rule : stack.of(IN)) {
      if (rule.text("cidrIpv4").equals("0.0.0.0/0")) {
        flows.at(rule, OWN).ifPresent(to -> open.add(new Flow(INTERNET, to, port(rule))));
      }
    }
    return new ArrayList<>(open);
  }

  /** The part of the program that made a resource, such as {@code BakePlace}. */
  static String part(Inventory stack, ResourceView view) {
    return stack.find(view.parent()).map(ResourceView::kind).orElse("");
  }

  /** How many rules a group has. */
  static int rules(Inventory stack, ResourceView group) {
    return stack.users(group, IN, OWN).size() + stack.users(group, OUT, OWN).size();
  }

  private void name(String type, String input, String name) {
    for (ResourceView view : stack.of(type)) {
      stack.used(view, input, GROUP).forEach(group -> behind.put(group.urn(), name));
    }
  }

  private Optional<Flow> out(ResourceView rule) {
    Optional<String> from = at(rule, OWN);
    if (!stack.used(rule, "prefixListId", "ec2/vpcEndpoint:VpcEndpoint").isEmpty()) {
      return from.map(name -> new Flow(name, GATEWAYS, port(rule)));
    }
    Optional<String> to = at(rule, OTHER);
    boolean bothEnds =
        stack.of(IN).stream()
            .anyMatch(
                in ->
                    port(in) == port(rule) && at(in, OWN).equals(to) && at(in, OTHER).equals(from));
    return from.filter(name -> bothEnds && to.isPresent())
        .map(name -> new Flow(name, to.orElseThrow(), port(rule)));
  }

  private Optional<String> at(ResourceView rule, String input) {
    return stack.used(rule, input, GROUP).stream()
        .findFirst()
        .map(group -> behind.getOrDefault(group.urn(), group.name()));
  }

  private static int port(ResourceView rule) {
    return (int) rule.number("fromPort");
  }
}
