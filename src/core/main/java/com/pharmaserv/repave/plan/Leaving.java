package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Verdict.Stop;
import java.util.List;
import java.util.Optional;

/**
 * The generation that leaves and the one that stays: the previous one and the candidate, or going
 * back the other way round.
 */
record Leaving(Turn turn, Placement placement, Optional<Placement> stays) {

  static Leaving of(Turn turn) {
    boolean forward = turn.state().way() instanceof Stage.Forward;
    Placement to = turn.state().to();
    return forward
        ? new Leaving(turn, turn.state().from().orElse(to), Optional.of(to))
        : new Leaving(turn, to, turn.state().from());
  }

  GenerationId id() {
    return placement.generation();
  }

  Optional<Generation> generation() {
    return turn.seen().fleet().find(id());
  }

  /** The generation that stays; a first rollout that is taken back leaves nobody to serve. */
  private Optional<Generation> staying() {
    return stays.flatMap(p -> turn.seen().fleet().find(p.generation()));
  }

  /** The one that stays has all the traffic, and the one that leaves has none. */
  boolean settled() {
    if (!turn.fleet().routed()) {
      return true;
    }
    boolean all = wanted().equals(Weights.NONE) || turn.weights().equals(wanted());
    return all && turn.share(placement) == 0;
  }

  private Weights wanted() {
    return stays.flatMap(Placement::slot).map(slot -> Weights.of(slot, 100)).orElse(Weights.NONE);
  }

  /**
   * Somebody gave traffic to the generation that leaves, and a person resumed the rollout since:
   * then it is taken away again, if the one that stays can carry it.
   */
  Optional<Verdict> unsettled() {
    if (settled()) {
      return Optional.empty();
    }
    if (turn.overdue()) {
      return Optional.of(
          new Stop(Reason.of(ReasonCode.LEAVING_HAS_TRAFFIC, id()).and(turn.trouble())));
    }
    // Whoever has the traffic now may have been scaled for it.
    int size = Math.max(staying().map(Generation::desired).orElse(1), Size.desired(generation()));
    int needed = turn.policy().needed(size, 100);
    int serving = Size.serving(staying());
    boolean anythingIsBetter = Size.serving(generation()) == 0 && serving > 0;
    if (serving < needed && !anythingIsBetter) {
      Reason what = Reason.of(ReasonCode.STAYING_TOO_SMALL, needed, serving).and(turn.trouble());
      return Optional.of(turn.stay(Size.atLeast(staying(), size), what, Then.HALT));
    }
    return Optional.of(Route.ask(turn, wanted(), List.of(), Then.HALT));
  }

  /**
   * Somebody holds the machines that leave, or requests reach them by another way: they stay until
   * that is over.
   */
  Optional<Verdict> held() {
    Optional<Reason> holding = Obstacles.holding(turn.seen().fleet(), placement);
    if (holding.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        turn.overdue() ? new Stop(holding.get()) : turn.stay(List.of(), holding.get(), Then.HALT));
  }

  /**
   * Without a route the machines that leave still work: they may go only when those that stay can
   * carry the fleet alone.
   */
  Optional<Verdict> notCarried() {
    if (turn.fleet().routed() || turn.state().from().isEmpty()) {
      return Optional.empty();
    }
    int size = Math.max(Size.desired(staying()), Size.desired(generation()));
    int needed = turn.policy().needed(size, 100);
    int serving = Size.serving(staying());
    Reason what = Reason.of(ReasonCode.STAYING_TOO_SMALL, needed, serving).and(turn.trouble());
    return serving >= needed
        ? Optional.empty()
        : Optional.of(turn.stay(Size.atLeast(staying(), size), what, Then.HALT));
  }
}
