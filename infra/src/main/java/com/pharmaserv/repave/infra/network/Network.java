package com.pharmaserv.repave.infra.network;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.model.Cidr;
import com.pulumi.aws.ec2.DefaultSecurityGroup;
import com.pulumi.aws.ec2.DefaultSecurityGroupArgs;
import com.pulumi.aws.ec2.InternetGateway;
import com.pulumi.aws.ec2.InternetGatewayArgs;
import com.pulumi.aws.ec2.Route;
import com.pulumi.aws.ec2.RouteArgs;
import com.pulumi.aws.ec2.Subnet;
import com.pulumi.aws.ec2.Vpc;
import com.pulumi.aws.ec2.VpcArgs;
import com.pulumi.aws.ec2.VpcBlockPublicAccessExclusion;
import com.pulumi.aws.ec2.VpcBlockPublicAccessExclusionArgs;
import com.pulumi.aws.ec2.VpcBlockPublicAccessOptions;
import com.pulumi.aws.ec2.VpcBlockPublicAccessOptionsArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A region's network: tiers that only reach what they must. There is no way out to the internet:
 * images are complete, and AWS is reached through endpoints. The paired region has no internet
 * gateway at all, because nothing answers there.
 */
public final class Network extends Part {
  /** The port that machines of fleets listen on, with TLS. */
  public static final int MACHINE_PORT = 8443;

  private static final int HTTPS = 443;

  /** The network is cut into sixteen parts: four for each tier, one of which stays free. */
  private static final int CUTS = 4;

  private static final int PARTS_PER_TIER = 4;
  private static final int SPARE = 3;

  private final Vpc vpc;
  private final Tier edge;
  private final Tier app;
  private final Tier database;
  private final Tier endpoints;
  private final Tier bake;
  private final List<Resource> entry = new ArrayList<>();

  public Network(Scope scope) {
    super("Network", "network", scope);
    Cidr all = scope.place().network();
    vpc =
        new Vpc(
            named("vpc"),
            VpcArgs.builder()
                .cidrBlock(all.toString())
                .enableDnsHostnames(true)
                .enableDnsSupport(true)
                .tags(Map.of("Name", scope.called("network")))
                .build(),
            own());
    new DefaultSecurityGroup(
        named("default"), DefaultSecurityGroupArgs.builder().vpcId(vpc.id()).build(), own());
    int databasePort = scope.infrastructure().database().port();
    Cidr edgeBlock = block(0);
    Cidr appBlock = block(1);
    Cidr databaseBlock = block(2);
    Cidr endpointBlock = block(3);
    edge =
        tier(
            "edge",
            edgeBlock,
            scope.isPrimary()
                ? new Lanes().serve(Lanes.ANYWHERE, HTTPS).callFromAnyPort(appBlock, MACHINE_PORT)
                : new Lanes());
    app =
        tier(
            "app",
            appBlock,
            new Lanes()
                .serve(edgeBlock, MACHINE_PORT)
                .call(databaseBlock, databasePort)
                // S3 and DynamoDB answer from public addresses, through gateway endpoints.
                .call(Lanes.ANYWHERE, HTTPS));
    database = tier("database", databaseBlock, new Lanes().serve(appBlock, databasePort));
    endpoints = tier("endpoint", endpointBlock, new Lanes().serve(all, HTTPS));
    bake =
        new Tier(
            "bake",
            this,
            vpc,
            endpointBlock.part(2, SPARE),
            Map.of(scope.place().zones().get(0), endpointBlock.part(2, SPARE)),
            new Lanes().call(Lanes.ANYWHERE, HTTPS));
    closeToInternet();
    if (scope.isPrimary()) {
      openEdge();
    }
    registerOutputs(Map.of("vpc", vpc.id()));
  }

  private Cidr block(int tier) {
    return scope().place().network().part(2, tier);
  }

  private Tier tier(String name, Cidr block, Lanes lanes) {
    Map<String, Cidr> places = new LinkedHashMap<>();
    int index = 0;
    for (String zone : scope().place().zones()) {
      places.put(zone, block.part(CUTS - 2, index++));
    }
    if (index >= PARTS_PER_TIER) {
      throw new IllegalStateException(index + " zones leave no spare part in tier " + name);
    }
    return new Tier(name, this, vpc, block, places, lanes);
  }

  /** Whatever routes say: nothing of this region and account is reached from the internet. */
  private void closeToInternet() {
    new VpcBlockPublicAccessOptions(
        named("block-public-access"),
        VpcBlockPublicAccessOptionsArgs.builder()
            .internetGatewayBlockMode("block-bidirectional")
            .build(),
        own());
  }

  private void openEdge() {
    InternetGateway gateway =
        new InternetGateway(
            named("gateway"), InternetGatewayArgs.builder().vpcId(vpc.id()).build(), own());
    entry.add(gateway);
    entry.add(
        new Route(
            named("edge-internet"),
            RouteArgs.builder()
                .routeTableId(edge.routes().id())
                .destinationCidrBlock("0.0.0.0/0")
                .gatewayId(gateway.id())
                .build(),
            own()));
    List<String> zones = scope().place().zones();
    CustomResourceOptions options = own();
    for (int i = 0; i < zones.size(); i++) {
      Subnet subnet = edge.subnets().get(i);
      entry.add(
          new VpcBlockPublicAccessExclusion(
              named("edge-exclusion-" + zones.get(i)),
              VpcBlockPublicAccessExclusionArgs.builder()
                  .subnetId(subnet.id())
                  .internetGatewayExclusionMode("allow-bidirectional")
                  .build(),
              options));
    }
  }

  public Output<String> vpc() {
    return vpc.id();
  }

  /** Where the load balancer stands: the only subnets that the internet reaches. */
  public Tier edge() {
    return edge;
  }

  /** What lets the internet in, and must stand before anything that is reached from there. */
  public List<Resource> entry() {
    return List.copyOf(entry);
  }

  /** Where machines of fleets run. */
  public Tier app() {
    return app;
  }

  public Tier database() {
    return database;
  }

  /** Where the private entries to AWS stand. */
  public Tier endpoints() {
    return endpoints;
  }

  /** Where builder machines run, apart from everything else. */
  public Tier bake() {
    return bake;
  }
}
