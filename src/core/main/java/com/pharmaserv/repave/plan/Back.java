package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Change;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.RolloutState.Cause;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.model.Weights;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turning round: why, where to, and when neither way is safe. */
final class Back {
  private Back() {}

  /**
   * Leaves the forward course: back to the generation that was active, or, before any traffic,
   * straight to retiring the candidate. Once the previous generation is being drained there is no
   * way back, and the request is answered so.
   */
  static Decision turnRound(Turn before, String cause, boolean blames) {
    boolean halted = before.state().course() == Course.HALT;
    Turn turn = halted ? before.with(Hearing.accept(before, before.state())) : before;
    RolloutState state = turn.state();
    if (state.course() != Course.FORWARD && !halted) {
      return stay(turn, "already going back: " + cause);
    }
    boolean leaving = state.promoted() && state.phase().compareTo(Phase.RETAIN) > 0;
    if (leaving) {
      return stay(turn, "too late to go back, the previous generation is leaving: " + cause);
    }
    Change change =
        state
            .change()
            .pause(Optional.empty())
            .blames(blames || (halted && state.blames()))
            .cause(Optional.of(new Cause(cause, Course.FORWARD)));
    boolean worked = !turn.fleet().routed() && state.phase().compareTo(Phase.SHIFT) >= 0;
    if (turn.share(state.to()) == 0 && !worked && !unconfirmed(turn)) {
      return turn.enter(change.course(Course.ABORT), Phase.RETIRE, turn.bounds().retire(), cause);
    }
    if (state.from().isEmpty() && !halted) {
      return halt(
          turn, cause + "; there is no previous generation to roll back to", Course.FORWARD);
    }
    Course course = state.from().isEmpty() ? Course.ABORT : Course.ROLL_BACK;
    return turn.enter(change.course(course), Phase.SHIFT, turn.bounds().shift(), cause);
  }

  private static boolean unconfirmed(Turn turn) {
    return turn.fleet().routed() && !turn.state().traffic().confirmed();
  }

  private static Decision stay(Turn turn, String why) {
    return new Decision(turn.state(), List.of(), why, Optional.empty(), turn.now());
  }

  /** Stops and says so: what happens next is a person's decision. */
  static Decision halt(Turn turn, String cause) {
    return halt(turn, cause, turn.state().course());
  }

  private static Decision halt(Turn turn, String cause, Course before) {
    // Going back already has a cause; the halt is added to it, so that neither is lost.
    String first = turn.state().cause().map(c -> c.text() + "; then ").orElse("");
    RolloutState next =
        turn.state()
            .change()
            .course(Course.HALT)
            .cause(Optional.of(new Cause(first + cause, before)))
            .state();
    return halted(turn.with(next));
  }

  static Decision halted(Turn turn) {
    String cause = turn.state().cause().map(Cause::text).orElse("halted");
    Wait wait =
        new Wait(
            "a person: " + cause,
            turn.state().since(),
            Instant.MAX,
            "repave resume, rollback or abort");
    return new Decision(
        turn.state(),
        List.of(),
        "halted: " + cause,
        Optional.of(wait),
        turn.now().plus(turn.bounds().poll()));
  }

  /** Reasons to leave the forward course in any phase. */
  static Optional<Decision> hopeless(Turn turn) {
    RolloutState state = turn.state();
    boolean pauseOver = state.pause().map(p -> !turn.now().isBefore(p.until())).orElse(false);
    if (pauseOver) {
      return Optional.of(turnRound(turn, "paused for too long", false));
    }
    Optional<Failure> denied = turn.seen().failure().filter(f -> f.kind() == Failure.Kind.DENIED);
    boolean early = state.phase().compareTo(Phase.SHIFT) < 0;
    return denied
        .filter(f -> early)
        .map(f -> turnRound(turn, "not allowed: " + f.message(), false));
  }

