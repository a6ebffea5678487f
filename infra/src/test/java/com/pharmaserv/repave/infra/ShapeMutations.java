package com.pharmaserv.repave.infra;

import static com.pharmaserv.repave.infra.Mutation.alter;
import static com.pharmaserv.repave.infra.Mutation.delete;
import static com.pharmaserv.repave.infra.Mutation.drop;
import static com.pharmaserv.repave.infra.Mutation.replace;
import static com.pharmaserv.repave.infra.Mutation.set;

import com.pharmaserv.repave.infra.view.Inventory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where things stand, who reaches them, and what machines are made from. */
final class ShapeMutations {
  private static final String LB = "lb/loadBalancer:LoadBalancer";
  private static final String LISTENER = "lb/listener:Listener";
  private static final String LISTENER_RULE = "lb/listenerRule:ListenerRule";
  private static final String TARGETS = "lb/targetGroup:TargetGroup";
  private static final String TEMPLATE = "ec2/launchTemplate:LaunchTemplate";
  private static final String INGRESS = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  private static final String EGRESS = "vpc/securityGroupEgressRule:SecurityGroupEgressRule";

  private ShapeMutations() {}

  static List<Mutation> all() {
    return Stream.of(places(), network(), edge(), machines()).flatMap(List::stream).toList();
  }

  private static List<Mutation> places() {
    return List.of(
        alter("R01", "forget the provider", "kms/key:Key", v -> Mutation.provider(v, "")),
        set("R01", "pulumi:providers:aws", "region", "us-east-1"),
        set("R01", "backup/plan:Plan", "rules.0.targetVaultName", "arn:aws:x:us-west-2:1:y"),
        drop("R02", "pulumi:providers:aws", "allowedAccountIds"),
        drop("R02", "pulumi:providers:aws", "defaultTags"),
        alter("R03", "share the URN", "ec2/vpc:Vpc", v -> Mutation.named(v, "urn", "vpc")),
        alter("R03", "lengthen the name", TARGETS, v -> Mutation.named(v, v.urn(), "x".repeat(25))),
        alter("R04", "stop protecting", "s3/bucketV2:BucketV2", v -> Mutation.protect(v, false)),
        alter("R04", "stop protecting", "ssm/parameter:Parameter", v -> Mutation.protect(v, false)),
        alter("R04", "protect", "ec2/subnet:Subnet", v -> Mutation.protect(v, true)));
  }

