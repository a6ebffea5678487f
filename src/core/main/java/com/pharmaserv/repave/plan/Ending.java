package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Undo;
import com.pharmaserv.repave.model.Weights;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The last phases, of either course: retain, drain, retire, and the end. */
final class Ending {
  private Ending() {}

  /** Keeps the previous generation warm and as large as the active one. */
  static Decision retain(Turn turn) {
    Optional<Decision> unsettled = unsettled(turn, leaving(turn));
    if (unsettled.isPresent()) {
      return unsettled.get();
    }
    if (turn.overdue()) {
      return turn.enter(Phase.DRAIN, turn.bounds().drain(), "retention is over");
    }
    if (turn.from().isEmpty()) {
      return turn.enter(
          Phase.RETIRE, turn.bounds().retire(), "the previous generation is gone already");
    }
    List<Action> follow =
        turn.from().filter(g -> g.desired() < turn.desired()).stream()
            .map(g -> (Action) new Resize(g.id(), turn.desired()))
            .toList();
    return turn.stay(
        follow,
        turn.from().get().id() + " is kept warm for a rollback",
        "drain and retire " + turn.from().get().id());
  }

  /** The placement that leaves: the previous generation, or going back the candidate. */
  private static Placement leaving(Turn turn) {
    boolean forward = turn.state().course() == Course.FORWARD;
    return forward ? turn.state().from().orElse(turn.state().to()) : turn.state().to();
  }

  /**
   * Somebody gave traffic to the generation that leaves, and a person resumed the rollout since:
   * then it is taken away again, if the one that stays can carry it.
   */
  private static Optional<Decision> unsettled(Turn turn, Placement leaving) {
    if (turn.share(leaving) == 0) {
      return Optional.empty();
    }
    Weights wanted = leaving.slot().map(slot -> Weights.of(slot, 0)).orElse(Weights.NONE);
    Optional<Generation> staying =
        turn.state().course() == Course.FORWARD ? turn.to() : turn.from();
    int needed = turn.policy().needed(staying.map(Generation::desired).orElse(1), 100);
    int serving = staying.map(Generation::serving).orElse(0);
    if (turn.overdue()) {
      return Optional.of(
          Back.halt(turn, leaving.generation() + " is to leave but has traffic" + turn.trouble()));
    }
    if (serving < needed) {
      return Optional.of(
          turn.stay(List.of(), needed + " healthy machines (there are " + serving + ")", "halt"));
    }
    return Optional.of(
        turn.stay(
            Route.asking(turn, wanted),
            List.of(Route.ask(turn, wanted)),
            "the route to show " + wanted + turn.trouble(),
            "halt"));
  }

  /** Waits until nothing is open on the generation that leaves. */
  static Decision drain(Turn turn) {
    Placement leaving = leaving(turn);
    Optional<Decision> unsettled = unsettled(turn, leaving);
    if (unsettled.isPresent()) {
      return unsettled.get();
    }
    Optional<Generation> generation = turn.seen().fleet().find(leaving.generation());
    int open = generation.map(Generation::openRequests).orElse(0);
    boolean quiet = open == 0;
    Optional<Instant> since =
        quiet ? Optional.of(turn.state().quietSince().orElse(turn.now())) : Optional.empty();
    if (turn.held(since, turn.bounds().stability()) || turn.overdue()) {
      String why = quiet ? "nothing is open on it" : open + " requests are open past the bound";
      return turn.enter(Phase.RETIRE, turn.bounds().retire(), why);
    }
    return turn.stay(
        turn.state().change().quietSince(since).state(),
        List.of(),
        leaving.generation() + " to finish " + open + " open requests",
        "retire it all the same");
  }

