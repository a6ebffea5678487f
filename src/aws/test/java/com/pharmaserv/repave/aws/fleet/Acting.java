package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/** One fleet on the double and short ways to act on it. */
final class Acting {
  static final Settings PLAIN = Settings.of(0, 6, List.of(), false);

  final FleetWorld world;
  final Fleet fleet;

  Acting(FleetWorld world, Fleet fleet) {
    this.world = world;
    this.fleet = fleet;
  }

  static Acting routed() {
    FleetWorld world = new FleetWorld();
    return new Acting(world, world.routed("app"));
  }

  GenerationId id(int number) {
    return new GenerationId(fleet.id(), number);
  }

  String name(int number) {
    return Names.group(id(number));
  }

  Stamp stamp() {
    return new Stamp(new RolloutId(fleet.id(), 1), "test", 1, new Head(1, "0".repeat(64)));
  }

  HandOver.Route route() {
    return Objects.requireNonNull(world.handOvers.get(fleet.id())).route().orElseThrow();
  }

  LaunchGeneration launching(int number, Slot slot, int desired, Optional<GenerationId> like) {
    return new LaunchGeneration(
        id(number),
        fleet.routed() ? Optional.of(slot) : Optional.empty(),
        FleetWorld.IMAGE,
        desired,
        PLAIN,
        new RolloutId(fleet.id(), 1),
        like);
  }

  void launch(int number, Slot slot, int desired) throws ProviderException {
    launch(launching(number, slot, desired, Optional.empty()));
  }

  void launch(LaunchGeneration action) throws ProviderException {
    world.fleets.launch(fleet, action, stamp());
  }

  void resize(int number, int desired) throws ProviderException {
    world.fleets.resize(fleet, new Resize(id(number), desired), stamp());
  }

  void configure(int number, Settings settings) throws ProviderException {
    world.fleets.configure(fleet, new Configure(id(number), settings), stamp());
  }

  void retire(int number) throws ProviderException {
    world.fleets.retire(fleet, new RetireGeneration(id(number)), stamp());
  }

  void shift(Weights expected, Weights weights) throws ProviderException {
    world.traffic.shift(fleet, new ShiftTraffic(expected, weights), stamp());
  }

  Generation seen(int number) throws ProviderException {
    return world.fleets.observe(fleet).find(id(number)).orElseThrow();
  }

  /** The group as AWS shows it to a person. */
  AutoScalingGroup group(int number) {
    return world
        .world
        .clients()
        .scaling()
        .describeAutoScalingGroups(r -> r.autoScalingGroupNames(name(number)))
        .autoScalingGroups()
        .get(0);
  }

  void pass(Duration span) {
    world.cloud.clock().advance(span);
  }

  /** Calls of that operation so far. */
  List<Call> calls(String operation) {
    return world.cloud.calls().stream().filter(c -> c.operation().equals(operation)).toList();
  }

  /** The operations that changed something, from that many calls on. */
  List<String> writesSince(int calls) {
    return world.cloud.calls().stream()
        .skip(calls)
        .filter(Call::mutating)
        .map(Call::operation)
        .toList();
  }

  int soFar() {
    return world.cloud.calls().size();
  }

  static ThrowableAssertAlternative<ProviderException> fails(
      Failure.Kind kind, ThrowingCallable effect) {
    return org.assertj.core.api.Assertions.assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(effect)
        .matches(e -> e.failure().kind() == kind, "is " + kind);
  }
}
