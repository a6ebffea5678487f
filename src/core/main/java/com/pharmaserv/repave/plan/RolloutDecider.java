package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.BlockImage;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides the whole life of a rollout.
 *
 * <pre>
 * forward    prepare - launch - warm-up - verify - (shift - soak)* - promote - retain - drain - retire - end
 * abort      before any traffic:  retire (candidate) - end
 * roll back  after some traffic:  shift (back) - drain (candidate) - retire (candidate) - end
 * halted     neither way is safe: nothing is done until a person resumes, aborts or rolls back
 * </pre>
 *
 * <p>Each turn hears what people asked, compares the route with what was asked of it, and then lets
 * the phase decide from facts. Nothing is remembered about the world but what cannot be observed.
 */
public final class RolloutDecider implements Decider {
  @Override
  public Decision decide(Fleet fleet, RolloutState state, Observation seen, Instant now) {
    if (state.ended()) {
      throw new IllegalArgumentException("rollout " + state.id() + " has ended");
    }
    Optional<Decision> heard = Hearing.hear(new Turn(fleet, state, seen, now));
    if (heard.isPresent()) {
      return heard.get();
    }
    Turn turn = Route.read(new Turn(fleet, state, seen, now));
    if (turn.state().course() == Course.HALT) {
      return Back.halted(turn);
    }
    Optional<Decision> strange = Route.strange(turn);
    if (strange.isPresent()) {
      return strange.get();
    }
    return switch (turn.state().course()) {
      case FORWARD -> forward(turn);
      case ABORT, ROLL_BACK -> withBlock(turn, back(turn));
      case HALT -> throw new IllegalStateException("halted rollouts are answered above");
    };
  }

  private static Decision forward(Turn before) {
    Optional<Decision> hopeless = Back.hopeless(before);
    if (hopeless.isPresent()) {
      return hopeless.get();
    }
    Turn turn = Launching.withStability(before);
    return switch (turn.state().phase()) {
      case PREPARE -> Launching.prepare(turn);
      case LAUNCH -> Launching.launch(turn);
      case WARM_UP -> Launching.warmUp(turn);
      case VERIFY -> Launching.verify(turn);
      case SHIFT -> Shifting.shift(turn);
      case SOAK -> Shifting.soak(turn);
      case PROMOTE -> Shifting.promote(turn);
      case RETAIN -> Ending.retain(turn);
      case DRAIN -> Ending.drain(turn);
      case RETIRE -> Ending.retire(turn);
    };
  }

  private static Decision back(Turn turn) {
    return switch (turn.state().phase()) {
      case SHIFT -> Back.shiftBack(turn);
      case DRAIN -> Ending.drain(turn);
      case RETIRE -> Ending.retire(turn);
      default ->
          throw new IllegalStateException(
              turn.state().id()
                  + " cannot "
                  + turn.state().course()
                  + " in "
                  + turn.state().phase());
    };
  }

  /** An image at fault is blocked as soon as the rollout turns round, before anything else. */
  private static Decision withBlock(Turn turn, Decision decision) {
    boolean needed = turn.state().blames() && !turn.seen().blocked();
    if (!needed || decision.next().ended()) {
      return decision;
    }
    List<Action> actions = new ArrayList<>();
    String cause = turn.state().cause().map(RolloutState.Cause::text).orElse("failed");
    actions.add(new BlockImage(turn.state().to().image(), turn.state().id() + ": " + cause));
    actions.addAll(decision.actions());
    return new Decision(
        decision.next(), actions, decision.why(), decision.waiting(), decision.lookAgain());
  }
}
