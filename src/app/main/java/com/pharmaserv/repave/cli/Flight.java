package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Engine.BlindException;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Flies rollouts of one fleet with progress on standard error. */
final class Flight {
  /** How far a command waits. */
  enum Until {
    /** The candidate has become the active generation; the previous one is still kept warm. */
    PROMOTED,
    /** The previous generation is gone, too. */
    RETIRED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final RepaveCommand command;
  private final Wiring wiring;
  private final Environment environment;
  private final Fleet fleet;

  private final Optional<Display> shared;

  Flight(RepaveCommand command, Wiring wiring, Environment environment, Fleet fleet) {
    this(command, wiring, environment, fleet, Optional.empty());
  }

  /**
   * A flight of one fleet.
   *
   * @param shared where several flights show their progress; empty for a display of its own
   */
  Flight(
      RepaveCommand command,
      Wiring wiring,
      Environment environment,
      Fleet fleet,
      Optional<Display> shared) {
    this.command = command;
    this.wiring = wiring;
    this.environment = environment;
    this.fleet = fleet;
    this.shared = shared;
  }

  /** What is done with the fleet's lease in hand. */
  interface Work<T> {
    T with(Pilot pilot)
        throws CliException,
            JournalException,
            ProviderException,
            LeaseHeldException,
            IOException,
            BlindException,
            InterruptedException;
  }

  /** Takes the lease for the time of the work. */
  <T> T lead(Work<T> work)
      throws CliException,
          LeaseHeldException,
          IOException,
          JournalException,
          ProviderException,
          BlindException,
          InterruptedException {
    if (shared.isPresent()) {
      return lead(work, shared.get());
    }
    String goesOn = "repave resume -e " + environment.name() + " " + fleet.id().name();
    try (Display own = new Display(command, wiring.time(), command.repave().look(), goesOn)) {
      return lead(work, own);
    }
  }

  private <T> T lead(Work<T> work, Display display)
      throws CliException,
          LeaseHeldException,
          IOException,
          JournalException,
          ProviderException,
          BlindException,
          InterruptedException {
    try (Pilot pilot =
        Pilot.take(
            fleet,
            wiring.ports(environment, fleet),
            new RolloutDecider(),
            display.watcher(),
            Holder.ofThisProcess())) {
      return work.with(pilot);
    }
  }

  /** A line about what goes on; never part of the result. */
  void note(String text) {
    shared.ifPresentOrElse(display -> display.note(text), () -> command.note(text));
  }

  /** Flies the open rollout on; somebody else may have ended it before the lease was ours. */
  static RolloutState goOn(Pilot pilot, Predicate<RolloutState> farEnough)
      throws JournalException,
          LeaseHeldException,
          IOException,
          BlindException,
          InterruptedException {
    Optional<RolloutState> ended = pilot.latest().filter(RolloutState::ended);
    return ended.isPresent() ? ended.get() : pilot.fly(farEnough);
  }

  static Predicate<RolloutState> farEnough(Until until) {
    return state ->
        until == Until.PROMOTED && state.promoted() && state.phase().compareTo(Phase.RETAIN) >= 0;
  }

  /** Says how it went, and returns the exit code. */
  int report(RolloutState state) {
    command.tell(answer(state), sentence(state));
    return code(state);
  }

  private static Map<String, Object> answer(RolloutState state) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("fleet", state.fleet());
    answer.put("rollout", state.id());
    answer.put("image", state.to().image());
    answer.put("generation", state.to().generation());
    answer.put("course", state.course().toString());
    answer.put("phase", state.phase().toString());
    answer.put("promoted", state.promoted());
    state.end().ifPresent(end -> answer.put("end", end.kind().toString()));
    state.end().ifPresent(end -> answer.put("reason", end.reason()));
    state.cause().ifPresent(cause -> answer.put("cause", cause.text()));
    return answer;
  }

  /** The rollout in words. */
  static String sentence(RolloutState state) {
    String who = state.id() + " (" + state.fleet() + ")";
    if (state.end().isPresent()) {
      return who + " " + state.end().get().kind() + ": " + state.end().get().reason();
    }
    if (state.course() == Course.HALT) {
      String cause = state.cause().map(RolloutState.Cause::text).orElse("");
      return who
          + " is halted and waits for a person: "
          + cause
          + ". Look at 'repave status', then"
          + " 'repave resume', 'repave rollback' or 'repave abort'.";
    }
    if (state.promoted()) {
      String previous = state.from().map(p -> p.generation().toString()).orElse("none");
      return who
          + " is promoted: "
          + state.to().generation()
          + " carries the fleet; "
          + previous
          + " is kept warm until "
          + state.until()
          + " ('repave rollback' goes back to it)";
    }
    return who + " is in " + state.phase();
  }

  static int code(RolloutState state) {
    if (state.end().isPresent()) {
      return switch (state.end().get().kind()) {
        case SUCCEEDED -> ExitCode.DONE;
        case ROLLED_BACK -> ExitCode.ROLLED_BACK;
        case FAILED_CLEAN -> ExitCode.FAILED;
      };
    }
    return state.promoted() && state.course() != Course.HALT ? ExitCode.DONE : ExitCode.WAITING;
  }

  static boolean succeeded(RolloutState state) {
    return state.end().map(end -> end.kind() == End.Kind.SUCCEEDED).orElse(state.promoted());
  }
}