  /** Empties the generation and deletes it, then finishes. */
  static Decision retire(Turn turn) {
    Placement leaving = leaving(turn);
    if (turn.share(leaving) > 0) {
      return turn.enter(
          Phase.DRAIN, turn.bounds().drain(), leaving.generation() + " has traffic again");
    }
    Action retire = new RetireGeneration(leaving.generation());
    if (turn.seen().done(retire) || turn.state().quietSince().isPresent()) {
      // Gone for certain: deletion by name succeeded, whatever a stale view may still show.
      Optional<Instant> since = Optional.of(turn.state().quietSince().orElse(turn.now()));
      return finish(turn.with(turn.state().change().quietSince(since).state()));
    }
    Optional<Generation> generation = turn.seen().fleet().find(leaving.generation());
    int machines = generation.map(g -> g.machines().size()).orElse(0);
    if (turn.overdue()) {
      return Back.halt(
          turn,
          machines + " machines of " + leaving.generation() + " did not end" + turn.trouble());
    }
    String then = "halt";
    Settings none =
        new Settings(0, generation.map(g -> g.settings().max()).orElse(0), new TreeSet<>(), false);
    Optional<Decision> lonely =
        generation.isPresent() && generation.get().desired() > 0
            ? notCarried(turn, generation.get())
            : Optional.empty();
    if (lonely.isPresent()) {
      return lonely.get();
    }
    boolean open =
        generation.isPresent()
            && (generation.get().settings().guarded()
                || generation.get().settings().min() > 0
                || !generation.get().settings().automation().isEmpty());
    if (open) {
      return turn.stay(
          List.of(new Configure(leaving.generation(), none), new Resize(leaving.generation(), 0)),
          machines + " machines of " + leaving.generation() + " to end",
          then);
    }
    if (generation.isPresent() && generation.get().desired() > 0) {
      return turn.stay(
          List.of(new Resize(leaving.generation(), 0)),
          machines + " machines of " + leaving.generation() + " to end",
          then);
    }
    if (machines > 0) {
      return turn.stay(
          List.of(), machines + " machines of " + leaving.generation() + " to end", then);
    }
    return turn.stay(
        List.of(retire), leaving.generation() + " to be deleted" + turn.trouble(), then);
  }

  /**
   * Without a route the machines that leave still work: they may go only when those that stay can
   * carry the fleet alone.
   */
  private static Optional<Decision> notCarried(Turn turn, Generation leaving) {
    Optional<Generation> staying =
        turn.state().course() == Course.FORWARD ? turn.to() : turn.from();
    if (turn.fleet().routed() || turn.state().from().isEmpty()) {
      return Optional.empty();
    }
    int size = Math.max(staying.map(Generation::desired).orElse(0), leaving.desired());
    int needed = turn.policy().needed(size, 100);
    int serving = staying.map(Generation::serving).orElse(0);
    if (serving >= needed) {
      return Optional.empty();
    }
    List<Action> resize =
        staying.filter(g -> g.desired() < size).stream()
            .map(g -> (Action) new Resize(g.id(), size))
            .toList();
    return Optional.of(
        turn.stay(
            resize,
            needed + " healthy machines that stay (there are " + serving + ")" + turn.trouble(),
            "halt"));
  }

  private static Decision finish(Turn turn) {
    if (turn.state().course() == Course.FORWARD) {
      return end(turn, turn.state().to().generation() + " carries the fleet");
    }
    if (turn.overdue()) {
      return Back.halt(turn, "the active generation could not be restored" + turn.trouble());
    }
    if (turn.state().blames() && !turn.seen().blocked()) {
      return turn.stay(List.of(), "image " + turn.state().to().image() + " to be blocked", "halt");
    }
    if (turn.state().undo().isEmpty() || turn.from().isEmpty()) {
      return end(turn, turn.state().cause().map(RolloutState.Cause::text).orElse("went back"));
    }
    return restore(turn, turn.state().undo().get(), turn.from().get());
  }

  private static Decision restore(Turn turn, Undo undo, Generation from) {
    Settings restored = undo.restored(from.settings());
    boolean done =
        turn.seen().tried().stream()
            .anyMatch(
                t ->
                    t.failure().isEmpty()
                        && t.action() instanceof Configure c
                        && c.generation().equals(from.id()));
    if (done && restored.equals(from.settings())) {
      return end(turn, turn.state().cause().map(RolloutState.Cause::text).orElse("went back"));
    }
    return turn.stay(
        List.of(new Configure(from.id(), restored)),
        "the settings of " + from.id() + " to be as they were" + turn.trouble(),
        "halt");
  }

  static Decision end(Turn turn, String reason) {
    End.Kind kind =
        switch (turn.state().course()) {
          case FORWARD -> End.Kind.SUCCEEDED;
          case ROLL_BACK -> End.Kind.ROLLED_BACK;
          case ABORT, HALT -> End.Kind.FAILED_CLEAN;
        };
    RolloutState ended =
        turn.state().change().undo(Optional.empty()).end(new End(kind, reason, turn.now())).state();
    return new Decision(ended, List.of(), kind + ": " + reason, Optional.empty(), turn.now());
  }
}