  /** A candidate that carries traffic must keep the machines that its share needs. */
  static Optional<Decision> lackingMachines(Turn turn) {
    int share = turn.fleet().routed() ? turn.share(turn.state().to()) : 100;
    int needed = turn.policy().needed(turn.desired(), share);
    int serving = turn.to().map(Generation::serving).orElse(0);
    if (serving >= needed) {
      return turn.state().lackingSince().isEmpty()
          ? Optional.empty()
          : Optional.of(
              stay(
                  turn.with(turn.state().change().lackingSince(Optional.empty()).state()),
                  "enough machines again"));
    }
    Instant since = turn.state().lackingSince().orElse(turn.now());
    String lack =
        serving + " healthy machines for " + share + "% of the traffic, " + needed + " needed";
    if (serving == 0 || turn.held(Optional.of(since), turn.bounds().stability())) {
      return Optional.of(turnRound(turn, lack, Readiness.unhealthyInService(turn.to())));
    }
    return Optional.of(
        turn.stay(
            turn.state().change().lackingSince(Optional.of(since)).state(),
            Launching.follow(turn),
            "machines: " + lack,
            "roll back"));
  }

  /** Nothing moves, but the candidate still follows the active generation's size. */
  static Decision paused(Turn turn) {
    RolloutState.Pause pause =
        turn.state().pause().orElseThrow(() -> new IllegalStateException("not paused"));
    return turn.stay(Launching.follow(turn), "paused by " + pause.by(), "go back");
  }

  /** Shifts back, after the generation to go back to has been shown able to carry the fleet. */
  static Decision shiftBack(Turn turn) {
    if (!turn.fleet().routed()) {
      return backReady(turn)
          .map(reason -> notReady(turn, reason))
          .orElseGet(() -> turn.enter(Phase.RETIRE, turn.bounds().retire(), "no route to shift"));
    }
    Weights wanted =
        turn.state()
            .from()
            .flatMap(Placement::slot)
            .map(slot -> Weights.of(slot, 100))
            .orElse(Weights.NONE);
    if (Route.confirmed(turn, wanted)) {
      return turn.enter(Phase.DRAIN, turn.bounds().drain(), "the route shows " + wanted);
    }
    Optional<String> notReady = backReady(turn);
    boolean there = turn.weights().equals(wanted);
    if (notReady.isPresent() && !there) {
      return notReady(turn, notReady.get());
    }
    if (turn.overdue()) {
      return halt(turn, "the route did not show " + wanted + turn.trouble());
    }
    return turn.stay(
        Route.asking(turn, wanted),
        List.of(Route.ask(turn, wanted)),
        "the route to show " + wanted + turn.trouble(),
        "halt");
  }

  private static Decision notReady(Turn turn, String reason) {
    if (turn.overdue()) {
      return halt(turn, "refusing to roll back: " + reason + turn.trouble());
    }
    int size = backSize(turn);
    List<Action> resize =
        turn.from().filter(g -> g.desired() < size).stream()
            .map(g -> (Action) new Resize(g.id(), size))
            .toList();
    return turn.stay(resize, reason + " before shifting back" + turn.trouble(), "halt");
  }

  private static int backSize(Turn turn) {
    int from = turn.from().map(Generation::desired).orElse(0);
    return Math.max(from, turn.to().map(Generation::desired).orElse(0));
  }

  /** Why the generation to go back to cannot take the traffic that is to come. */
  private static Optional<String> backReady(Turn turn) {
    if (turn.state().from().isEmpty()) {
      return Optional.empty();
    }
    Placement from = turn.state().from().get();
    if (turn.from().isEmpty()) {
      return Optional.of(from.generation() + " is gone");
    }
    int serving = turn.from().get().serving();
    int candidate = turn.to().map(Generation::serving).orElse(0);
    int needed = turn.policy().needed(backSize(turn), 100);
    // A candidate without a single healthy machine is worse than any generation that has one.
    boolean anythingIsBetter = candidate == 0 && serving > 0 && turn.fleet().routed();
    if (serving >= needed || anythingIsBetter) {
      return Optional.empty();
    }
    return Optional.of(
        from.generation() + " to have " + needed + " healthy machines (it has " + serving + ")");
  }
}
