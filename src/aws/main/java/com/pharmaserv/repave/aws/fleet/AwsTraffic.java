package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.store.Fence;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Traffic;
import java.time.Duration;

/**
 * The route of a fleet as a rule of an Application Load Balancer or the default action of a
 * listener of a Network Load Balancer. Both are replaced in one step, so weights are never seen
 * half set; neither can be written conditionally, so every write is read back.
 */
public final class AwsTraffic implements Traffic {
  /** How often an entry is read after a write until it shows what was written. */
  private static final int READS_MAX = 5;

  private static final Duration READ_PAUSE = Duration.ofSeconds(1);

  private final Site site;
  private final Observer observer;
  private final Fence fence;
  private final Entries entries;

  /**
   * The route of the site's fleets.
   *
   * @param observer shared by everything that looks at this account and region
   */
  public AwsTraffic(Site site, Observer observer, Fence fence) {
    this.site = site;
    this.observer = observer;
    this.fence = fence;
    this.entries = new Entries(site.clients());
  }

  @Override
  public void shift(Fleet fleet, ShiftTraffic action, Stamp stamp) throws ProviderException {
    Permit permit = Permit.of(fence, site.time(), fleet.id(), stamp);
    HandOver.Route route = route(fleet);
    Forward now = production(route);
    if (now.exactly(action.weights())) {
      return;
    }
    // Shown as wanted and yet rounded: set it exactly.
    boolean rounded = now.weights().equals(action.weights());
    if (!rounded && !now.weights().equals(action.expected())) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "weights of fleet %s are %s, expected %s; not overwriting them"
              .formatted(fleet.id(), now.weights(), action.expected()));
    }
    set(fleet, permit, route.production(), now, action.weights(), () -> production(route));
  }

  @Override
  public void pointTestRoute(Fleet fleet, PointTestRoute action, Stamp stamp)
      throws ProviderException {
    Permit permit = Permit.of(fence, site.time(), fleet.id(), stamp);
    HandOver.Route route = route(fleet);
    Forward now = test(route);
    Weights wanted = Weights.of(action.slot(), 100);
    boolean both = now.groups() == Slot.values().length;
    if (now.exactly(wanted) && both) {
      return;
    }
    set(fleet, permit, route.test(), now, wanted, () -> test(route));
  }

  /** Reads an entry. */
  private interface Reading {
    Forward read() throws ProviderException;
  }

  private Forward production(HandOver.Route route) throws ProviderException {
    HandOver.Entry entry = route.production();
    return Forward.production(entry.arn(), entries.now(entry), route);
  }

  private Forward test(HandOver.Route route) throws ProviderException {
    return Forward.test(route.test().arn(), entries.now(route.test()), route);
  }

  private void set(
      Fleet fleet,
      Permit permit,
      HandOver.Entry entry,
      Forward before,
      Weights weights,
      Reading again)
      throws ProviderException {
    permit.check();
    try {
      entries.write(entry, before.with(weights));
    } finally {
      observer.touched(fleet.id());
    }
    try {
      confirm(entry, weights, again);
    } catch (ProviderException unread) {
      // Whatever kept it from being read: it may have been set.
      throw new ProviderException(Failure.Kind.UNKNOWN_OUTCOME, unread.failure().message(), unread);
    }
  }

  /** Reads until the entry shows the weights; what a person set right after is not ours. */
  private void confirm(HandOver.Entry entry, Weights weights, Reading again)
      throws ProviderException {
    Forward seen = again.read();
    for (int reads = 1; reads < READS_MAX && !seen.exactly(weights); reads++) {
      pause(entry);
      seen = again.read();
    }
    if (!seen.exactly(weights)) {
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          ("%s was set to %s and shows %s after %s looks; it may be late, or somebody"
                  + " else has set it")
              .formatted(entry.arn(), weights, seen.weights(), READS_MAX));
    }
  }

  private void pause(HandOver.Entry entry) throws ProviderException {
    try {
      site.time().sleepUntil(site.time().now().plus(READ_PAUSE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          "interrupted before " + entry.arn() + " showed what was set",
          e);
    }
  }

  private HandOver.Route route(Fleet fleet) throws ProviderException {
    return site.handOvers()
        .of(fleet)
        .route()
        .orElseThrow(
            () ->
                new ProviderException(
                    Failure.Kind.DENIED, "fleet " + fleet.id() + " has no route to set"));
  }
}
