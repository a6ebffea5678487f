package com.pharmaserv.repave.infra.network;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.ec2.FlowLog;
import com.pulumi.aws.ec2.FlowLogArgs;
import com.pulumi.aws.route53.ResolverQueryLogConfig;
import com.pulumi.aws.route53.ResolverQueryLogConfigArgs;
import com.pulumi.aws.route53.ResolverQueryLogConfigAssociation;
import com.pulumi.aws.route53.ResolverQueryLogConfigAssociationArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/** Records of every connection and every name that was asked for. */
public final class NetworkLogs extends Part {
  /** The shortest that flow logs offer. */
  private static final int AGGREGATION_SECONDS = 60;

  private final LogGroup flows;
  private final Role writer;

  public NetworkLogs(Network network, Key key) {
    super("NetworkLogs", "network-logs", network.scope());
    flows = Logs.group(this, "flows-group", scope().path("flows"), key);
    writer = role(this, flows);
    flows(this, network.vpc());
    queries(network, key);
    registerOutputs(Map.of());
  }

  private static Role role(Part part, LogGroup group) {
    return new Role(
        "flow-logs",
        part,
        Policy.trust(part.scope(), "vpc-flow-logs.amazonaws.com"),
        List.of(
            Statement.allow(
                    "Write", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams")
                .on(group.arn().applyValue(arn -> arn + ":*"))));
  }

  /** Records every connection of a network, also of one that others made. */
  void flows(Part part, Output<String> vpc) {
    new FlowLog(
        part.named("flows"),
        FlowLogArgs.builder()
            .vpcId(vpc)
            .trafficType("ALL")
            .maxAggregationInterval(AGGREGATION_SECONDS)
            .logDestinationType("cloud-watch-logs")
            .logDestination(flows.arn())
            .iamRoleArn(writer.arn())
            .build(),
        part.own());
  }

  private void queries(Network network, Key key) {
    // The resolver's own permission is written by Route 53 for groups below this name.
    LogGroup group =
        Logs.group(this, "queries-group", "/aws/route53/" + scope().called("queries"), key);
    ResolverQueryLogConfig config =
        new ResolverQueryLogConfig(
            named("queries"),
            ResolverQueryLogConfigArgs.builder()
                .name(scope().called("queries"))
                .destinationArn(group.arn())
                .build(),
            own());
    new ResolverQueryLogConfigAssociation(
        named("queries-network"),
        ResolverQueryLogConfigAssociationArgs.builder()
            .resolverQueryLogConfigId(config.id())
            .resourceId(network.vpc())
            .build(),
        own());
  }
}
