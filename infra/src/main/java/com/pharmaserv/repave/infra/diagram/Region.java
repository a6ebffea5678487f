package com.pharmaserv.repave.infra.diagram;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a stack has in one region.
 *
 * @param name for example {@code eu-west-1}
 */
record Region(Inventory stack, String name) {
  /** The region of the load balancer first, the paired one after it. */
  static List<Region> of(Inventory stack) {
    String primary =
        stack.of("lb/loadBalancer:LoadBalancer").stream().map(stack::region).findFirst().orElse("");
    List<Region> regions = new ArrayList<>();
    for (String name : stack.regions()) {
      regions.add(name.equals(primary) ? 0 : regions.size(), new Region(stack, name));
    }
    return regions.stream().filter(region -> !region.zones().isEmpty()).toList();
  }

  /** The region's resources of a type, in an order that does not depend on who printed them. */
  List<ResourceView> all(String type) {
    return stack.of(type).stream()
        .filter(view -> stack.region(view).equals(name))
        .sorted(Comparator.comparing(ResourceView::urn))
        .toList();
  }

  Optional<ResourceView> first(String type) {
    return all(type).stream().findFirst();
  }

  List<String> zones() {
    return all("ec2/subnet:Subnet").stream()
        .map(subnet -> subnet.text("availabilityZone"))
        .distinct()
        .sorted()
        .toList();
  }

  /** The subnets of a tier in a zone. */
  List<ResourceView> subnets(String tier, String zone) {
    return all("ec2/subnet:Subnet").stream()
        .filter(subnet -> Inventory.tag(subnet, "tier").equals(tier))
        .filter(subnet -> subnet.text("availabilityZone").equals(zone))
        .toList();
  }

  /** The fleets' skeletons: first those that the load balancer knows. */
  List<ResourceView> skeletons() {
    return all("ec2/launchTemplate:LaunchTemplate").stream()
        .sorted(
            Comparator.comparing((ResourceView skeleton) -> slots(fleet(skeleton)).isEmpty())
                .thenComparing(Region::fleet))
        .toList();
  }

  static String fleet(ResourceView skeleton) {
    return Inventory.tag(skeleton, "fleet");
  }

  /** A fleet's target groups. */
  List<ResourceView> slots(String fleet) {
    return all("lb/targetGroup:TargetGroup").stream()
        .filter(group -> Inventory.tag(group, "fleet").equals(fleet))
        .toList();
  }

  /** Short names of the services that endpoints of a kind lead to. */
  List<String> services(String kind) {
    return all("ec2/vpcEndpoint:VpcEndpoint").stream()
        .filter(endpoint -> endpoint.text("vpcEndpointType").equals(kind))
        .map(endpoint -> endpoint.text("serviceName").replaceFirst(".*\\.", ""))
        .sorted()
        .toList();
  }
}
