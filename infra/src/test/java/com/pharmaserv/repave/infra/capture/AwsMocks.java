package com.pharmaserv.repave.infra.capture;

import com.pulumi.test.Mocks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Gives resources the ids and ARNs that AWS would: of the right form, the same in every run. */
final class AwsMocks implements Mocks {
  private final String account;

  AwsMocks(String account) {
    this.account = account;
  }

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
    Map<String, Object> outputs = new HashMap<>(args.inputs);
    String name = String.valueOf(args.name);
    String hex = hex(args.type + name);
    String physical =
        String.valueOf(args.inputs.getOrDefault("name", name + "-" + hex.substring(0, 7)));
    String id = id(String.valueOf(args.type), physical, hex);
    if (String.valueOf(args.type).startsWith("aws:")) {
      outputs.putIfAbsent("name", physical);
      outputs.put("arn", arn(args, physical, hex, id));
      outputs.putAll(special(args, hex));
    }
    return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(id), outputs));
  }

  private static String id(String type, String physical, String hex) {
    String seventeen = hex.substring(0, 17);
    return switch (type) {
      case "aws:ec2/vpc:Vpc" -> "vpc-" + seventeen;
      case "aws:ec2/subnet:Subnet" -> "subnet-" + seventeen;
      case "aws:ec2/securityGroup:SecurityGroup" -> "sg-" + seventeen;
      case "aws:ec2/launchTemplate:LaunchTemplate" -> "lt-" + seventeen;
      case "aws:ec2/routeTable:RouteTable" -> "rtb-" + seventeen;
      case "aws:ec2/internetGateway:InternetGateway" -> "igw-" + seventeen;
      case "aws:ec2/vpcEndpoint:VpcEndpoint" -> "vpce-" + seventeen;
      case "aws:kms/key:Key" -> uuid(hex);
      default -> physical;
    };
  }

  private String arn(ResourceArgs args, String physical, String hex, String id) {
    String sixteen = hex.substring(0, 16);
    String other = hex.substring(16, 32);
    String third = hex.substring(32, 48);
    return switch (String.valueOf(args.type)) {
      case "aws:kms/key:Key" -> regional(args, "kms", "key/" + id);
      case "aws:s3/bucketV2:BucketV2" -> "arn:aws:s3:::" + args.inputs.get("bucket");
      case "aws:iam/role:Role" -> "arn:aws:iam::" + account + ":role/" + physical;
      case "aws:iam/policy:Policy" -> "arn:aws:iam::" + account + ":policy/" + physical;
      case "aws:lb/loadBalancer:LoadBalancer" ->
          regional(args, "elasticloadbalancing", "loadbalancer/app/lb/" + sixteen);
      case "aws:lb/listener:Listener" ->
          regional(args, "elasticloadbalancing", "listener/app/lb/" + sixteen + "/" + other);
      case "aws:lb/listenerRule:ListenerRule" ->
          regional(
              args,
              "elasticloadbalancing",
              "listener-rule/app/lb/" + sixteen + "/" + other + "/" + third);
      case "aws:lb/targetGroup:TargetGroup" ->
          regional(args, "elasticloadbalancing", "targetgroup/" + physical + "/" + sixteen);
      case "aws:dynamodb/table:Table" -> regional(args, "dynamodb", "table/" + physical);
      case "aws:cloudwatch/logGroup:LogGroup" -> regional(args, "logs", "log-group:" + physical);
      default -> regional(args, service(String.valueOf(args.type)), physical);
    };
  }

  private static Map<String, Object> special(ResourceArgs args, String hex) {
    return switch (String.valueOf(args.type)) {
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
                      String.valueOf(args.inputs.get("domainName")),
                      "resourceRecordName",
                      "_proof." + args.inputs.get("domainName"),
                      "resourceRecordType",
                      "CNAME",
                      "resourceRecordValue",
                      "_proof.acm-validations.aws")));
      case "aws:acm/certificateValidation:CertificateValidation" ->
          Map.of("certificateArn", args.inputs.getOrDefault("certificateArn", ""));
      case "aws:route53/record:Record" -> Map.of("fqdn", args.inputs.getOrDefault("name", ""));
      default -> Map.of();
    };
  }

  /** The provider's name is its region. */
  private String regional(ResourceArgs args, String service, String resource) {
    String provider = String.valueOf(args.provider);
    String urn = provider.contains("::") ? provider.substring(0, provider.lastIndexOf("::")) : "";
    String region = urn.substring(urn.lastIndexOf(':') + 1);
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }

  private static String service(String type) {
    return type.substring(type.indexOf(':') + 1, type.indexOf('/'));
  }

  private static String uuid(String hex) {
    return hex.substring(0, 8)
        + "-"
        + hex.substring(8, 12)
        + "-"
        + hex.substring(12, 16)
        + "-"
        + hex.substring(16, 20)
        + "-"
        + hex.substring(20, 32);
  }

  private static String hex(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
  }
}
