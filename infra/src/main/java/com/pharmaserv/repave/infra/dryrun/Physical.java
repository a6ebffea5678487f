package com.pharmaserv.repave.infra.dryrun;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ids, ARNs and other outputs that AWS would give a resource: of the right form, and the same
 * for the same seed.
 *
 * @param id what AWS finds the resource by
 * @param outputs what the provider reports in addition to the inputs
 */
public record Physical(String id, Map<String, Object> outputs) {
  public Physical {
    outputs = Map.copyOf(outputs);
  }

  private static final Set<String> NAMED_BY_ARN =
      Set.of(
          "aws:acm/certificate:Certificate",
          "aws:iam/policy:Policy",
          "aws:lb/listener:Listener",
          "aws:lb/listenerRule:ListenerRule",
          "aws:lb/loadBalancer:LoadBalancer",
          "aws:lb/targetGroup:TargetGroup",
          "aws:sns/topic:Topic");

  /** A resource of AWS that is made. */
  public record Order(
      String type, String name, Map<String, Object> inputs, String account, String region) {
    String input(String name) {
      return String.valueOf(inputs.getOrDefault(name, ""));
    }
  }

  /**
   * What AWS would make of an order.
   *
   * @param seed tells apart what is made twice, such as a resource and its replacement
   */
  public static Physical of(Order order, String seed) {
    String hex = hex(order.type() + order.name() + seed);
    String named =
        String.valueOf(order.inputs().getOrDefault("name", order.name() + "-" + hex.substring(57)));
    String id = id(order, named, hex);
    Map<String, Object> outputs = new HashMap<>();
    outputs.put("name", named);
    outputs.put("arn", arn(order, named, hex, id));
    outputs.putAll(special(order, hex));
    return new Physical(id, outputs);
  }

  private static String id(Order order, String named, String hex) {
    String seventeen = hex.substring(0, 17);
    return switch (order.type()) {
      case "aws:ec2/vpc:Vpc" -> "vpc-" + seventeen;
      case "aws:ec2/subnet:Subnet" -> "subnet-" + seventeen;
      case "aws:ec2/securityGroup:SecurityGroup" -> "sg-" + seventeen;
      case "aws:ec2/launchTemplate:LaunchTemplate" -> "lt-" + seventeen;
      case "aws:ec2/routeTable:RouteTable" -> "rtb-" + seventeen;
      case "aws:ec2/internetGateway:InternetGateway" -> "igw-" + seventeen;
      case "aws:ec2/vpcEndpoint:VpcEndpoint" -> "vpce-" + seventeen;
      case "aws:kms/key:Key" -> uuid(hex);
      case "aws:s3/bucketV2:BucketV2" -> order.input("bucket");
      default -> NAMED_BY_ARN.contains(order.type()) ? arn(order, named, hex, named) : named;
    };
  }

  private static String arn(Order order, String named, String hex, String id) {
    String sixteen = hex.substring(0, 16);
    String other = hex.substring(16, 32);
    String third = hex.substring(32, 48);
    return switch (order.type()) {
      case "aws:kms/key:Key" -> regional(order, "kms", "key/" + id);
      case "aws:s3/bucketV2:BucketV2" -> "arn:aws:s3:::" + order.inputs().get("bucket");
      case "aws:iam/role:Role" -> "arn:aws:iam::" + order.account() + ":role/" + named;
      case "aws:iam/policy:Policy" -> "arn:aws:iam::" + order.account() + ":policy/" + named;
      case "aws:lb/loadBalancer:LoadBalancer" ->
          regional(order, "elasticloadbalancing", "loadbalancer/app/lb/" + sixteen);
      case "aws:lb/listener:Listener" ->
          regional(order, "elasticloadbalancing", "listener/app/lb/" + sixteen + "/" + other);
      case "aws:lb/listenerRule:ListenerRule" ->
          regional(
              order,
              "elasticloadbalancing",
              "listener-rule/app/lb/" + sixteen + "/" + other + "/" + third);
      case "aws:lb/targetGroup:TargetGroup" ->
          regional(order, "elasticloadbalancing", "targetgroup/" + named + "/" + sixteen);
      case "aws:dynamodb/table:Table" -> regional(order, "dynamodb", "table/" + named);
      case "aws:cloudwatch/logGroup:LogGroup" -> regional(order, "logs", "log-group:" + named);
      case "aws:iam/serviceLinkedRole:ServiceLinkedRole" ->
          "arn:aws:iam::"
              + order.account()
              + ":role/aws-service-role/"
              + order.input("awsServiceName")
              + "/"
              + named;
      case "aws:sfn/stateMachine:StateMachine" ->
          regional(order, "states", "stateMachine:" + named);
      case "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream" ->
          regional(order, "firehose", "deliverystream/" + named);
      case "aws:cloudwatch/logDestination:LogDestination" ->
          regional(order, "logs", "destination:" + named);
      case "aws:cloudwatch/eventRule:EventRule" -> regional(order, "events", "rule/" + named);
      case "aws:rds/cluster:Cluster" ->
          regional(order, "rds", "cluster:" + order.input("clusterIdentifier"));
      case "aws:codebuild/project:Project" -> regional(order, "codebuild", "project/" + named);
      case "aws:ecr/repository:Repository" -> regional(order, "ecr", "repository/" + named);
      case "aws:backup/vault:Vault" -> regional(order, "backup", "backup-vault:" + named);
      default -> regional(order, service(order.type()), named);
    };
  }

  private static Map<String, Object> special(Order order, String hex) {
    return switch (order.type()) {
      case "aws:kms/key:Key" -> Map.of("keyId", uuid(hex));
      case "aws:lb/loadBalancer:LoadBalancer" ->
          Map.of("dnsName", "lb.elb.amazonaws.com", "zoneId", "Z0LB", "arnSuffix", "app/lb/" + hex);
      case "aws:ec2/launchTemplate:LaunchTemplate" -> Map.of("latestVersion", 1);
      case "aws:ec2/vpcEndpoint:VpcEndpoint" -> Map.of("prefixListId", "pl-" + hex.substring(0, 8));
      case "aws:acm/certificate:Certificate" ->
          Map.of(
              "domainValidationOptions",
              List.of(
                  Map.of(
                      "domainName",
                      order.input("domainName"),
                      "resourceRecordName",
                      "_proof." + order.input("domainName"),
                      "resourceRecordType",
                      "CNAME",
                      "resourceRecordValue",
                      "_proof.acm-validations.aws")));
      case "aws:acm/certificateValidation:CertificateValidation" ->
          Map.of("certificateArn", order.input("certificateArn"));
      case "aws:route53/record:Record" -> Map.of("fqdn", order.input("name"));
      default -> Map.of();
    };
  }

  private static String regional(Order order, String service, String resource) {
    return "arn:aws:" + service + ":" + order.region() + ":" + order.account() + ":" + resource;
  }

  private static String service(String type) {
    return type.substring(type.indexOf(':') + 1, type.indexOf('/'));
  }

  private static String uuid(String hex) {
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20, 32));
  }

  /** SHA-256 in hexadecimal digits. */
  public static String hex(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
