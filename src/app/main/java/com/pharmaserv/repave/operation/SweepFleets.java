package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.Drift;
import com.pharmaserv.repave.plan.Remains;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finishes what nobody drives any more, and removes orphans. */
public final class SweepFleets {
  private final Operator operator;
  private final Narrator narrator;
  private final boolean plan;
  private final Consumer<Swept> each;
  private final List<Swept> swept = new ArrayList<>();

  /**
   * A sweep.
   *
   * @param plan whether to tell only what would be done
   * @param each told of each thing before anything is done about it
   */
  public SweepFleets(Operator operator, Narrator narrator, boolean plan, Consumer<Swept> each) {
    this.operator = operator;
    this.narrator = narrator;
    this.plan = plan;
    this.each = each;
  }

  /** What was found and done; in a plan, what would be. */
  public record Sweep(boolean plan, List<Swept> swept) implements Answer {
    public Sweep {
      swept = List.copyOf(swept);
    }

    @Override
    public Outcome outcome() {
      return swept.stream().map(Swept::outcome).reduce(Outcome.DONE, Outcome::worst);
    }
  }

  /** Sweeps all fleets of the environments. */
  public Sweep sweep(List<Place> places) throws HalfDoneException, InterruptedException {
    try {
      for (Place place : places) {
        for (Fleet fleet : place.environment().fleets()) {
          sweep(place.provider(), fleet);
        }
      }
    } catch (RepaveException | IOException failed) {
      throw new HalfDoneException(new Sweep(plan, swept), failed);
    }
    return new Sweep(plan, swept);
  }

  private void sweep(Provider provider, Fleet fleet)
      throws RepaveException, IOException, InterruptedException {
    Optional<RolloutState> latest = Pilot.latest(provider.journal(fleet));
    boolean held = provider.leases().current(fleet.id()).isPresent();
    Optional<RolloutState> left = latest.filter(s -> !s.ended()).filter(s -> !held);
    if (left.isPresent() && left.get().course() == Course.HALT) {
      tell(new Swept.Halted(fleet.id(), left.get().id()));
      return;
    }
    if (left.isPresent() && Retention.holds(left.get(), provider.time().now())) {
      tell(new Swept.Retained(fleet.id(), left.get().id(), left.get().until()));
      left = Optional.empty();
    }
    List<GenerationId> orphans = orphans(provider, fleet, latest);
    orphans.forEach(orphan -> tell(new Swept.Orphan(fleet.id(), orphan)));
    left.ifPresent(s -> tell(new Swept.Unfinished(fleet.id(), s.id(), s.phase())));
    boolean nothing = held || plan || (orphans.isEmpty() && left.isEmpty());
    if (!nothing) {
      carryOut(provider, fleet, left.isPresent());
    }
  }

  /** Generations that no rollout knows, and what may be left of deleted ones. */
  private static List<GenerationId> orphans(
      Provider provider, Fleet fleet, Optional<RolloutState> latest) throws RepaveException {
    FleetView view = provider.fleets().observe(fleet);
    Stream<GenerationId> whole = Drift.orphans(fleet, view, latest).stream().map(Generation::id);
    Stream<GenerationId> remains =
        Remains.of(provider.journal(fleet).records(), view).stream()
            .map(deletion -> ((RetireGeneration) deletion.action()).generation());
    return Stream.concat(whole, remains).toList();
  }

  private void carryOut(Provider provider, Fleet fleet, boolean open)
      throws RepaveException, IOException, InterruptedException {
    try {
      new Flight(provider, fleet, operator, narrator)
          .<Optional<Standing>>lead(
              pilot -> {
                if (open) {
                  tell(Standing.of(Flight.toItsEnd(pilot)));
                }
                pilot.sweep();
                return Optional.empty();
              });
    } catch (LeaseHeldException somebodyBegan) {
      tell(new Swept.Taken(fleet.id()));
    }
  }

  private void tell(Swept one) {
    swept.add(one);
    each.accept(one);
  }
}
