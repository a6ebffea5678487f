package com.pharmaserv.repave.infra.network;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.SecurityGroups;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.VpcEndpoint;
import com.pulumi.aws.ec2.VpcEndpointArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Private entries to the services of AWS, for this account's own callers only. */
public final class Endpoints extends Part {
  /** What machines need without the internet: management, logs, metrics, keys, identity. */
  private static final List<String> INTERFACES =
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

  /** In the paired region, where no machine asks, there are no interfaces to put it on. */
  private final Optional<SecurityGroup> group;

  private final Output<String> s3;
  private final Output<String> dynamo;

  public Endpoints(Network network) {
    super("Endpoints", "endpoints", network.scope());
    group = scope().isPrimary() ? Optional.of(interfaces(network)) : Optional.empty();
    s3 = gateway(network, "s3");
    dynamo = gateway(network, "dynamodb");
    registerOutputs(Map.of());
  }

  private SecurityGroup interfaces(Network network) {
    SecurityGroup entered =
        SecurityGroups.closed(this, "group", network.vpc(), "Private entries to AWS, over HTTPS");
    INTERFACES.forEach(service -> entry(network, service, entered));
    return entered;
  }

  private void entry(Network network, String service, SecurityGroup entered) {
    new VpcEndpoint(
        named(service),
        VpcEndpointArgs.builder()
            .vpcId(network.vpc())
            .vpcEndpointType("Interface")
            .serviceName("com.amazonaws." + scope().region() + "." + service)
            .subnetIds(network.endpoints().subnetIds())
            .securityGroupIds(entered.id().applyValue(List::of))
            .privateDnsEnabled(true)
            .policy(Policy.json(callers(), onlyTls()))
            .tags(Map.of("Name", scope().called(service)))
            .build(),
        own());
  }

  private Output<String> gateway(Network network, String service) {
    return new VpcEndpoint(
            named(service),
            VpcEndpointArgs.builder()
                .vpcId(network.vpc())
                .vpcEndpointType("Gateway")
                .serviceName("com.amazonaws." + scope().region() + "." + service)
                .routeTableIds(
                    Output.all(network.app().routes().id(), network.bake().routes().id()))
                .policy(
                    service.equals("s3")
                        ? Policy.json(callers(), packages(), onlyTls())
                        : Policy.json(callers(), onlyTls()))
                .tags(Map.of("Name", scope().called(service)))
                .build(),
            own())
        .prefixListId();
  }

  private Statement callers() {
    return Statement.allow("OwnCallers", "*")
        .everybody()
        .on("*")
        .when("StringEquals", "aws:PrincipalAccount", scope().account());
  }

  /** Packages of Amazon Linux, for bakes: public, and asked for without a name. */
  private Statement packages() {
    return Statement.allow("Packages", "s3:GetObject")
        .everybody()
        .on("arn:aws:s3:::al2023-repos-" + scope().region() + "-de612dc2/*");
  }

  private static Statement onlyTls() {
    return Statement.deny("OnlyTls", "*")
        .everybody()
        .on("*")
        .when("Bool", "aws:SecureTransport", "false");
  }

  /** Lets a group of machines reach AWS. */
  public void admit(Part part, String what, SecurityGroup machines) {
    SecurityGroup entered =
        group.orElseThrow(
            () ->
                new IllegalStateException(
                    "'%s' cannot run in %s, which has no interfaces to AWS"
                        .formatted(what, scope().region())));
    SecurityGroups.connect(part, what, machines, entered, 443, "AWS through private endpoints");
    SecurityGroups.reach(part, what + "-s3", machines, s3, "S3 through its gateway endpoint");
    SecurityGroups.reach(
        part, what + "-dynamodb", machines, dynamo, "DynamoDB through its gateway endpoint");
  }
}
