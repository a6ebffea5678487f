package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.RolloutState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a rollout would do, step by step, if everything goes well. */
public final class Outlook {
  private Outlook() {}

  /** The steps of the rollout that {@code state} opens, in order. */
  public static List<String> of(Fleet fleet, RolloutState state, FleetView view) {
    Policy policy = fleet.policy();
    Policy.Bounds bounds = policy.bounds();
    Optional<Generation> active = state.from().flatMap(p -> view.find(p.generation()));
    int machines = active.map(Generation::desired).orElse(fleet.capacity().desired());
    List<String> lines = new ArrayList<>();
    active.ifPresent(
        g -> lines.add("prepare: pin " + g.id() + " at " + g.desired() + " machines and guard it"));
    lines.add(
        "launch: "
            + machines
            + " machines of "
            + state.to().image()
            + " as "
            + state.to().generation()
            + state.to().slot().map(s -> " in slot " + s).orElse("")
            + ", within "
            + Words.span(bounds.launch()));
    lines.add(
        "warm-up: all healthy in every zone for "
            + Words.span(bounds.stability())
            + ", within "
            + Words.span(bounds.warmUp()));
    fleet
        .route()
        .ifPresent(
            route ->
                lines.add(
                    "verify: "
                        + route.probePath()
                        + " through the test route for "
                        + Words.span(bounds.stability())
                        + ", within "
                        + Words.span(bounds.verify())));
    if (policy.approval()) {
      lines.add("verify: a person approves, within " + Words.span(bounds.judgment()));
    }
    lines.addAll(steps(fleet, state));
    lines.add("promote: " + state.to().generation() + " takes over the settings");
    state.from().ifPresent(from -> lines.add(leaving(fleet, from)));
    return lines;
  }

  private static List<String> steps(Fleet fleet, RolloutState state) {
    Policy policy = fleet.policy();
    String gates = policy.gates().stream().map(Outlook::gate).collect(Collectors.joining(", "));
    if (!fleet.routed()) {
      return List.of(
          "soak: "
              + Words.span(policy.finalSoak())
              + " (no route, no shift)"
              + (gates.isEmpty() ? "" : ", gates " + gates));
    }
    List<Integer> steps = state.from().isEmpty() ? List.of(100) : policy.steps();
    List<String> lines = new ArrayList<>();
    for (int step : steps) {
      Duration soak = step == 100 ? policy.finalSoak() : policy.soak();
      lines.add(
          "shift: "
              + step
              + "% to "
              + state.to().generation()
              + ", soak "
              + Words.span(soak)
              + (gates.isEmpty() ? "" : ", gates " + gates));
    }
    return lines;
  }

  private static String gate(Gate gate) {
    if (gate instanceof Gate.ErrorRate rate) {
      return "error-rate at most " + rate.percentMax() + "%";
    }
    if (gate instanceof Gate.Latency latency) {
      return "p99 at most " + Words.span(latency.p99Max());
    }
    if (gate instanceof Gate.Alarms alarms) {
      return "no alarm of " + String.join(", ", alarms.names());
    }
    if (gate instanceof Gate.Command command) {
      return Verdicts.name(command) + " within " + Words.span(command.timeout());
    }
    throw new IllegalStateException("unknown gate " + gate);
  }

  private static String leaving(Fleet fleet, Placement from) {
    String kept =
        fleet.routed()
            ? "retain: "
                + from.generation()
                + " warm and fully sized for "
                + Words.span(fleet.policy().bounds().retention())
                + ", then drain and retire it"
            : "retire: " + from.generation();
    return kept;
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
