package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations on load balancers, and on tags of everything. */
final class BalancerCalls {
  /** ELBv2 API reference, DescribeTags: "You can specify up to 20 resources in a single call." */
  private static final int TAGGED_MAX = 20;

  Answer create(Request request) {
    Balancing balancing = BalancingService.of(request);
    Params params = request.params();
    String name = params.required("Name");
    Optional<Balancer> known =
        balancing.balancers().all().stream().filter(lb -> lb.name().equals(name)).findFirst();
    Map<String, String> zones = balancing.zonesOf(params.texts("Subnets"));
    String type = params.text("Type").orElse("application");
    // CreateLoadBalancer is idempotent: the same settings give the same load balancer.
    if (known.isPresent()) {
      if (!known.get().subnets().equals(zones) || !known.get().type().equals(type)) {
        throw new TwinException(
            "DuplicateLoadBalancerName",
            "A load balancer with the same name '" + name + "' exists, but with other settings");
      }
      return described(request, List.of(known.get()), Optional.empty());
    }
    if (zones.isEmpty()) {
      throw new TwinException("ValidationError", "At least one subnet must be specified");
    }
    String vpc =
        request.region().machines().subnet(zones.values().iterator().next()).orElseThrow().vpcId();
    String kind = type.equals("network") ? "net/" : "app/";
    String id = kind + name + "/" + request.region().ids().hex(16);
    Balancer made =
        new Balancer(
            request.region().arn("elasticloadbalancing", "loadbalancer/" + id),
            name,
            type,
            params.text("Scheme").orElse("internet-facing"),
            vpc,
            zones,
            request.now());
    balancing.balancers().put(made.arn(), made);
    tag(balancing, made.arn(), params.items("Tags"));
    return described(request, List.of(made), Optional.empty());
  }

  Answer describe(Request request) {
    List<String> arns = request.params().texts("LoadBalancerArns");
    List<String> names = request.params().texts("Names");
    List<Balancer> found =
        BalancingService.of(request).balancers().all(request.asOf()).stream()
            .filter(lb -> arns.isEmpty() || arns.contains(lb.arn()))
            .filter(lb -> names.isEmpty() || names.contains(lb.name()))
            .toList();
    if (found.size() < arns.size() + names.size()) {
      throw new TwinException(
          "LoadBalancerNotFound", "One or more load balancers not found: " + arns + names);
    }
    Page<Balancer> page = BalancingService.page(request, found);
    return described(request, page.items(), page.next());
  }

  private static Answer described(Request request, List<Balancer> some, Optional<String> next) {
    String region = request.region().name();
    return Answer.xml(
        xml ->
            xml.list("LoadBalancers", some, (item, lb) -> write(item, lb, region))
                .text("NextMarker", next));
  }

  private static void write(Xml xml, Balancer balancer, String region) {
    xml.text("LoadBalancerArn", balancer.arn())
        .text("DNSName", balancer.dnsName(region))
        .text("CanonicalHostedZoneId", "Z35SXDOTRQ7X7K")
        .instant("CreatedTime", balancer.createdAt())
        .text("LoadBalancerName", balancer.name())
        .text("Scheme", balancer.scheme())
        .text("VpcId", balancer.vpcId())
        .node("State", state -> state.text("Code", "active"))
        .text("Type", balancer.type())
        .list(
            "AvailabilityZones",
            balancer.subnets().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList(),
            (zone, subnet) ->
                zone.text("ZoneName", subnet.getKey()).text("SubnetId", subnet.getValue()))
        .text("IpAddressType", "ipv4");
  }

  Answer delete(Request request) {
    Balancing balancing = BalancingService.of(request);
    String arn = request.params().required("LoadBalancerArn");
    balancing.listeners().all().stream()
        .filter(listener -> listener.balancerArn().equals(arn))
        .forEach(listener -> ListenerCalls.remove(balancing, listener));
    balancing.balancers().remove(arn);
    balancing.forgetTags(arn);
    return Answer.empty();
  }

  /** The defaults of the user guide's pages on quotas. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "target-groups", 3000,
          "targets-per-application-load-balancer", 1000,
          "targets-per-network-load-balancer", 3000,
          "target-groups-per-application-load-balancer", 100,
          "rules-per-application-load-balancer", 100,
          "listeners-per-application-load-balancer", 50,
          "application-load-balancers", 50,
          "network-load-balancers", 50);

  Answer limits(Request request) {
    List<String> names = LIMITS.keySet().stream().sorted().toList();
    Page<String> page = BalancingService.page(request, names);
    return Answer.xml(
        xml ->
            xml.list(
                    "Limits",
                    page.items(),
                    (item, name) -> item.text("Name", name).text("Max", LIMITS.get(name)))
                .text("NextMarker", page.next()));
  }

  static void tag(Balancing balancing, String arn, List<Params> tags) {
    tags.forEach(
        tag -> balancing.tagsOf(arn).put(tag.required("Key"), tag.text("Value").orElse("")));
  }

  Answer addTags(Request request) {
    Balancing balancing = BalancingService.of(request);
    for (String arn : known(balancing, request)) {
      tag(balancing, arn, request.params().items("Tags"));
    }
    return Answer.empty();
  }

  Answer removeTags(Request request) {
    Balancing balancing = BalancingService.of(request);
    for (String arn : known(balancing, request)) {
      request.params().texts("TagKeys").forEach(balancing.tagsOf(arn)::remove);
    }
    return Answer.empty();
  }

  Answer describeTags(Request request) {
    Balancing balancing = BalancingService.of(request);
    List<String> arns = known(balancing, request);
    if (arns.size() > TAGGED_MAX) {
      throw new TwinException(
          "ValidationError", arns.size() + " resources, at most " + TAGGED_MAX + " per call");
    }
    return Answer.xml(
        xml ->
            xml.list(
                "TagDescriptions",
                arns,
                (item, arn) ->
                    item.text("ResourceArn", arn)
                        .list(
                            "Tags",
                            balancing.tagsOf(arn).entrySet(),
                            (tag, entry) ->
                                tag.text("Key", entry.getKey()).text("Value", entry.getValue()))));
  }

  private static List<String> known(Balancing balancing, Request request) {
    List<String> arns = request.params().texts("ResourceArns");
    List<String> all = balancing.arns();
    for (String arn : arns) {
      if (!all.contains(arn)) {
        String kind =
            arn.contains(":targetgroup/")
                ? "TargetGroup"
                : arn.contains(":listener-rule/") ? "Rule" : "LoadBalancer";
        throw new TwinException(kind + "NotFound", "The resource '" + arn + "' does not exist");
      }
    }
    return arns;
  }
}
