package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What people, schedules and other tools do to a fleet while it is rolled. */
public sealed interface Meddling extends Incident {
  /** A person suspends a process of the generation that carries the traffic. */
  record ProcessSuspended() implements Meddling {
    private static final String PROCESS = "AZRebalance";

    @Override
    public Optional<String> happen(World world) {
      Optional<SimGroup> carrying = world.groups().stream().filter(world::carries).findFirst();
      carrying.ifPresent(
          g -> {
            TreeSet<String> suspended = new TreeSet<>(g.settings.suspended());
            suspended.add(PROCESS);
            g.settings = g.settings.withSuspended(suspended);
            world.invariants().suspended(g.id, suspended);
          });
      return carrying.map(g -> "somebody suspends " + PROCESS + " on " + g.id);
    }
  }

  /** A person moves a part of the traffic to the other slot, if anything works there. */
  record WeightsSet() implements Meddling {
    private static final int LEFT_PERCENT = 77;

    @Override
    public Optional<String> happen(World world) {
      if (!world.fleet().routed() || world.weights().equals(Weights.NONE)) {
        return Optional.empty();
      }
      Slot slot = world.weights().blue() >= 50 ? Slot.BLUE : Slot.GREEN;
      boolean alone =
          world.groups().stream()
              .noneMatch(
                  g -> g.slot.equals(Optional.of(slot.other())) && g.serving(world.now()) > 0);
      return alone
          ? Optional.empty()
          : new WeightsPut(Weights.of(slot, LEFT_PERCENT)).happen(world);
    }
  }

  /** Somebody, or the infrastructure's code, puts weights there whatever they lead to. */
  record WeightsPut(Weights weights) implements Meddling {
    @Override
    public Optional<String> happen(World world) {
      if (!world.fleet().routed()) {
        return Optional.empty();
      }
      world.weights(weights);
      world.invariants().meddled();
      return Optional.of("somebody sets the weights to " + weights);
    }
  }

  /** A person or a schedule wants no machines for a while. */
  record ScaledToZero(Duration span) implements Meddling {
    @Override
    public Optional<String> happen(World world) {
      Optional<SimGroup> carrying =
          world.groups().stream().filter(world::carries).filter(g -> g.desired > 0).findFirst();
      carrying.ifPresent(
          g -> {
            int before = g.desired;
            world.invariants().sized(g.id, 0);
            world.invariants().excused();
            resize(g, 0);
            world.schedule(world.now().plus(span), () -> resize(g, Math.max(g.desired, before)));
          });
      return carrying.map(g -> "somebody scales " + g.id + " to 0 for " + span);
    }

    private static void resize(SimGroup group, int machines) {
      group.desired = machines;
      group.settings = group.settings.allowing(machines);
    }
  }

  /** A scheduled action fires, wherever it stands at that instant. */
  record ScheduleFires(int more) implements Meddling {
    @Override
    public Optional<String> happen(World world) {
      List<SimGroup> scaled =
          world.groups().stream().filter(g -> !g.settings.automation().isEmpty()).toList();
      world.invariants().fired(!scaled.isEmpty());
      for (SimGroup group : scaled) {
        Settings settings = group.settings;
        group.desired = Math.max(settings.min(), Math.min(settings.max(), group.desired + more));
      }
      return Optional.of("a schedule fires on " + scaled.stream().map(g -> g.id).toList());
    }
  }

  /** A rule of its own leads requests to a slot, past the fleet's route. */
  record WayAdded(Slot slot, Duration span) implements Meddling {
    @Override
    public Optional<String> happen(World world) {
      if (!world.fleet().routed()) {
        return Optional.empty();
      }
      Obstacle way =
          new Obstacle(
              Obstacle.Kind.WAY_IN, "rule 7 (path /api/*)", Optional.empty(), Optional.of(slot));
      stands(world, way, span);
      return Optional.of("somebody leads /api/* to slot " + slot + " for " + span);
    }
  }

  /** A person protects a machine from being ended. */
  record MachineProtected(String machine, Duration span) implements Meddling {
    @Override
    public Optional<String> happen(World world) {
      for (SimGroup group : world.groups()) {
        for (SimMachine found : group.machines) {
          if (found.id.equals(machine) && !found.leaving()) {
            found.protectedFromEnding = true;
            String what = machine + " is protected from scale-in";
            Obstacle held =
                new Obstacle(Obstacle.Kind.MACHINE, what, Optional.of(group.id), Optional.empty());
            stands(world, held, span);
            world.schedule(world.now().plus(span), () -> found.protectedFromEnding = false);
            return Optional.of("somebody protects " + machine + " for " + span);
          }
        }
      }
      return Optional.empty();
    }
  }

  /** Another tool replaces the machines that carry the traffic, one after the other. */
  record RefreshBegins(Duration span) implements Meddling {
    private static final Duration EACH = Duration.ofSeconds(20);

    @Override
    public Optional<String> happen(World world) {
      Optional<SimGroup> carrying = world.groups().stream().filter(world::carries).findFirst();
      carrying.ifPresent(
          g -> {
            Obstacle refresh =
                new Obstacle(
                    Obstacle.Kind.REPLACEMENT,
                    "instance refresh 1 of " + g.id,
                    Optional.of(g.id),
                    Optional.empty());
            stands(world, refresh, span);
            replace(world, g, world.now().plus(span));
          });
      return carrying.map(g -> "somebody refreshes the machines of " + g.id + " for " + span);
    }

    private static void replace(World world, SimGroup group, Instant until) {
      List.copyOf(group.machines).stream()
          .filter(m -> m.serves(world.now()))
          .findFirst()
          .ifPresent(m -> group.lose(m, world.now()));
      Instant next = world.now().plus(EACH);
      if (next.isBefore(until) && world.stands(group)) {
        world.schedule(next, () -> replace(world, group, until));
      }
    }
  }

  private static void stands(World world, Obstacle obstacle, Duration span) {
    world.obstacles().put(obstacle, world.now());
    world.schedule(world.now().plus(span), () -> world.obstacles().remove(obstacle));
  }
}
