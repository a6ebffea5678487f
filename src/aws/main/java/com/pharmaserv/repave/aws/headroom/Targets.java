package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver.Route;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** How many machines a fleet's load balancer and target groups can still take. */
final class Targets {
  /** ELBv2 API reference: at most 400 a page. A load balancer has at most 100 target groups. */
  private static final int PAGE = 400;

  private static final int PAGES_MAX = 5;

  private static final String SERVICE = "elasticloadbalancing";

  /** Service Quotas: targets per target group. */
  private static final String PER_GROUP = "L-A0D0B863";

  /** Service Quotas: targets per Application Load Balancer. */
  private static final String PER_APPLICATION_BALANCER = "L-7E6692B2";

  /** Service Quotas: targets per Network Load Balancer; less with cross-zone balancing. */
  private static final String PER_NETWORK_BALANCER = "L-EEF1AD04";

  private final Clients clients;
  private final Quotas quotas;

  Targets(Clients clients, Quotas quotas) {
    this.clients = clients;
    this.quotas = quotas;
  }

  List<Line> check(Route route, int machines) throws ProviderException {
    TargetGroup own = own(route);
    List<Line> lines = new ArrayList<>();
    for (String balancer : own.loadBalancerArns()) {
      String code =
          balancer.contains(":loadbalancer/net/") ? PER_NETWORK_BALANCER : PER_APPLICATION_BALANCER;
      String name = balancer.substring(balancer.lastIndexOf("loadbalancer/"));
      long used = registered(balancer);
      long most = quotas.limit(SERVICE, code);
      lines.add(
          new Finding(
                  "targets of the load balancer",
                  "targets",
                  machines,
                  used,
                  most,
                  name + ", " + code)
              .line());
    }
    // The candidate's slot is empty before a rollout, so nothing of it is used.
    long most = quotas.limit(SERVICE, PER_GROUP);
    lines.add(
        new Finding("targets of the target group", "targets", machines, 0, most, PER_GROUP).line());
    return lines;
  }

  private TargetGroup own(Route route) throws ProviderException {
    List<TargetGroup> groups =
        Errors.read(
            "read target group " + route.blue(),
            () ->
                clients
                    .elb()
                    .describeTargetGroups(r -> r.targetGroupArns(route.blue()))
                    .targetGroups());
    if (groups.size() != 1) {
      throw new ProviderException(
          Failure.Kind.GONE,
          "target group " + route.blue() + " does not exist; deploy the infrastructure");
    }
    return groups.get(0);
  }

  /** Targets of all target groups of the load balancer; one in two groups counts twice. */
  private long registered(String balancer) throws ProviderException {
    List<String> groups = new ArrayList<>();
    Pages.<String>walk(
        "the target groups of " + balancer,
        Pages.atMost(
            PAGES_MAX,
            "%s has more than %s target groups, against AWS's limits"
                .formatted(balancer, PAGE * PAGES_MAX)),
        marker -> {
          DescribeTargetGroupsResponse answer =
              clients
                  .elb()
                  .describeTargetGroups(
                      r -> r.loadBalancerArn(balancer).pageSize(PAGE).marker(marker.orElse(null)));
          answer.targetGroups().forEach(group -> groups.add(group.targetGroupArn()));
          return Pages.next(answer.nextMarker());
        });
    long sum = 0;
    for (String group : groups) {
      sum += targets(group);
    }
    return sum;
  }

  private int targets(String group) throws ProviderException {
    return Errors.read(
        "read the targets of " + group,
        () ->
            clients
                .elb()
                .describeTargetHealth(r -> r.targetGroupArn(group))
                .targetHealthDescriptions()
                .size());
  }
}
