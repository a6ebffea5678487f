package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S2;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S8;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Who reaches whom. */
final class ReachRules {
  private static final String VPC = "ec2/vpc:Vpc";
  private static final String SUBNET = "ec2/subnet:Subnet";
  private static final String GROUP = "ec2/securityGroup:SecurityGroup";
  private static final String INGRESS = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  private static final String EGRESS = "vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  private static final String ANYWHERE = "0.0.0.0/0";
  private static final int HTTPS = 443;

  /** Shells, remote desktops, databases. */
  private static final List<Integer> FORBIDDEN_PORTS = List.of(22, 3389, 3306, 5432);

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "N04",
              "Only the load balancer is open to everybody, and only over HTTPS.",
              List.of(S2, S5),
              "EC2.13 EC2.14 EC2.18 EC2.19 CKV_AWS_24 CKV_AWS_25",
              ReachRules::openGroups),
          Rule.of(
              "N05",
              "Access lists admit no shells, and to databases only the application.",
              List.of(S5, S8),
              "EC2.21 CKV_AWS_352",
              ReachRules::accessLists),
          Rule.of(
              "N06",
              "Only the load balancer's subnets have a route to the internet; nothing"
                  + " translates addresses.",
              List.of(S5, S8),
              "RDS.46 EC2.15",
              ReachRules::routes),
          Rule.of(
              "N08",
              "Public access is blocked for every region, except for the load balancer's"
                  + " subnets.",
              List.of(S5),
              "EC2.172",
              ReachRules::publicAccess),
          Rule.of(
              "N10",
              "Ways between security groups are rules of their own, described, and never"
                  + " out to everywhere.",
              List.of(S5, S8),
              "CKV_AWS_23 CKV_AWS_382",
              ReachRules::groupRules),
          Rule.of(
              "N13",
              "Every security group is for something; none lies about to be put on by mistake.",
              List.of(S5),
              "EC2.22 CKV2_AWS_5",
              ReachRules::idleGroups));

  private ReachRules() {}

  private static void openGroups(Inventory all, Sight sight) {
    Set<String> edge = new HashSet<>();
    for (ResourceView lb : all.of("lb/loadBalancer:LoadBalancer")) {
      edge.addAll(lb.uses().getOrDefault("securityGroups", Set.of()));
    }
    sight.someOf(all.of(INGRESS), "nothing lets anything in");
    for (ResourceView rule : all.of(INGRESS)) {
      boolean open = rule.has("cidrIpv6") || rule.text("cidrIpv4").endsWith("/0");
      boolean onEdge =
          rule.uses().getOrDefault("securityGroupId", Set.of()).stream().anyMatch(edge::contains);
      sight.require(
          rule,
          !open || (onEdge && rule.number("fromPort") == HTTPS && rule.number("toPort") == HTTPS),
          "lets everybody in, and is not HTTPS at the load balancer");
      sight.require(
          rule,
          FORBIDDEN_PORTS.stream()
              .noneMatch(p -> rule.number("fromPort") <= p && rule.number("toPort") >= p),
          "opens a port of shells or databases");
    }
  }

  private static void accessLists(Inventory all, Sight sight) {
    for (ResourceView subnet : all.of(SUBNET)) {
      sight.require(
          subnet,
          !all.users(subnet, "ec2/networkAcl:NetworkAcl", "subnetIds").isEmpty(),
          "has no access list of its own");
    }
    for (ResourceView acl : all.of("ec2/networkAcl:NetworkAcl")) {
      boolean database = Inventory.tag(acl, "tier").equals("database");
      for (Object entry : acl.list("ingress")) {
        Map<?, ?> rule = (Map<?, ?>) entry;
        boolean anywhere = ANYWHERE.equals(rule.get("cidrBlock"));
        sight.require(
            acl,
            !anywhere || (!covers(rule, 22) && !covers(rule, 3389)),
            "admits shells from anywhere");
        sight.require(acl, !database || !anywhere, "admits anybody to databases");
        sight.require(
            acl,
            !database || Objects.equals(rule.get("fromPort"), rule.get("toPort")),
            "admits more than one port to databases");
      }
    }
  }

  private static boolean covers(Map<?, ?> rule, int port) {
    return "-1".equals(rule.get("protocol"))
        || (rule.get("fromPort") instanceof Number from
            && rule.get("toPort") instanceof Number to
            && from.intValue() <= port
            && to.intValue() >= port);
  }

  private static void routes(Inventory all, Sight sight) {
    for (ResourceView route : all.of("ec2/route:Route")) {
      List<ResourceView> tables = all.used(route, "routeTableId", "ec2/routeTable:RouteTable");
      boolean edge =
          !tables.isEmpty()
              && tables.stream().allMatch(t -> Inventory.tag(t, "tier").equals("edge"));
      sight.require(route, edge, "leads out of a tier that is not the load balancer's");
    }
    for (ResourceView table : all.of("ec2/routeTable:RouteTable")) {
      sight.require(
          table, table.list("routes").isEmpty(), "has routes inside, beside those outside");
    }
    for (ResourceView link : all.of("ec2/routeTableAssociation:RouteTableAssociation")) {
      Set<String> tiers = new TreeSet<>();
      all.used(link, "subnetId", SUBNET)
          .forEach(s -> tiers.add(all.find(s.parent()).map(ResourceView::name).orElse("")));
      all.used(link, "routeTableId", "ec2/routeTable:RouteTable")
          .forEach(t -> tiers.add(all.find(t.parent()).map(ResourceView::name).orElse("")));
      sight.require(link, tiers.size() == 1, "gives a subnet the routes of another tier");
    }
    for (ResourceView subnet : all.of(SUBNET)) {
      sight.require(
          subnet,
          all.users(subnet, "ec2/routeTableAssociation:RouteTableAssociation", "subnetId").size()
              == 1,
          "has the network's main routes instead of its tier's");
    }
    sight.require(all.of("ec2/natGateway:NatGateway").isEmpty(), "there is a NAT gateway");
  }

  private static void publicAccess(Inventory all, Sight sight) {
    List<ResourceView> blocks =
        all.of("ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions");
    for (ResourceView vpc : all.of(VPC)) {
      sight.require(
          vpc,
          blocks.stream()
              .anyMatch(
                  b ->
                      all.region(b).equals(all.region(vpc))
                          && b.text("internetGatewayBlockMode").equals("block-bidirectional")),
          "is in a region that does not block public access in both directions");
    }
    for (ResourceView exclusion :
        all.of("ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion")) {
      List<ResourceView> subnets = all.used(exclusion, "subnetId", SUBNET);
      sight.require(
          exclusion,
          !subnets.isEmpty()
              && subnets.stream().allMatch(s -> Inventory.tag(s, "tier").startsWith("edge")),
          "opens more than the load balancer's subnets");
    }
  }

  private static void groupRules(Inventory all, Sight sight) {
    for (ResourceView group : all.of("ec2/securityGroup:SecurityGroup")) {
      sight.require(
          group,
          group.list("ingress").isEmpty() && group.list("egress").isEmpty(),
          "has rules inside, which undo those outside");
      sight.require(group, group.has("description"), "does not say what it is for");
    }
    for (String type : List.of(INGRESS, EGRESS)) {
      for (ResourceView rule : all.of(type)) {
        sight.require(rule, rule.has("description"), "does not say what it is for");
        sight.require(
            rule, !rule.text("ipProtocol").equals("-1"), "is for every protocol and port");
        sight.require(
            rule,
            type.equals(INGRESS) || !rule.text("cidrIpv4").endsWith("/0"),
            "lets machines reach everything");
      }
    }
  }

  /** Ways into and out of a group are no use of it. */
  private static void idleGroups(Inventory all, Sight sight) {
    Set<String> used = new HashSet<>();
    all.aws()
        .filter(view -> !Set.of("aws:" + INGRESS, "aws:" + EGRESS).contains(view.type()))
        .forEach(view -> view.uses().values().forEach(used::addAll));
    sight.someOf(all.of(GROUP), "there is no security group");
    for (ResourceView group : all.of(GROUP)) {
      sight.require(group, used.contains(group.urn()), "is put on nothing");
    }
  }
}
