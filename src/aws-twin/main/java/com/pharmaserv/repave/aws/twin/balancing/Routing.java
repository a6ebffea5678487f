package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.Machine;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.balancing.Forward.Weighted;
import com.pharmaserv.repave.aws.twin.balancing.Target.Health;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Where a load balancer sends a request. */
public final class Routing {
  private final Balancing balancing;
  private final TwinRegion region;

  public Routing(TwinRegion region) {
    this.region = region;
    this.balancing = region.part(Balancing.class);
  }

  /**
   * Sends one request, as a prober outside would.
   *
   * @param url its host is a load balancer's DNS name or a host that any rule names; its port
   *     chooses the listener (443 and 80 if it has none)
   * @param headers of the request
   */
  public Probe probe(URI url, Map<String, String> headers) {
    return region.cloud().guarded(() -> sent(url, headers));
  }

  private Probe sent(URI url, Map<String, String> headers) {
    int usual = "https".equals(url.getScheme()) ? 443 : 80;
    int port = url.getPort() < 0 ? usual : url.getPort();
    String path = url.getPath().isEmpty() ? "/" : url.getPath();
    String host =
        headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("host"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(url.getHost());
    List<Listener> listeners =
        balancing.listeners().all().stream().filter(one -> one.port() == port).toList();
    Listener listener =
        listeners.stream()
            .filter(one -> hasName(one, url.getHost()))
            .findFirst()
            .or(() -> listeners.stream().filter(one -> hasHost(one, host)).findFirst())
            .orElseThrow(() -> new AssertionError("no listener of the double answers at " + url));
    return balancing.rulesOf(listener.arn(), region.clock().now()).stream()
        .filter(
            rule ->
                rule.conditions().stream()
                    .allMatch(condition -> condition.matches(host, path, headers)))
        .findFirst()
        .map(rule -> through(rule.actions()))
        .orElseThrow();
  }

  private boolean hasName(Listener listener, String host) {
    return balancing
        .balancers()
        .get(listener.balancerArn())
        .filter(lb -> lb.dnsName(region.name()).equalsIgnoreCase(host))
        .isPresent();
  }

  private boolean hasHost(Listener listener, String host) {
    return balancing.rulesOf(listener.arn(), region.clock().now()).stream()
        .flatMap(rule -> rule.conditions().stream())
        .anyMatch(c -> c.field().equals("host-header") && c.matches(host, "/", Map.of()));
  }

  /** Through the last action, the one that answers. */
  private Probe through(List<Forward> actions) {
    Forward action = actions.get(actions.size() - 1);
    if (!action.type().equals("forward")) {
      return Probe.without(action.fixedStatus(), Optional.empty());
    }
    int total = action.groups().stream().mapToInt(Weighted::weight).sum();
    if (total == 0) {
      return Probe.without(503, Optional.empty());
    }
    int left = region.random().nextInt(total);
    for (Weighted group : action.groups()) {
      left -= group.weight();
      if (left < 0) {
        return toGroup(group.groupArn());
      }
    }
    throw new IllegalStateException("weights " + action.groups() + " add up to " + total);
  }

  private Probe toGroup(String groupArn) {
    List<Target> used = usable(groupArn);
    if (used.isEmpty()) {
      return Probe.without(503, Optional.of(groupArn));
    }
    Target target = used.get(region.random().nextInt(used.size()));
    Optional<Machine> machine = region.machines().machine(target.machineId());
    if (machine.isEmpty() || !HealthChecks.answers(region, target, machine.get())) {
      return Probe.without(502, Optional.of(groupArn));
    }
    ImageBehaviour behaviour = region.behaviour(machine.get());
    Random random = region.random();
    double luck = random.nextDouble();
    int broken = luck < behaviour.errors() ? 500 : 502;
    boolean fails = !behaviour.healthy() || luck < behaviour.errors() + behaviour.refused();
    return new Probe(
        fails ? (behaviour.healthy() ? broken : 500) : 200,
        Optional.of(groupArn),
        Optional.of(target.machineId()),
        Optional.of(machine.get().imageId()),
        behaviour.latency());
  }

  /**
   * The targets that get requests. User guide, "Target group health": healthy ones; all of them if
   * none is healthy (fail-open); none from other groups of the rule.
   */
  List<Target> usable(String groupArn) {
    List<Target> registered =
        balancing.targetsOf(groupArn, region.clock().now()).stream()
            .filter(target -> target.health() != Health.DRAINING)
            .toList();
    List<Target> healthy =
        registered.stream().filter(target -> target.health() == Health.HEALTHY).toList();
    return healthy.isEmpty() ? registered : healthy;
  }
}
