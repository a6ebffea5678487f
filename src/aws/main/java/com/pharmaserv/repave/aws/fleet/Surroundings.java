package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import software.amazon.awssdk.services.autoscaling.model.InstanceRefreshStatus;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * What others put around a region's slots and groups: read seldom, for all fleets at once where AWS
 * allows it. Nothing in here is changed by this tool.
 */
final class Surroundings {
  /** For which load balancer has which listeners, and leads to which target groups. */
  static final Duration SLOWER = Duration.ofMinutes(2);

  /** While the account's rate for reads is nearly used up: weights and health come first. */
  private static final Duration CROWDED = Duration.ofMinutes(5);

  /** Below this share of the rate they do. */
  private static final double SPARING = 0.5;

  /** For what only decides how patient this tool is. */
  private static final Duration SLOWEST = Duration.ofMinutes(10);

  /** Something is better than nothing there. */
  private static final Duration FOREVER = Duration.ofDays(1);

  /** ELBv2 API reference, TargetGroupAttribute. */
  private static final String DELAY = "deregistration_delay.timeout_seconds";

  /** How long what was seen is believed while it cannot be read again. */
  private static final Duration BEARABLE = Duration.ofMinutes(10);

  /** The most that ELBv2 answers at once. */
  private static final int PAGE_SIZE = 400;

  /** 12,000 target groups: a region has 3,000 unless its quota was raised. */
  private static final int PAGES_MAX = 30;

  /** Enough to find the latest. */
  private static final int REFRESHES = 10;

  private static final Set<InstanceRefreshStatus> RUNNING =
      Set.of(
          InstanceRefreshStatus.PENDING,
          InstanceRefreshStatus.IN_PROGRESS,
          InstanceRefreshStatus.BAKING,
          InstanceRefreshStatus.CANCELLING,
          InstanceRefreshStatus.ROLLBACK_IN_PROGRESS);

  private final Clients clients;
  private final Groups groups;
  private final Observer observer;
  private final Shared<Map<String, List<String>>> balancers;
  private final ConcurrentMap<String, Shared<Optional<String>>> refreshes =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Shared<Duration>> deregistrations = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Shared<List<LifecycleHook>>> hooks =
      new ConcurrentHashMap<>();

  /** Surroundings that nobody has looked at yet. Makes no call. */
  Surroundings(Clients clients, Observer observer) {
    this.clients = clients;
    this.groups = new Groups(clients);
    this.observer = observer;
    this.balancers =
        observer.shared("target groups of " + clients.region(), this::readTargetGroups);
  }

  /** The load balancers that forward to the target group. */
  List<String> balancers(String targetGroup) throws ProviderException {
    return balancers
        .seldom(elb(SLOWER, "DescribeTargetGroups"), BEARABLE)
        .getOrDefault(targetGroup, List.of());
  }

  List<Listener> listeners(String balancer) throws ProviderException {
    return observer.listeners(balancer).seldom(elb(SLOWER, "DescribeListeners"), BEARABLE);
  }

  List<Rule> rules(String listener) throws ProviderException {
    return observer.rules(listener).seldom(elb(Observer.SLOW, "DescribeRules"), BEARABLE);
  }

  /**
   * The instance refresh that somebody lets run on the group. One moves machines, so groups that
   * stand still are asked for it more seldom.
   */
  Optional<String> refresh(OwnGroup group) throws ProviderException {
    Shared<Optional<String>> shared =
        refreshes.computeIfAbsent(
            group.name(), name -> observer.shared("refreshes of " + name, () -> readRefresh(name)));
    boolean running = shared.peek().flatMap(last -> last).isPresent();
    Duration usual = running || GenerationReader.moving(group) ? Observer.SLOW : SLOWER;
    boolean crowded = clients.left("autoscaling", "DescribeInstanceRefreshes") < SPARING;
    return shared.seldom(crowded ? CROWDED : usual, BEARABLE);
  }

  private Optional<String> readRefresh(String group) throws ProviderException {
    // The newest come first, and one group has one at a time.
    return Errors.read(
            "read the instance refreshes of " + group,
            () ->
                clients
                    .autoScaling()
                    .describeInstanceRefreshes(
                        r -> r.autoScalingGroupName(group).maxRecords(REFRESHES)))
        .instanceRefreshes()
        .stream()
        .filter(refresh -> RUNNING.contains(refresh.status()))
        .map(
            refresh ->
                "instance refresh %s of %s is in state %s"
                    .formatted(refresh.instanceRefreshId(), group, refresh.statusAsString()))
        .findFirst();
  }

  /** How long the target group keeps a machine that leaves, so that its requests can end. */
  Duration deregistration(String targetGroup) throws ProviderException {
    return deregistrations
        .computeIfAbsent(
            targetGroup,
            arn -> observer.shared("attributes of " + arn, () -> readDeregistration(arn)))
        .seldom(elb(SLOWEST, "DescribeTargetGroupAttributes"), FOREVER);
  }

  private Duration readDeregistration(String targetGroup) throws ProviderException {
    return Errors.read(
            "read the attributes of " + targetGroup,
            () -> clients.elb().describeTargetGroupAttributes(r -> r.targetGroupArn(targetGroup)))
        .attributes()
        .stream()
        .filter(attribute -> DELAY.equals(attribute.key()))
        .map(attribute -> Duration.ofSeconds(Long.parseLong(attribute.value())))
        .findFirst()
        .orElse(Duration.ZERO);
  }

  /** The group's lifecycle hooks. */
  List<LifecycleHook> hooks(String group) throws ProviderException {
    return hooks
        .computeIfAbsent(
            group, name -> observer.shared("hooks of " + name, () -> groups.hooks(name)))
        .seldom(SLOWEST, FOREVER);
  }

  /** Forgets a group that is gone. */
  void gone(String group) {
    hooks.remove(group);
    refreshes.remove(group);
  }

  private Duration elb(Duration usual, String operation) {
    return clients.left("elasticloadbalancing", operation) < SPARING ? CROWDED : usual;
  }

  /** Load balancers by target group. All groups come in one walk: asking for some costs as much. */
  private Map<String, List<String>> readTargetGroups() throws ProviderException {
    Map<String, List<String>> found = new HashMap<>();
    Pages.<String>walk(
        "the target groups of region " + clients.region(),
        Pages.atMost(
            PAGES_MAX,
            "region %s has more than %s target groups"
                .formatted(clients.region(), PAGES_MAX * PAGE_SIZE)),
        marker -> {
          DescribeTargetGroupsResponse page =
              clients
                  .elb()
                  .describeTargetGroups(r -> r.pageSize(PAGE_SIZE).marker(marker.orElse(null)));
          page.targetGroups().forEach(g -> found.put(g.targetGroupArn(), g.loadBalancerArns()));
          return Pages.next(page.nextMarker());
        });
    return found;
  }
}
