package com.pharmaserv.repave.aws.gauge;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Reads what gates need from CloudWatch, in whole minutes, as that is what load balancers report
 * in. The last minute or two may not be there yet: a soak should last several.
 */
public final class AwsGauges implements Gauges {
  /**
   * How long a slot must have been without requests to be quiet: two whole minutes, and one more
   * that CloudWatch may not have yet.
   */
  private static final Duration QUIET = Duration.ofMinutes(3);

  private final Site site;
  private final Prober prober;
  private final Metrics metrics;
  private final Slots slots;
  private final Alarms alarms;

  public AwsGauges(Site site, Prober prober) {
    this.site = site;
    this.prober = prober;
    this.metrics = new Metrics(site.clients());
    this.slots = new Slots(site.clients());
    this.alarms = new Alarms(site.clients());
  }

  /**
   * Requests of the generation's slot. The minute that {@code since} falls into is left out: what
   * the slot's earlier generation did must not be held against this one. The latency is the time to
   * the answer's beginning, which is what load balancers measure.
   */
  @Override
  public Measurement measure(Fleet fleet, GenerationId generation, Instant since)
      throws ProviderException {
    Optional<HandOver.Route> route = site.handOvers().of(fleet).route();
    Instant from = Metrics.Window.ceiling(since, Duration.ofMinutes(1));
    Instant until = later(from, now().truncatedTo(ChronoUnit.MINUTES));
    Optional<Slot> slot = route.isEmpty() ? Optional.empty() : slots.of(generation, route.get());
    if (route.isEmpty() || slot.isEmpty() || !from.isBefore(until)) {
      return new Measurement(from, until, 0, 0, Duration.ZERO, Duration.ZERO);
    }
    Metrics.Window window = Metrics.Window.of(from, until);
    return measurement(window, read(fleet, route.get(), slot.get(), window));
  }

  private Reading read(Fleet fleet, HandOver.Route route, Slot slot, Metrics.Window window)
      throws ProviderException {
    if (ElbArns.network(route)) {
      throw new ProviderException(
          Failure.Kind.GONE,
          ("fleet %s is behind a Network Load Balancer, whose connections CloudWatch"
                  + " counts for the load balancer as a whole and not for each slot; remove the"
                  + " fleet's gates and name alarms instead")
              .formatted(fleet.id()));
    }
    // Candidate and active generation are asked for one after the other: both come with one call.
    return metrics.read(window, group(route, slot), group(route, slot.other()));
  }

  private static Metrics.Group group(HandOver.Route route, Slot slot) throws ProviderException {
    return new Metrics.Group(ElbArns.targetGroup(route.targetGroup(slot)), ElbArns.balancer(route));
  }

  private static Measurement measurement(Metrics.Window window, Reading reading)
      throws ProviderException {
    // Several failed connections may belong to one request that was tried again.
    long failures = Math.min(reading.failures(), reading.requests());
    if (reading.requests() > failures && reading.p99().isEmpty()) {
      throw new ProviderException(
          Failure.Kind.THROTTLED,
          ("CloudWatch has %s requests but no response times yet; it is asked again at"
                  + " the next turn")
              .formatted(reading.requests()));
    }
    // Where nobody was answered, all that is known is that it takes longer than this.
    Duration unknown =
        reading.requests() == 0 ? Duration.ZERO : Duration.between(window.since(), window.until());
    return new Measurement(
        window.since(),
        window.until(),
        reading.requests(),
        failures,
        reading.p50().orElse(unknown),
        reading.p99().orElse(unknown));
  }

  /**
   * How much still happens in a slot that takes no new traffic: drain by observation. Behind a
   * Network Load Balancer always 0: it has no such count for each slot, and closes the connections
   * of a target group whose weight is 0 by itself.
   *
   * @return requests that ended there lately; 0 once there were none for two whole minutes
   */
  public int openRequests(Fleet fleet, Slot slot) throws ProviderException {
    Optional<HandOver.Route> route = site.handOvers().of(fleet).route();
    if (route.isEmpty() || ElbArns.network(route.get())) {
      return 0;
    }
    Instant until = now().truncatedTo(ChronoUnit.MINUTES);
    Metrics.Window window = new Metrics.Window(until.minus(QUIET), until);
    long requests = read(fleet, route.get(), slot, window).requests();
    return (int) Math.min(requests, Integer.MAX_VALUE);
  }

  @Override
  public List<Alarm> alarms(Fleet fleet, List<String> names) throws ProviderException {
    return names.isEmpty() ? List.of() : alarms.read(names);
  }

  @Override
  public Probe probe(Fleet fleet) throws ProviderException {
    Optional<HandOver.Route> route = site.handOvers().of(fleet).route();
    if (route.isEmpty() || fleet.route().isEmpty()) {
      return new Probe(false, "fleet " + fleet.id() + " has no route to probe");
    }
    String url = route.get().probe() + fleet.route().get().probePath();
    try {
      return prober.get(URI.create(url));
    } catch (IllegalArgumentException e) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("the probe URL '%s' of fleet %s is none: %s; correct the probe path or"
                  + " deploy the infrastructure")
              .formatted(url, fleet.id(), e.getMessage()),
          e);
    }
  }

  /** By the clock that requests are counted by. */
  private Instant now() {
    return site.time().now().plus(site.clients().skew());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
