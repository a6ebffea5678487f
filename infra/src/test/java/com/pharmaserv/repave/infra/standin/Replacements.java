package com.pharmaserv.repave.infra.standin;

import java.util.Map;
import java.util.Set;

/**
 * Which properties cannot be changed in place, for the types where that matters here. Source: the
 * arguments marked "Forces new resource" in the documentation of the Terraform provider for AWS,
 * which Pulumi's is made from.
 */
final class Replacements {
  private static final Map<String, Set<String>> FORCED =
      Map.ofEntries(
          Map.entry(
              "aws:acm/certificate:Certificate",
              Set.of("domainName", "keyAlgorithm", "subjectAlternativeNames", "validationMethod")),
          Map.entry("aws:cloudwatch/logGroup:LogGroup", Set.of("name")),
          Map.entry("aws:dynamodb/table:Table", Set.of("name", "hashKey", "rangeKey")),
          Map.entry("aws:ec2/launchTemplate:LaunchTemplate", Set.of("name")),
          Map.entry("aws:ec2/securityGroup:SecurityGroup", Set.of("description", "name", "vpcId")),
          Map.entry("aws:ec2/subnet:Subnet", Set.of("availabilityZone", "cidrBlock", "vpcId")),
          Map.entry("aws:ec2/vpc:Vpc", Set.of("cidrBlock")),
          Map.entry(
              "aws:ec2/vpcEndpoint:VpcEndpoint", Set.of("serviceName", "vpcEndpointType", "vpcId")),
          Map.entry("aws:iam/role:Role", Set.of("name", "path")),
          Map.entry("aws:lb/listener:Listener", Set.of("loadBalancerArn")),
          Map.entry("aws:lb/listenerRule:ListenerRule", Set.of("listenerArn")),
          Map.entry("aws:lb/loadBalancer:LoadBalancer", Set.of("internal", "name")),
          Map.entry(
              "aws:lb/targetGroup:TargetGroup",
              Set.of("name", "port", "protocol", "protocolVersion", "targetType", "vpcId")),
          Map.entry("aws:rds/cluster:Cluster", Set.of("clusterIdentifier", "engine", "kmsKeyId")),
          Map.entry(
              "aws:rds/clusterInstance:ClusterInstance",
              Set.of("availabilityZone", "clusterIdentifier", "engine")),
          Map.entry("aws:route53/record:Record", Set.of("name", "type", "zoneId")),
          Map.entry("aws:s3/bucketV2:BucketV2", Set.of("bucket", "objectLockEnabled")),
          Map.entry("aws:ssm/parameter:Parameter", Set.of("name")));

  private Replacements() {}

  static boolean forcedBy(String type, String property) {
    return FORCED.getOrDefault(type, Set.of("name")).contains(property);
  }
}