  private static List<Mutation> network() {
    return List.of(
        delete("N01", "ec2/defaultSecurityGroup:DefaultSecurityGroup"),
        set("N01", "ec2/defaultSecurityGroup:DefaultSecurityGroup", "ingress", List.of(Map.of())),
        delete("N02", "ec2/flowLog:FlowLog"),
        set("N02", "ec2/flowLog:FlowLog", "trafficType", "REJECT"),
        set("N02", "ec2/flowLog:FlowLog", "maxAggregationInterval", 600.0),
        set("N03", "ec2/subnet:Subnet", "mapPublicIpOnLaunch", true),
        set("N04", INGRESS, "cidrIpv4", "0.0.0.0/0"),
        set("N04", INGRESS, "cidrIpv6", "::/0"),
        set("N04", INGRESS, "fromPort", 22.0),
        delete("N05", "ec2/networkAcl:NetworkAcl"),
        new Mutation(
            "N05",
            "admit anybody to databases",
            v -> v.type().endsWith(":NetworkAcl") && Inventory.tag(v, "tier").equals("database"),
            v -> Optional.of(Mutation.with(v, "ingress.0.cidrBlock", "0.0.0.0/0"))),
        new Mutation(
            "N05",
            "admit shells to the application",
            v -> v.type().endsWith(":NetworkAcl") && Inventory.tag(v, "tier").equals("app"),
            v -> Optional.of(Mutation.with(v, "ingress.2.fromPort", 1.0))),
        new Mutation(
            "N06",
            "give the databases' tier a way out",
            v -> v.type().endsWith(":Route"),
            v -> Optional.of(Mutation.with(v, "routeTableId", "rtb-1"))),
        delete("N06", "ec2/routeTableAssociation:RouteTableAssociation"),
        set("N06", "ec2/routeTable:RouteTable", "routes", List.of(Map.of("natGatewayId", "nat-1"))),
        delete("N07", "ec2/subnet:Subnet", v -> v.name().endsWith("database-eu-west-1c")),
        set("N07", "ec2/subnet:Subnet", "availabilityZone", "eu-west-1a"),
        delete("N08", "ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"),
        drop("N08", "ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "subnetId"),
        delete("N09", "ec2/vpcEndpoint:VpcEndpoint", v -> v.text("serviceName").endsWith(".kms")),
        drop("N09", "ec2/vpcEndpoint:VpcEndpoint", "policy"),
        set("N10", EGRESS, "cidrIpv4", "0.0.0.0/0"),
        set("N10", EGRESS, "ipProtocol", "-1"),
        drop("N10", INGRESS, "description"),
        delete(
            "N11", "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"),
        delete(
            "N13",
            "ec2/vpcEndpoint:VpcEndpoint",
            v -> v.text("vpcEndpointType").equals("Interface")));
  }

  private static List<Mutation> edge() {
    return List.of(
        set("L01", LISTENER, "protocol", "HTTP"),
        drop("L01", LISTENER, "certificateArn"),
        drop("L02", LISTENER, "sslPolicy"),
        set("L02", LISTENER, "sslPolicy", "ELBSecurityPolicy-2016-08"),
        drop("L03", LISTENER, "routingHttpResponseStrictTransportSecurityHeaderValue"),
        set("L03", LISTENER, "routingHttpResponseServerEnabled", true),
        set("L04", LB, "enableDeletionProtection", false),
        set("L04", LB, "dropInvalidHeaderFields", false),
        set("L04", LB, "desyncMitigationMode", "defensive"),
        drop("L04", LB, "accessLogs"),
        drop("L04", LB, "connectionLogs"),
        drop("L04", LB, "enableZonalShift"),
        delete("L05", "wafv2/webAclAssociation:WebAclAssociation"),
        delete("L05", "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"),
        set("L05", "wafv2/webAcl:WebAcl", "rules.0.overrideAction", Map.of("count", Map.of())),
        set("L06", TARGETS, "protocol", "HTTP"),
        set("L06", TARGETS, "healthCheck.protocol", "HTTP"),
        set("L07", LISTENER, "defaultActions.0.type", "forward"),
        alter("L07", "forget ignoreChanges", LISTENER_RULE, v -> Mutation.ignoring(v, Set.of())),
        alter(
            "L07",
            "ignore only weights",
            LISTENER_RULE,
            v -> Mutation.ignoring(v, Set.of("actions[0].forward.targetGroups[*].weight"))),
        replace(
            "L08",
            LISTENER_RULE,
            "actions.0.fixedResponse.messageBody",
            "Expires: 2027",
            "Expires: 2026"),
        replace("L08", LISTENER_RULE, "actions.0.fixedResponse.messageBody", "Contact", "Nobody"));
  }

  private static List<Mutation> machines() {
    return List.of(
        set("C01", TEMPLATE, "metadataOptions.httpTokens", "optional"),
        set("C01", TEMPLATE, "metadataOptions.httpPutResponseHopLimit", 2.0),
        delete("C01", "ec2/instanceMetadataDefaults:InstanceMetadataDefaults"),
        set("C02", TEMPLATE, "keyName", "mine"),
        delete("C02", "ec2/serialConsoleAccess:SerialConsoleAccess"),
        set("C03", TEMPLATE, "blockDeviceMappings.0.ebs.encrypted", "false"),
        drop("C03", TEMPLATE, "blockDeviceMappings.0.ebs.kmsKeyId"),
        delete("C03", "ebs/encryptionByDefault:EncryptionByDefault"),
        delete("C03", "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"),
        set("C04", TEMPLATE, "iamInstanceProfile.arn", "arn:one"),
        set("C04", TEMPLATE, "vpcSecurityGroupIds", List.of("sg-1")),
        set("C05", TEMPLATE, "userData", "cGFzc3dvcmQ9aHVudGVyMg=="),
        set("C06", TEMPLATE, "imageId", "ami-1"));
  }
}
