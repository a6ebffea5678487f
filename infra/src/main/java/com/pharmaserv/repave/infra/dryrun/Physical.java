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

  /**
   * How the ARN of a type goes on after its region and account, where that is not its name alone,
   * and of which service it is (AWS service authorization reference, resource types).
   */
  private static final Map<String, String> FORMS =
      Map.ofEntries(
          Map.entry("aws:backup/vault:Vault", "backup backup-vault:"),
          Map.entry("aws:cloudwatch/eventRule:EventRule", "events rule/"),
          Map.entry("aws:cloudwatch/logDestination:LogDestination", "logs destination:"),
          Map.entry("aws:cloudwatch/logGroup:LogGroup", "logs log-group:"),
          Map.entry("aws:codebuild/project:Project", "codebuild project/"),
          Map.entry("aws:dynamodb/table:Table", "dynamodb table/"),
          Map.entry("aws:ecr/repository:Repository", "ecr repository/"),
          Map.entry(
              "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
              "firehose deliverystream/"),
          Map.entry("aws:rds/cluster:Cluster", "rds cluster:"),
          Map.entry("aws:sfn/stateMachine:StateMachine", "states stateMachine:"));

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
    String key = order.type().equals("aws:rds/cluster:Cluster") ? "clusterIdentifier" : "name";
    String named =
        String.valueOf(order.inputs().getOrDefault(key, order.name() + "-" + hex.substring(57)));
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
      case "aws:iam/role:Role" -> global(order, "role/" + named);
      case "aws:iam/policy:Policy" -> global(order, "policy/" + named);
      case "aws:iam/instanceProfile:InstanceProfile" -> global(order, "instance-profile/" + named);
      case "aws:iam/serviceLinkedRole:ServiceLinkedRole" ->
          global(order, "role/aws-service-role/" + order.input("awsServiceName") + "/" + named);
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
      default -> {
        String[] form =
            FORMS.getOrDefault(order.type(), service(order.type()) + " ").split(" ", -1);
        yield regional(order, form[0], form[1] + named);
      }
    };
  }

  private static String global(Order order, String resource) {
    return "arn:aws:iam::" + order.account() + ":" + resource;
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
