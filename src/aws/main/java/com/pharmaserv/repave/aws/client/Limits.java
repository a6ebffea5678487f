package com.pharmaserv.repave.aws.client;

import java.util.Map;

/**
 * The token bucket that AWS takes a call from, as far as it is published.
 *
 * @param family what shares the bucket
 * @param burst tokens in a full bucket
 * @param perSecond tokens that come back
 */
record Limits(String family, double burst, double perSecond) {
  /** EC2 user guide, "Request throttling for the Amazon EC2 API": a bucket for each action. */
  private static final Map<String, double[]> EC2 =
      Map.of(
          "RunInstances", new double[] {5, 2},
          "TerminateInstances", new double[] {100, 5},
          "CopyImage", new double[] {100, 1},
          "DeregisterImage", new double[] {100, 5},
          "CreateLaunchTemplateVersion", new double[] {100, 5},
          "CreateTags", new double[] {100, 10},
          "DeleteTags", new double[] {100, 10},
          "CreateSnapshot", new double[] {100, 5});

  /** The bucket of an operation. */
  static Limits of(String service, String operation) {
    boolean reads = Operations.reads(operation);
    return switch (service) {
      case "ec2" -> {
        double[] known =
            EC2.getOrDefault(operation, reads ? new double[] {100, 20} : new double[] {50, 5});
        yield new Limits("ec2:" + operation, known[0], known[1]);
      }
      // ELB user guide, "Request throttling for the ELB API": all Describe* share 40, 10 a second.
      // The others' numbers are not published: a quarter of that.
      case "elasticloadbalancing" ->
          reads
              ? new Limits("elasticloadbalancing:Describe", 40, 10)
              : new Limits("elasticloadbalancing:change", 10, 2.5);
      // Auto Scaling publishes no numbers; these are below what its users report.
      case "autoscaling" ->
          reads ? new Limits("autoscaling:read", 60, 15) : new Limits("autoscaling:change", 20, 5);
      // CloudWatch quotas: DescribeAlarms 9 a second, GetMetricData 50 a second.
      case "cloudwatch" ->
          operation.equals("DescribeAlarms")
              ? new Limits("cloudwatch:DescribeAlarms", 9, 9)
              : new Limits("cloudwatch:" + operation, 50, 50);
      // Systems Manager quotas: parameter reads 40 a second; Run Command publishes no numbers.
      case "ssm" -> new Limits("ssm:" + operation, 40, reads ? 40 : 5);
      case "servicequotas" -> new Limits("servicequotas", 10, 5);
      // EBS quotas, "EBS direct APIs": requests of an account a second.
      case "ebs" -> {
        double perSecond = operation.endsWith("Block") ? 1000 : reads ? 50 : 10;
        yield new Limits("ebs:" + operation, perSecond, perSecond);
      }
      // DynamoDB's on-demand tables take thousands; STS hundreds. This only stops runaway loops.
      default -> new Limits(service, 200, 100);
    };
  }
}
