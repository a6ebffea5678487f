package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.Headroom;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.price.MachinePrices;
import java.util.ArrayList;
import java.util.List;

/** Reads the account's limits against what a second generation needs beside the active one. */
public final class AwsHeadroom implements Headroom {
  private final Site site;
  private final MachinePrices prices;
  private final Quotas quotas;
  private final Machines machines;
  private final Reservations reservations;

  public AwsHeadroom(Site site) {
    this.site = site;
    this.prices = MachinePrices.standard();
    this.quotas = new Quotas(site.clients());
    this.machines = new Machines(site.clients());
    this.reservations = new Reservations(site);
  }

  @Override
  public List<Line> check(Fleet fleet, int count) throws ProviderException {
    HandOver handOver = site.handOvers().of(fleet);
    Kind kind = machines.kind(handOver.skeleton());
    List<Line> lines = new ArrayList<>();
    lines.addAll(tried("vCPU quota", () -> List.of(vcpus(kind, count))));
    lines.addAll(
        tried(
            "free addresses",
            () -> new Addresses(site.clients()).check(handOver.subnets(), share(handOver, count))));
    if (handOver.route().isPresent()) {
      HandOver.Route route = handOver.route().get();
      lines.addAll(tried("targets", () -> new Targets(site.clients(), quotas).check(route, count)));
    }
    lines.addAll(tried("groups", () -> new Groups(site.clients(), quotas).check()));
    lines.add(Cost.line(prices, site.clients().region(), kind, count, fleet.policy()));
    return List.copyOf(lines);
  }

  /** One look at what there is. */
  private interface Look {
    List<Line> lines() throws ProviderException;
  }

  /**
   * What could not be read is said and does not stop a rollout, which ends clean where capacity
   * turns out to be short; what may not be read does, so that somebody mends the permission.
   */
  private static List<Line> tried(String what, Look look) throws ProviderException {
    try {
      return look.lines();
    } catch (ProviderException unread) {
      if (unread.failure().kind() == Failure.Kind.DENIED) {
        throw unread;
      }
      return List.of(new Line(what, "not known: " + unread.failure().message(), true));
    }
  }

  @Override
  public List<Line> probe(Fleet fleet, int count) throws ProviderException {
    HandOver handOver = site.handOvers().of(fleet);
    Kind kind = machines.kind(handOver.skeleton());
    return reservations.probe(fleet.id(), handOver.subnets(), kind, share(handOver, count));
  }

  private Line vcpus(Kind kind, int count) throws ProviderException {
    VcpuQuota quota = kind.quota();
    return new Finding(
            "vCPU quota",
            "vCPUs",
            (long) count * kind.vcpus(),
            machines.used(quota),
            quotas.limit("ec2", quota.code()),
            quota.title() + ", " + quota.code() + "; " + count + " machines of " + kind.type())
        .line();
  }

  /** Machines of one zone: where they do not divide evenly, any zone may get one more. */
  private static int share(HandOver handOver, int count) {
    int zones = Math.max(1, handOver.subnets().size());
    return (count + zones - 1) / zones;
  }
}
