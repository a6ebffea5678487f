package com.pharmaserv.repave.aws;

import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.fleet.AwsFleets;
import com.pharmaserv.repave.aws.fleet.AwsTraffic;
import com.pharmaserv.repave.aws.fleet.Observer;
import com.pharmaserv.repave.aws.gauge.AwsGauges;
import com.pharmaserv.repave.aws.gauge.HttpsProber;
import com.pharmaserv.repave.aws.gauge.Prober;
import com.pharmaserv.repave.aws.headroom.AwsHeadroom;
import com.pharmaserv.repave.aws.image.AwsBaker;
import com.pharmaserv.repave.aws.image.AwsDisks;
import com.pharmaserv.repave.aws.image.AwsImages;
import com.pharmaserv.repave.aws.image.AwsStock;
import com.pharmaserv.repave.aws.store.DynamoFence;
import com.pharmaserv.repave.aws.store.DynamoJournalStore;
import com.pharmaserv.repave.aws.store.DynamoLeases;
import com.pharmaserv.repave.aws.store.DynamoLocks;
import com.pharmaserv.repave.aws.store.DynamoSignals;
import com.pharmaserv.repave.aws.store.Fence;
import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.aws.store.Table;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.JournalStore;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Stock;
import com.pharmaserv.repave.port.Time;
import java.util.Optional;

/**
 * One environment on AWS: every port's implementation, made once; they share clients, pace,
 * hand-overs and what was observed. Opening it makes no call.
 */
public final class AwsCloud {
  private final Site site;
  private final AwsFleets fleets;
  private final AwsTraffic traffic;
  private final AwsGauges gauges;
  private final AwsImages images;
  private final AwsBaker baker;
  private final AwsDisks disks;
  private final AwsStock stock;
  private final AwsHeadroom headroom;
  private final Leases leases;
  private final Signals signals;

  private AwsCloud(Site site, Prober prober) {
    this.site = site;
    Observer observer = new Observer(site.clients(), site.time());
    Fence fence = new DynamoFence(this::table);
    Locks locks = new DynamoLocks(this::sharedTable);
    this.gauges = new AwsGauges(site, prober);
    this.fleets = new AwsFleets(site, observer, fence, gauges::openRequests);
    this.traffic = new AwsTraffic(site, observer, fence);
    this.images = new AwsImages(site, locks);
    this.baker = new AwsBaker(site, locks);
    this.disks = new AwsDisks(site, locks);
    this.stock = new AwsStock(site, images);
    this.headroom = new AwsHeadroom(site);
    this.leases = new DynamoLeases(this::table, site.time());
    this.signals = new DynamoSignals(this::table, site.time());
  }

  /**
   * Opens an environment.
   *
   * @throws IllegalArgumentException if it is not on aws
   */
  public static AwsCloud open(
      Environment environment,
      ClientSettings settings,
      Time time,
      HandOverText text,
      Prober prober) {
    Clients clients = Clients.of(environment, settings, time);
    HandOvers handOvers = new ParameterHandOvers(environment, clients, text);
    return new AwsCloud(new Site(environment, clients, time, handOvers), prober);
  }

  /** Opens an environment with {@link ClientSettings#standard()} and real probes. */
  public static AwsCloud open(Environment environment, Time time, HandOverText text) {
    return open(environment, ClientSettings.standard(), time, text, new HttpsProber());
  }

  public Site site() {
    return site;
  }

  public AwsFleets fleets() {
    return fleets;
  }

  public AwsTraffic traffic() {
    return traffic;
  }

  public AwsGauges gauges() {
    return gauges;
  }

  public AwsImages images() {
    return images;
  }

  public AwsBaker baker() {
    return baker;
  }

  public AwsDisks disks() {
    return disks;
  }

  public Stock stock() {
    return stock;
  }

  public AwsHeadroom headroom() {
    return headroom;
  }

  public Leases leases() {
    return leases;
  }

  public Signals signals() {
    return signals;
  }

  /** The bytes of a fleet's journal. */
  public JournalStore journal(FleetId fleet) {
    return new DynamoJournalStore(this::table, fleet);
  }

  /** What the infrastructure handed over for the fleet. */
  public HandOver handOver(Fleet fleet) throws ProviderException {
    return site.handOvers().of(fleet);
  }

  private Table table(FleetId id) throws ProviderException {
    Environment environment = site.environment();
    if (id.equals(FleetId.ofRotation(environment.id()))) {
      return sharedTable();
    }
    boolean here = id.environment().equals(environment.id());
    Fleet fleet =
        (here ? environment.fleet(id.name()) : Optional.<Fleet>empty())
            .orElseThrow(
                () ->
                    new ProviderException(
                        Failure.Kind.GONE,
                        "environment '" + environment.name() + "' describes no fleet " + id));
    return new Table(site.clients(), site.handOvers().of(fleet).table());
  }

  /** All fleets of an environment are handed over with the same table. */
  private Table sharedTable() throws ProviderException {
    Environment environment = site.environment();
    if (environment.fleets().isEmpty()) {
      throw new ProviderException(
          Failure.Kind.GONE,
          "environment '%s' describes no fleet, so nothing names its table; add one"
              .formatted(environment.name()));
    }
    return table(environment.fleets().get(0).id());
  }
}
