package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.Incident;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.time.Instant;

/**
 * One thing that makes a world less than easy. All that follows from a seed beside fleet and image
 * is a list of these, each of which can be left out by itself.
 */
sealed interface Trouble {
  /** The same trouble, at that percentage of its time since the beginning, if it has one. */
  default Trouble sooner(Instant begin, int percent) {
    return this;
  }

  private static Instant sooner(Instant at, Instant begin, int percent) {
    return begin.plusMillis(Duration.between(begin, at).toMillis() * percent / 100);
  }

  /**
   * The numbered call of that name goes wrong; among the ways are an engine's crashes. The number
   * counts calls of the name alone, so that it means the same when other calls are more or fewer.
   */
  record BadCall(long number, String name, Faults.Call fault) implements Trouble {
    @Override
    public String toString() {
      return "call %s #%d: %s".formatted(name, number, fault);
    }
  }

  /** The engine dies in the numbered journal write. */
  record BadWrite(long number, Faults.Write fault) implements Trouble {
    @Override
    public String toString() {
      return "journal write %d: %s".formatted(number, fault);
    }
  }

  /** A machine, a zone, an alarm, scaling, or somebody's hand at the provider. */
  record Natural(Incident.Happening happening) implements Trouble {
    @Override
    public Trouble sooner(Instant begin, int percent) {
      Instant at = Trouble.sooner(happening.at(), begin, percent);
      return new Natural(new Incident.Happening(at, happening.incident()));
    }

    @Override
    public String toString() {
      return happening.toString();
    }
  }

  /** An operator's word. */
  record Word(Signal.Kind kind, String text, Instant at) implements Trouble {
    Word(Signal.Kind kind, Instant at) {
      this(kind, "", at);
    }

    @Override
    public Trouble sooner(Instant begin, int percent) {
      return new Word(kind, text, Trouble.sooner(at, begin, percent));
    }

    @Override
    public String toString() {
      return "somebody says %s %s after %s"
          .formatted(kind, text, Duration.between(World.START, at));
    }
  }

  /** A second engine is started beside the first. */
  record Rival(Instant at) implements Trouble {
    @Override
    public Trouble sooner(Instant begin, int percent) {
      return new Rival(Trouble.sooner(at, begin, percent));
    }

    @Override
    public String toString() {
      return "a second engine after " + Duration.between(World.START, at);
    }
  }
}
