package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a rollout would do, step by step, if everything goes well. */
public final class Outlook {
  private Outlook() {}

  /** One step of a rollout. */
  public record Step(Phase phase, Reason what) {
    static Step of(Phase phase, ReasonCode code, Object... values) {
      return new Step(phase, Reason.of(code, values));
    }
  }

  /** The steps of the rollout that {@code state} opens, in order. */
  public static List<Step> of(Fleet fleet, RolloutState state, FleetView view) {
    Policy policy = fleet.policy();
    Policy.Bounds bounds = policy.bounds();
    Optional<Generation> active = state.from().flatMap(p -> view.find(p.generation()));
    Placement to = state.to();
    List<Step> steps = new ArrayList<>();
    Obstacles.differing(view).ifPresent(why -> steps.add(new Step(Phase.PREPARE, why)));
    active.ifPresent(
        g -> steps.add(Step.of(Phase.PREPARE, ReasonCode.WILL_PIN, g.id(), g.desired())));
    steps.add(
        Step.of(
            Phase.LAUNCH,
            ReasonCode.WILL_LAUNCH,
            active.map(Generation::desired).orElse(fleet.capacity().desired()),
            to.image(),
            to.generation(),
            to.slot().map(Slot::toString).orElse(""),
            bounds.launch()));
    steps.add(Step.of(Phase.WARM_UP, ReasonCode.WILL_WARM_UP, bounds.stability(), bounds.warmUp()));
    fleet
        .route()
        .ifPresent(
            route ->
                steps.add(
                    Step.of(
                        Phase.VERIFY,
                        ReasonCode.WILL_PROVE,
                        route.probePath(),
                        bounds.stability(),
                        bounds.verify())));
    if (policy.approval()) {
      steps.add(Step.of(Phase.VERIFY, ReasonCode.WILL_ASK, bounds.judgment()));
    }
    steps.addAll(moving(fleet, state));
    steps.add(Step.of(Phase.PROMOTE, ReasonCode.WILL_PROMOTE, to.generation()));
    state.from().ifPresent(from -> steps.add(leaving(fleet, from)));
    return steps;
  }

  private static List<Step> moving(Fleet fleet, RolloutState state) {
    Policy policy = fleet.policy();
    List<Reason> gates = policy.gates().stream().map(Outlook::gate).toList();
    if (!fleet.routed()) {
      return List.of(
          new Step(Phase.SOAK, Reason.of(ReasonCode.WILL_SOAK, policy.finalSoak()).and(gates)));
    }
    List<Integer> shares = state.from().isEmpty() ? List.of(100) : policy.steps();
    List<Step> steps = new ArrayList<>();
    for (int share : shares) {
      Duration soak = share == 100 ? policy.finalSoak() : policy.soak();
      Reason shift = Reason.of(ReasonCode.WILL_SHIFT, share, state.to().generation(), soak);
      steps.add(new Step(Phase.SHIFT, shift.and(gates)));
    }
    return steps;
  }

  private static Reason gate(Gate gate) {
    if (gate instanceof Gate.ErrorRate rate) {
      return Reason.of(ReasonCode.GATE_ERROR_RATE, Gates.plain(rate.percentMax()));
    }
    if (gate instanceof Gate.Latency latency) {
      return Reason.of(ReasonCode.GATE_LATENCY, latency.p99Max());
    }
    if (gate instanceof Gate.Alarms alarms) {
      return Reason.of(ReasonCode.GATE_ALARMS, String.join(", ", alarms.names()));
    }
    if (gate instanceof Gate.Command command) {
      return Reason.of(ReasonCode.GATE_COMMAND, Conditions.name(command), command.timeout());
    }
    throw new IllegalStateException("unknown gate " + gate);
  }

  private static Step leaving(Fleet fleet, Placement from) {
    Duration retention = fleet.policy().bounds().retention();
    return fleet.routed()
        ? Step.of(Phase.RETAIN, ReasonCode.WILL_RETAIN, from.generation(), retention)
        : Step.of(Phase.RETIRE, ReasonCode.WILL_RETIRE, from.generation());
  }

  /** The longest a rollout may take from start to end, people's judgment and pauses apart. */
  public static Duration bound(Fleet fleet) {
    Policy policy = fleet.policy();
    Policy.Bounds b = policy.bounds();
    Duration forward =
        b.launch()
            .plus(b.warmUp())
            .plus(b.verify())
            .plus(b.judgment())
            .plus(policy.finalSoak())
            .plus(b.retention());
    // A command that a crash interrupted is run from the start again.
    Duration command =
        policy.commands().stream()
            .map(gate -> gate.timeout().multipliedBy(2))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    // Each shift may use its bound to confirm, and its soak once more to gather requests.
    Duration shifts =
        b.shift()
            .multipliedBy(2)
            .plus(policy.soak())
            .plus(command)
            .multipliedBy(policy.steps().size());
    Duration back = b.shift().multipliedBy(3).plus(b.drain()).plus(b.retire().multipliedBy(2));
    return forward.plus(shifts).plus(back);
  }
}
