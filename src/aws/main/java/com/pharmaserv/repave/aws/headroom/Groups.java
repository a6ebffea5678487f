package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.port.ProviderException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;

/** Whether one more Auto Scaling group and one more launch template may be created. */
final class Groups {
  /** EC2 API reference, DescribeLaunchTemplates: at most 200 a page. */
  private static final int PAGE = 200;

  /** Auto Scaling API reference, DescribeAutoScalingGroups: at most 100 a page. */
  private static final int GROUPS_PAGE = 100;

  /** 5,000 groups and 10,000 templates, ten times and twice AWS's standard limits. */
  private static final int PAGES_MAX = 50;

  /** Service Quotas: Auto Scaling groups per region. */
  private static final String GROUPS = "L-CDE20ADC";

  /** Service Quotas: launch templates per region. */
  private static final String TEMPLATES = "L-FB451C26";

  private final Clients clients;
  private final Quotas quotas;

  Groups(Clients clients, Quotas quotas) {
    this.clients = clients;
    this.quotas = quotas;
  }

  List<Line> check() throws ProviderException {
    return List.of(
        new Finding(
                "Auto Scaling groups",
                "groups",
                1,
                groups(),
                quotas.limit("autoscaling", GROUPS),
                GROUPS)
            .line(),
        new Finding(
                "launch templates",
                "templates",
                1,
                templates(),
                quotas.limit("ec2", TEMPLATES),
                TEMPLATES)
            .line());
  }

  private long groups() throws ProviderException {
    AtomicLong sum = new AtomicLong();
    Pages.<String>walk(
        "the Auto Scaling groups of " + clients.region(),
        limit("Auto Scaling groups", GROUPS_PAGE),
        token -> {
          DescribeAutoScalingGroupsResponse answer =
              clients
                  .autoScaling()
                  .describeAutoScalingGroups(
                      r ->
                          r.includeInstances(false)
                              .maxRecords(GROUPS_PAGE)
                              .nextToken(token.orElse(null)));
          sum.addAndGet(answer.autoScalingGroups().size());
          return Pages.next(answer.nextToken());
        });
    return sum.get();
  }

  private long templates() throws ProviderException {
    AtomicLong sum = new AtomicLong();
    Pages.<String>walk(
        "the launch templates of " + clients.region(),
        limit("launch templates", PAGE),
        token -> {
          DescribeLaunchTemplatesResponse answer =
              clients
                  .ec2()
                  .describeLaunchTemplates(r -> r.maxResults(PAGE).nextToken(token.orElse(null)));
          sum.addAndGet(answer.launchTemplates().size());
          return Pages.next(answer.nextToken());
        });
    return sum.get();
  }

  private Pages.Limit limit(String things, int page) {
    return Pages.atMost(
        PAGES_MAX,
        "region %s has more than %s %s; delete those that nothing uses"
            .formatted(clients.region(), page * PAGES_MAX, things));
  }
}
