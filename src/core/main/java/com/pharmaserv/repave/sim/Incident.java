package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.ImageId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One thing that happens in a world by itself. It names all that it needs, so that the same thing
 * can be let happen again in another run; where there is nothing for it to happen to, it does not.
 */
public sealed interface Incident
    permits Incident.MachineDies,
        Incident.MachineFlaps,
        Incident.ZoneLost,
        Incident.CapacityGone,
        Incident.AlarmChanges,
        Incident.ScaleOut,
        Incident.ToolSuspended,
        Incident.CredentialsExpire,
        Incident.OutageBegins,
        Incident.BootsChange,
        Incident.TakenBack,
        Meddling {
  /** Lets it happen; returns it in words, or nothing if it could not. */
  Optional<String> happen(World world);

  /** An incident that happened, and when. */
  record Happening(Instant at, Incident incident) {
    @Override
    public String toString() {
      return "%s after %s".formatted(incident, Duration.between(World.START, at));
    }
  }

  /** A machine dies. */
  record MachineDies(String machine) implements Incident {
    @Override
    public Optional<String> happen(World world) {
      for (SimGroup group : world.groups()) {
        Optional<SimMachine> found = machines(group).filter(m -> m.id.equals(machine)).findFirst();
        if (found.isPresent()) {
          group.lose(found.get(), world.now());
          return Optional.of("machine " + machine + " dies");
        }
      }
      return Optional.empty();
    }
  }

  /** A machine is healthy and unhealthy in turn for a while. */
  record MachineFlaps(String machine) implements Incident {
    private static final Duration SPAN = Duration.ofSeconds(15);

    @Override
    public Optional<String> happen(World world) {
      Optional<SimMachine> found =
          world.groups().stream()
              .flatMap(Incident::machines)
              .filter(m -> m.id.equals(machine))
              .findFirst();
      found.ifPresent(
          m -> {
            m.flapping = true;
            world.invariants().excused();
            world.schedule(world.now().plus(SPAN), () -> m.flapping = false);
          });
      return found.map(m -> "machine " + machine + " flaps");
    }
  }

  /** All machines of a zone die, and it takes no new ones for a while. */
  record ZoneLost(String zone) implements Incident {
    private static final Duration SPAN = Duration.ofSeconds(30);

    @Override
    public Optional<String> happen(World world) {
      world.lostZones().add(zone);
      for (SimGroup group : world.groups()) {
        machines(group)
            .filter(m -> m.zone.equals(zone))
            .toList()
            .forEach(m -> group.lose(m, world.now()));
      }
      world.schedule(world.now().plus(SPAN), () -> world.lostZones().remove(zone));
      return Optional.of("zone " + zone + " is lost");
    }
  }

  /** The provider has no machines to give for a while. */
  record CapacityGone() implements Incident {
    private static final Duration SPAN = Duration.ofSeconds(20);

    @Override
    public Optional<String> happen(World world) {
      world.capacity(false);
      world.schedule(world.now().plus(SPAN), () -> world.capacity(true));
      return Optional.of("no capacity for new machines");
    }
  }

  /** An alarm fires, or has no data, for reasons that are none of the candidate's. */
  record AlarmChanges(String name, boolean fires, Duration span) implements Incident {
    @Override
    public Optional<String> happen(World world) {
      Set<String> where = fires ? world.firing() : world.silent();
      where.add(name);
      if (fires) {
        world.invariants().excused();
      }
      world.schedule(world.now().plus(span), () -> where.remove(name));
      return Optional.of("alarm " + name + (fires ? " fires" : " has no data"));
    }
  }

  /** Scaling adds a machine to the generation that carries the traffic, within its bounds. */
  record ScaleOut() implements Incident {
    @Override
    public Optional<String> happen(World world) {
      Optional<SimGroup> grows =
          world.groups().stream()
              .filter(world::carries)
              .filter(g -> g.desired < g.settings.max() && g.desired > 0)
              .findFirst();
      grows.ifPresent(g -> g.desired++);
      return grows.map(g -> g.id + " scales out to " + g.desired);
    }
  }

  /** The process that rolls is stopped for a while: a closed lid, a full disk, a debugger. */
  record ToolSuspended(Duration span) implements Incident {
    @Override
    public Optional<String> happen(World world) {
      world.suspend(span);
      return Optional.of("the tool is suspended for " + span);
    }
  }

  /** The tool's credentials have expired, until somebody gives it others. */
  record CredentialsExpire(Duration span) implements Incident {
    @Override
    public Optional<String> happen(World world) {
      world.expired(true);
      world.schedule(world.now().plus(span), () -> world.expired(false));
      return Optional.of("credentials expire for " + span);
    }
  }

  /** Something fails that all machines need, old and new. */
  record OutageBegins(int percent, Duration span) implements Incident {
    @Override
    public Optional<String> happen(World world) {
      world.outage(percent);
      world.schedule(world.now().plus(span), () -> world.outage(0));
      return Optional.of("%s %% of all requests fail for %s".formatted(percent, span));
    }
  }

  /** From now on machines boot slowly, or no longer so. */
  record BootsChange(boolean slow) implements Incident {
    @Override
    public Optional<String> happen(World world) {
      world.slow(slow);
      return Optional.empty();
    }
  }

  private static Stream<SimMachine> machines(SimGroup group) {
    return List.copyOf(group.machines).stream();
  }

  /** An image is taken back for a while. */
  record TakenBack(ImageId image, Duration span) implements Incident {
    @Override
    public Optional<String> happen(World world) {
      Channel was = world.released(image).channel();
      if (was == Channel.CANDIDATE) {
        return Optional.empty();
      }
      world.release(image, Channel.CANDIDATE);
      world.schedule(world.now().plus(span), () -> world.release(image, was));
      return Optional.of("image %s is taken back for %s".formatted(image, span));
    }
  }
}
