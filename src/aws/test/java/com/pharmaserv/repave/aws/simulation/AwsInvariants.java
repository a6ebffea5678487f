package com.pharmaserv.repave.aws.simulation;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must always hold, checked against the account itself after every call that changes
 * something. A machine that nature took less than {@link #CHARITY} ago is not held against anybody.
 */
final class AwsInvariants {
  /** A stale read, a target's health checks, a stability window and a turn. */
  static final Duration CHARITY = Duration.ofSeconds(90);

  private static final Set<String> SERVICES = Set.of("autoscaling", "elasticloadbalancing", "ec2");

  private final AwsWorld world;
  private final List<String> violations = new ArrayList<>();
  private final Set<String> verified = new HashSet<>();
  private final Map<String, AwsTruth.Group> expected = new HashMap<>();
  private Optional<AwsTruth> before = Optional.empty();
  private String acting = "";
  private boolean watching = true;
  private boolean established;
  private Instant disturbed = Instant.EPOCH;

  AwsInvariants(AwsWorld world) {
    this.world = world;
    world.cloud.beforeCall(this::before);
    world.cloud.onCall(this::after);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  void violated(String invariant, String what) {
    violations.add(invariant + " at " + world.time.now() + ": " + what);
  }

  /** Looks away while a world is only brought to where a scenario begins: looking is dear. */
  void watching(boolean now) {
    watching = now;
  }

  /** Who calls from now on. */
  void acting(String engine) {
    acting = engine;
  }

  /** Nature took or changed something: no engine can know at once. */
  void disturbed() {
    disturbed = world.time.now();
  }

  private boolean excused() {
    return disturbed.plus(CHARITY).isAfter(world.time.now());
  }

  /** The test entry answered well from the machines of that target group. */
  void passed(String targetGroup) {
    AwsTruth now = AwsTruth.read(world);
    for (Slot slot : Slot.values()) {
      if (world.targetGroup(slot).equals(targetGroup)) {
        now.in(slot).ifPresent(group -> verified.add(group.name()));
      }
    }
  }

  /** The fleet as it is now is what a rollback has to restore. */
  void begins() {
    AwsTruth now = AwsTruth.read(world);
    expected.clear();
    now.groups().forEach(group -> expected.put(group.name(), group));
    established = !now.groups().isEmpty();
  }

  /** A person suspended processes: after a rollback they must still be suspended. */
  void suspended(String group, String processes) {
    AwsTruth.Group found = expected.get(group);
    if (found != null) {
      found.settings().put("suspended", processes);
    }
  }

  private boolean ours(Call call) {
    return watching && call.mutating() && SERVICES.contains(call.service());
  }

  private void before(Call call) {
    if (ours(call)) {
      before = Optional.of(AwsTruth.read(world));
      writer(call);
    }
  }

  /**
   * I3: who changes something holds the lease, or held it last: one that runs out under a slow
   * effect is nobody's, and the fence, which is asked before each write, tells when it is.
   */
  private void writer(Call call) {
    Optional<Lease> lease = world.lease();
    boolean others = lease.map(Lease::holder).filter(h -> !h.equals(acting)).isPresent();
    if (!acting.isEmpty() && others) {
      violated("I3", acting + " called " + call.operation() + ", the lease is " + lease);
    }
  }

  private void after(Call call) {
    if (!ours(call) || before.isEmpty()) {
      return;
    }
    AwsTruth now = AwsTruth.read(world);
    AwsTruth then = before.get();
    if (call.operation().equals("DeleteAutoScalingGroup")
        && call.parameter("ForceDelete").equals("true")) {
      violated("I1", "a group was deleted by force");
    }
    capacity(call, then, now);
    traffic(call, then, now);
    if (!world.holdsOpenIntent()) {
      violated("I7", call.operation() + " has no intent in the journal");
    }
    automation(then, now);
  }

  /** I1: an effect of ours never takes carrying machines below the floor. */
  private void capacity(Call call, AwsTruth then, AwsTruth now) {
    int floor = world.fleet.policy().needed(then.load(), 100);
    int left = now.carrying();
    if (established && !excused() && left < then.carrying() && left < floor) {
      violated(
          "I1", call.operation() + " left " + left + " serving machines, the floor is " + floor);
    }
  }

  /** I2: weight only on a verified generation with the machines its share needs. */
  private void traffic(Call call, AwsTruth then, AwsTruth now) {
    for (Slot slot : Slot.values()) {
      int share = now.weights().share(slot);
      if (share <= then.weights().share(slot)) {
        continue;
      }
      Optional<AwsTruth.Group> group = now.in(slot);
      if (group.isEmpty()) {
        violated("I2", call.operation() + " gave weight " + share + " to an empty slot " + slot);
        continue;
      }
      if (!verified.contains(group.get().name())) {
        violated("I2", group.get().name() + " got weight without being verified");
      }
      int needed = world.fleet.policy().needed(group.get().desired(), share);
      if (!excused() && group.get().serving() < needed) {
        violated(
            "I2",
            group.get().name()
                + " got weight "
                + share
                + " with "
                + group.get().serving()
                + " healthy machines of "
                + needed);
      }
    }
  }

  /**
   * I5: what scales a group by itself stands somewhere at every instant, since it may be due; and
   * while it is handed over, on one group with traffic at the most.
   */
  private void automation(AwsTruth then, AwsTruth now) {
    Set<String> lost = new TreeSet<>(then.automation());
    lost.removeAll(now.automation());
    if (!lost.isEmpty()) {
      violated("I5", lost + " stand on no group any more");
    }
    long scaled = now.routed() ? now.scaledUnderTraffic() : 0;
    if (scaled > 1) {
      violated("I5", "automation stands on " + scaled + " groups with traffic");
    }
  }

  /** I4 and I5, when a rollout has ended. */
  void ended(RolloutState state, End end) {
    AwsTruth now = AwsTruth.read(world);
    boolean forward = end.kind() == End.Kind.SUCCEEDED;
    Optional<GenerationId> active =
        forward ? Optional.of(state.to().generation()) : state.from().map(p -> p.generation());
    Optional<String> name = active.map(id -> "repave-" + id.fleet().environment() + "-" + id);
    if (!now.names().equals(name.map(List::of).orElse(List.of()))) {
      violated("I4", end.kind() + " left the groups " + now.names());
    }
    if (!now.templates().equals(now.names())) {
      violated("I4", end.kind() + " left the templates " + now.templates());
    }
    Optional<AwsTruth.Group> group = name.flatMap(now::group);
    if (world.fleet.routed() && group.isPresent()) {
      Weights weights = now.weights();
      if (weights.share(group.get().slot().orElseThrow()) != 100) {
        violated("I4", end.kind() + " left the weights " + weights);
      }
    }
    if (group.isPresent()) {
      settled(state, forward, group.get());
    }
  }

  private void settled(RolloutState state, boolean forward, AwsTruth.Group group) {
    String source =
        state.from().map(p -> "repave-" + AwsWorld.ENVIRONMENT + "-" + p.generation()).orElse("");
    AwsTruth.Group wanted = expected.get(source);
    if (wanted == null) {
      return;
    }
    if (!forward && !group.settings().equals(wanted.settings())) {
      violated("I5", group.settings() + " is not what was found: " + wanted.settings());
    }
    if (!group.automation().equals(wanted.automation())) {
      violated("I5", group.automation() + " is not what was found: " + wanted.automation());
    }
  }
}
