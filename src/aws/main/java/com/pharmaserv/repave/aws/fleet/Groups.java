package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;

/** Reads Auto Scaling groups. */
final class Groups {
  /** The most that Auto Scaling answers at once (API reference, DescribeAutoScalingGroups). */
  private static final int PAGE_SIZE = 100;

  /** 5,000 groups: a region has 500 unless its quota was raised. */
  private static final int PAGES_MAX = 50;

  private final Clients clients;

  Groups(Clients clients) {
    this.clients = clients;
  }

  /** Every group of the environment that this tool made. */
  List<AutoScalingGroup> of(EnvironmentId environment) throws ProviderException {
    return tagged("environment " + environment, tag(Tags.ENVIRONMENT, environment.name()));
  }

  /** Every group of the fleet, as it is now and not as a shared look saw it. */
  List<AutoScalingGroup> of(FleetId fleet) throws ProviderException {
    return tagged(
        "fleet " + fleet,
        tag(Tags.ENVIRONMENT, fleet.environment().name()),
        tag(Tags.FLEET, fleet.name()));
  }

  /** The group of that name as it is now, being deleted or not. */
  Optional<AutoScalingGroup> named(String name) throws ProviderException {
    return Errors.read(
            "read Auto Scaling group " + name,
            () ->
                clients.autoScaling().describeAutoScalingGroups(r -> r.autoScalingGroupNames(name)))
        .autoScalingGroups()
        .stream()
        .filter(g -> g.autoScalingGroupName().equals(name))
        .findFirst();
  }

  /** The group's lifecycle hooks as they are now. */
  List<LifecycleHook> hooks(String group) throws ProviderException {
    return Errors.read(
            "read the lifecycle hooks of " + group,
            () -> clients.autoScaling().describeLifecycleHooks(r -> r.autoScalingGroupName(group)))
        .lifecycleHooks();
  }

  private List<AutoScalingGroup> tagged(String whose, Filter... more) throws ProviderException {
    List<Filter> filters = new ArrayList<>(List.of(more));
    filters.add(tag(Tags.MANAGED_BY, Tags.ROLLOUT_TOOL));
    List<AutoScalingGroup> groups = new ArrayList<>();
    Pages.<String>walk(
        "the Auto Scaling groups of " + whose,
        Pages.atMost(
            PAGES_MAX,
            "%s has more than %s Auto Scaling groups; divide it"
                .formatted(whose, PAGES_MAX * PAGE_SIZE)),
        token -> {
          DescribeAutoScalingGroupsResponse answer =
              clients
                  .autoScaling()
                  .describeAutoScalingGroups(
                      r -> r.filters(filters).maxRecords(PAGE_SIZE).nextToken(token.orElse(null)));
          groups.addAll(answer.autoScalingGroups());
          return Pages.next(answer.nextToken());
        });
    return groups;
  }

  private static Filter tag(String key, String value) {
    return Filter.builder().name("tag:" + key).values(value).build();
  }
}
