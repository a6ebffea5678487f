package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.plan.TearDown;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes fleets down: their traffic, their machines, and what was made for them. */
public final class TearDownFleets {
  private final Operator operator;
  private final Narrator narrator;
  private final Consumer<Fall> each;

  /**
   * Takes down on behalf of somebody.
   *
   * @param each told of each fleet as soon as its result is there
   */
  public TearDownFleets(Operator operator, Narrator narrator, Consumer<Fall> each) {
    this.operator = operator;
    this.narrator = narrator;
    this.each = each;
  }

  /** What became of one fleet; in a plan, what would. */
  public record Fall(FleetId fleet, Result result, Reason why) {}

  /** How it stands with a fleet. */
  public enum Result {
    /** Nothing of it was there. */
    GONE,
    /** It was taken down; in a plan, it would be. */
    TORN_DOWN,
    /** It must not be taken down now. */
    REFUSED
  }

  /** What was done; in a plan, what would be. */
  public record Teardown(boolean plan, List<Fall> falls) implements Answer {
    public Teardown {
      falls = List.copyOf(falls);
    }

    @Override
    public Outcome outcome() {
      boolean refused = falls.stream().anyMatch(fall -> fall.result() == Result.REFUSED);
      return refused ? Outcome.FAILED : Outcome.DONE;
    }
  }

  /** What would be done; changes nothing. */
  public Teardown plan(Provider provider, List<Fleet> fleets) throws RepaveException {
    List<Fall> falls = new ArrayList<>();
    for (Fleet fleet : fleets) {
      falls.add(told(fall(fleet, look(provider, fleet))));
    }
    return new Teardown(true, falls);
  }

  /**
   * Takes them down, one after the other, if all of them may be: half an environment helps nobody.
   *
   * @param why in the words of whoever wants it
   */
  public Teardown tearDown(Provider provider, List<Fleet> fleets, String why)
      throws RepaveException, IOException, InterruptedException, HalfDoneException {
    List<Fall> refused = new ArrayList<>();
    for (Fleet fleet : fleets) {
      if (look(provider, fleet) instanceof TearDown.Refused no) {
        refused.add(told(fall(fleet, no)));
      }
    }
    if (!refused.isEmpty()) {
      return new Teardown(false, refused);
    }
    List<Fall> done = new ArrayList<>();
    try {
      for (Fleet fleet : fleets) {
        TearDown down =
            new Flight(provider, fleet, operator, narrator)
                .<TearDown>lead(pilot -> pilot.tearDown(word(why)));
        done.add(told(fallen(fleet, down)));
      }
    } catch (RepaveException | IOException failed) {
      throw new HalfDoneException(new Teardown(false, done), failed);
    }
    return new Teardown(false, done);
  }

  private TearDown look(Provider provider, Fleet fleet) throws RepaveException {
    FleetView view = provider.fleets().observe(fleet);
    Instant now = provider.time().now();
    Optional<Hold> hold = provider.journal(fleet).hold().filter(held -> held.inForce(now));
    return hold.isPresent()
        ? new TearDown.Refused(hold.get().why())
        : TearDown.of(fleet, view, Pilot.latest(provider.journal(fleet)), word(""), now);
  }

  private Reason word(String why) {
    return Reason.of(ReasonCode.TORN_DOWN, operator.name(), why);
  }

  private Fall told(Fall fall) {
    each.accept(fall);
    return fall;
  }

  private static Fall fallen(Fleet fleet, TearDown down) {
    return down instanceof TearDown.Agreed agreed
        ? new Fall(fleet.id(), Result.TORN_DOWN, agreed.word())
        : fall(fleet, down);
  }

  private static Fall fall(Fleet fleet, TearDown down) {
    if (down instanceof TearDown.Refused no) {
      return new Fall(fleet.id(), Result.REFUSED, no.reason());
    }
    return down instanceof TearDown.Agreed agreed
        ? new Fall(fleet.id(), Result.TORN_DOWN, agreed.reason())
        : new Fall(fleet.id(), Result.GONE, ((TearDown.Gone) down).reason());
  }
}
