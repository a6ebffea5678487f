package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S2;
import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S7;
import static com.pharmaserv.repave.infra.policy.Claim.S8;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What networks are made of, and what they record. */
final class NetworkRules {
  private static final String VPC = "ec2/vpc:Vpc";
  private static final String SUBNET = "ec2/subnet:Subnet";
  private static final String ENDPOINT = "ec2/vpcEndpoint:VpcEndpoint";
  private static final int ZONES = 3;
  private static final Set<String> TIERS = Set.of("edge", "app", "database", "endpoint");
  private static final List<String> SERVICES =
      List.of(
          "ec2",
          "ec2messages",
          "events",
          "guardduty-data",
          "kinesis-firehose",
          "kms",
          "logs",
          "monitoring",
          "ssm",
          "ssmmessages",
          "sts");

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "N01",
              "Every network's default security group is empty.",
              List.of(S5, S8),
              "EC2.2 CKV2_AWS_12",
              NetworkRules::defaultGroup),
          Rule.of(
              "N02",
              "Every network records every connection within a minute.",
              List.of(S4, S7),
              "EC2.6 CKV2_AWS_11",
              NetworkRules::flowLogs),
          Rule.of(
              "N03",
              "No subnet gives machines public addresses.",
              List.of(S5),
              "EC2.15 CKV_AWS_130",
              NetworkRules::publicAddresses),
          Rule.of(
              "N07",
              "Every tier stands in three zones, with its own subnets.",
              List.of(S8),
              "ELB.13 AutoScaling.2",
              NetworkRules::zones),
          Rule.of(
              "N09",
              "AWS is reached through private endpoints, each with a policy.",
              List.of(S2, S5),
              "EC2.10 EC2.55 EC2.56 EC2.57 EC2.58 EC2.60",
              NetworkRules::endpoints),
          Rule.of(
              "N11",
              "Every name that a network asks for is recorded.",
              List.of(S4, S7),
              "Route53.2 CKV2_AWS_39",
              NetworkRules::queries));

  private NetworkRules() {}

  private static void defaultGroup(Inventory all, Sight sight) {
    for (ResourceView vpc : all.of(VPC)) {
      List<ResourceView> groups =
          all.users(vpc, "ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId");
      sight.require(vpc, groups.size() == 1, "leaves its default security group as AWS made it");
      for (ResourceView group : groups) {
        sight.require(
            group,
            group.list("ingress").isEmpty() && group.list("egress").isEmpty(),
            "lets something pass");
      }
    }
    sight.someOf(all.of(VPC), "there is no network");
  }

  private static void flowLogs(Inventory all, Sight sight) {
    for (ResourceView vpc : all.of(VPC)) {
      List<ResourceView> logs = all.users(vpc, "ec2/flowLog:FlowLog", "vpcId");
      sight.require(vpc, !logs.isEmpty(), "has no flow log");
      for (ResourceView log : logs) {
        sight.require(log, log.text("trafficType").equals("ALL"), "does not record all traffic");
        sight.require(log, log.number("maxAggregationInterval") <= 60, "is later than a minute");
        sight.require(log, log.has("logDestination"), "goes nowhere");
      }
    }
  }

  private static void publicAddresses(Inventory all, Sight sight) {
    sight.someOf(all.of(SUBNET), "there is no subnet");
    for (ResourceView subnet : all.of(SUBNET)) {
      sight.require(
          subnet,
          subnet.at("mapPublicIpOnLaunch").equals(java.util.Optional.of(false)),
          "gives machines public addresses");
    }
  }

  private static void zones(Inventory all, Sight sight) {
    for (ResourceView vpc : all.of(VPC)) {
      Map<String, Set<String>> zones = new TreeMap<>();
      for (ResourceView subnet : all.users(vpc, SUBNET, "vpcId")) {
        zones
            .computeIfAbsent(Inventory.tag(subnet, "tier"), tier -> new TreeSet<>())
            .add(subnet.text("availabilityZone"));
      }
      for (String tier : TIERS) {
        sight.require(
            vpc,
            zones.getOrDefault(tier, Set.of()).size() == ZONES,
            "has tier " + tier + " in zones " + zones.getOrDefault(tier, Set.of()));
      }
    }
    sight.someOf(all.of(VPC), "there is no network");
  }

  private static void endpoints(Inventory all, Sight sight) {
    for (ResourceView vpc : all.of(VPC)) {
      Set<String> services = new TreeSet<>();
      for (ResourceView endpoint : all.users(vpc, ENDPOINT, "vpcId")) {
        String service = endpoint.text("serviceName");
        services.add(service.substring(service.lastIndexOf('.') + 1));
      }
      sight.require(
          vpc, services.containsAll(List.of("s3", "dynamodb")), "lacks a gateway endpoint");
      boolean machines =
          all.of("lb/targetGroup:TargetGroup").stream()
              .anyMatch(group -> all.region(group).equals(all.region(vpc)));
      sight.require(
          vpc,
          !machines || services.containsAll(SERVICES),
          "lacks an endpoint that its machines need; it has " + services);
    }
    for (ResourceView endpoint : all.of(ENDPOINT)) {
      String policy = endpoint.text("policy");
      sight.require(
          endpoint,
          policy.contains("aws:PrincipalAccount") && policy.contains("aws:SecureTransport"),
          "admits callers of other accounts, or without TLS");
      boolean gateway = endpoint.text("vpcEndpointType").equals("Gateway");
      sight.require(
          endpoint,
          gateway || endpoint.flag("privateDnsEnabled"),
          "is not found by its usual name");
    }
  }

  private static void queries(Inventory all, Sight sight) {
    for (ResourceView vpc : all.of(VPC)) {
      sight.require(
          vpc,
          !all.users(
                  vpc,
                  "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
                  "resourceId")
              .isEmpty(),
          "does not record the names it asks for");
    }
    sight.someOf(all.of(VPC), "there is no network");
  }
}
