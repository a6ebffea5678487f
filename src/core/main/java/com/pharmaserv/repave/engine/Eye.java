package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Wants;
import com.pharmaserv.repave.port.Checks.Run;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the world: the fleet always, the rest only as far as the decider wants it. */
final class Eye {
  private final Ports ports;

  Eye(Ports ports) {
    this.ports = ports;
  }

  /**
   * Gathers one turn's facts.
   *
   * @param vigil knows for how long nobody has looked
   * @throws ProviderException if the fleet cannot be observed; missing measurements and probes are
   *     facts, not failures
   */
  Observation look(Fleet fleet, RolloutState state, Vigil vigil, List<Observation.Tried> tried)
      throws ProviderException, IOException {
    Instant began = ports.time().now();
    Wants wants = Wants.of(fleet, state, began);
    FleetView view = ports.fleets().observe(fleet);
    List<Signal> signals = ports.signals().pending(fleet.id(), state.signalSeen());
    // Requests are counted by the provider's clock, the stage began by ours.
    Optional<Instant> since = wants.measureSince().map(ours -> ours.plus(view.skew()));
    Optional<Measurement> candidate = since.flatMap(s -> measure(fleet, state.to(), s));
    Optional<Measurement> active =
        since.flatMap(s -> state.from().flatMap(from -> measure(fleet, from, s)));
    Optional<Probe> probe = wants.probe() ? probe(fleet) : Optional.empty();
    boolean blocked = wants.block() && blocked(state);
    return new Observation(
        view,
        candidate,
        active,
        probe,
        alarms(fleet, wants.alarms()),
        checks(fleet, state, wants.commands()),
        blocked,
        signals,
        vigil.gap(began, ports.time().now()),
        tried);
  }

  private Optional<List<Alarm>> alarms(Fleet fleet, List<String> names) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ports.gauges().alarms(fleet, names));
    } catch (ProviderException unreadable) {
      // The decider waits for alarms that it can read and does not take silence for a good sign.
      return Optional.empty();
    }
  }

  private Map<Gate.Command, Check> checks(
      Fleet fleet, RolloutState state, List<Gate.Command> commands) {
    Map<Gate.Command, Check> checks = new HashMap<>();
    for (Gate.Command command : commands) {
      // The beginning of the soak belongs to the key: soaking once more means to run once more.
      String key = state.id() + " since " + state.since();
      int percent = state.to().slot().map(s -> state.traffic().asked().share(s)).orElse(100);
      Run run = new Run(key, command, state.id(), state.to(), percent);
      checks.put(command, ports.checks().check(fleet, run));
    }
    return checks;
  }

  private Optional<Measurement> measure(Fleet fleet, Placement placement, Instant since) {
    try {
      return Optional.of(ports.gauges().measure(fleet, placement.generation(), since));
    } catch (ProviderException unreadable) {
      // The decider waits for a measurement and does not take its absence for a good sign.
      return Optional.empty();
    }
  }

  private Optional<Probe> probe(Fleet fleet) {
    try {
      return Optional.of(ports.gauges().probe(fleet));
    } catch (ProviderException unreadable) {
      // No probe is no pass: the verify phase goes on until its deadline.
      return Optional.empty();
    }
  }

  private boolean blocked(RolloutState state) throws ProviderException {
    return ports.images().find(state.to().image()).flatMap(Image::block).isPresent();
  }
}
