package com.pharmaserv.repave.infra.network;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.model.Cidr;
import com.pulumi.aws.ec2.NetworkAcl;
import com.pulumi.aws.ec2.NetworkAclArgs;
import com.pulumi.aws.ec2.RouteTable;
import com.pulumi.aws.ec2.RouteTableArgs;
import com.pulumi.aws.ec2.RouteTableAssociation;
import com.pulumi.aws.ec2.RouteTableAssociationArgs;
import com.pulumi.aws.ec2.Subnet;
import com.pulumi.aws.ec2.SubnetArgs;
import com.pulumi.aws.ec2.Vpc;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The subnets of one purpose, one in each zone, with their routes and their access list. */
public final class Tier extends Part {
  private final Cidr block;
  private final List<Subnet> subnets = new ArrayList<>();
  private final RouteTable routes;

  /**
   * @param name the tier's, for example {@code database}
   * @param block of addresses for the whole tier
   * @param places zone and addresses of each subnet
   * @param lanes what the access list lets pass
   */
  Tier(String name, Part parent, Vpc vpc, Cidr block, Map<String, Cidr> places, Lanes lanes) {
    super("Tier", name, parent);
    this.block = block;
    routes =
        new RouteTable(
            named("routes"),
            RouteTableArgs.builder().vpcId(vpc.id()).tags(tags(name)).build(),
            own());
    places.forEach((zone, cidr) -> subnets.add(subnet(vpc, zone, cidr)));
    new NetworkAcl(
        named("acl"),
        NetworkAclArgs.builder()
            .vpcId(vpc.id())
            .subnetIds(subnetIds())
            .ingress(lanes.ingress())
            .egress(lanes.egress())
            .tags(tags(name))
            .build(),
        own());
    registerOutputs(Map.of("subnets", subnetIds()));
  }

  private Subnet subnet(Vpc vpc, String zone, Cidr cidr) {
    Subnet subnet =
        new Subnet(
            named(zone),
            SubnetArgs.builder()
                .vpcId(vpc.id())
                .availabilityZone(zone)
                .cidrBlock(cidr.toString())
                .mapPublicIpOnLaunch(false)
                .tags(tags(name() + "-" + zone))
                .build(),
            own());
    new RouteTableAssociation(
        named(zone + "-routes"),
        RouteTableAssociationArgs.builder().subnetId(subnet.id()).routeTableId(routes.id()).build(),
        own());
    return subnet;
  }

  private Map<String, String> tags(String shown) {
    return Map.of("Name", scope().called(shown), "tier", name());
  }

  /** Addresses of the whole tier. */
  public Cidr block() {
    return block;
  }

  public List<Subnet> subnets() {
    return List.copyOf(subnets);
  }

  /** The subnets' ids, in the order of the zones. */
  public Output<List<String>> subnetIds() {
    return Output.all(subnets.stream().map(Subnet::id).toList());
  }

  public RouteTable routes() {
    return routes;
  }
}
