package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.sim.Incident;
import com.pharmaserv.repave.sim.Meddling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** People, schedules and tools that do things to a fleet while it is rolled. */
final class Meddlers {
  /** The rollout has begun by then, as a rule. */
  private static final int LATER = 15;

  private static final List<Weights> PUT =
      List.of(new Weights(100, 0), new Weights(0, 100), new Weights(40, 60), Weights.NONE);

  private Meddlers() {}

  /** What they do in one world, in two of which nobody does anything. */
  static List<Incident.Happening> at(
      SplittableRandom random, Fleet fleet, Instant begin, Instant calm) {
    List<Incident.Happening> happenings = new ArrayList<>();
    int seconds = (int) Duration.between(begin, calm).toSeconds();
    for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
      Instant at = begin.plusSeconds(Math.min(LATER + random.nextInt(seconds), seconds - 1));
      happenings.add(new Incident.Happening(at, incident(random, fleet)));
    }
    return happenings;
  }

  private static Incident incident(SplittableRandom random, Fleet fleet) {
    Duration span = Duration.ofSeconds(10 + random.nextInt(80));
    Slot slot = random.nextInt(2) == 0 ? Slot.BLUE : Slot.GREEN;
    return switch (random.nextInt(7)) {
      case 0 -> new Meddling.WeightsPut(PUT.get(random.nextInt(PUT.size())));
      case 1 -> new Meddling.ScaledToZero(span);
      case 2, 3 -> new Meddling.ScheduleFires(random.nextInt(3) - 1);
      case 4 -> new Meddling.WayAdded(slot, span);
      case 5 -> {
        GenerationId generation = new GenerationId(fleet.id(), 1 + random.nextInt(2));
        yield new Meddling.MachineProtected(generation + "-m1", span);
      }
      default -> new Meddling.RefreshBegins(span);
    };
  }
}
