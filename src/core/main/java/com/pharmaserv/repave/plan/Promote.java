package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Stage.Promoting;
import com.pharmaserv.repave.model.Stage.Retaining;
import com.pharmaserv.repave.model.Stage.Retiring;
import com.pharmaserv.repave.model.Undo;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.Finish;
import com.pharmaserv.repave.plan.Verdict.Stay;
import com.pharmaserv.repave.plan.Verdict.Stop;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Hands the active generation's settings over to the candidate, exactly once. */
final class Promote {
  private Promote() {}

  static Verdict verdict(Turn turn, Promoting stage) {
    if (turn.to().isEmpty()) {
      return new Stop(Reason.of(ReasonCode.CANDIDATE_GONE).and(turn.trouble()));
    }
    if (turn.overdue()) {
      return new Stop(Reason.of(ReasonCode.SETTINGS_NOT_HANDED_OVER).and(turn.trouble()));
    }
    Optional<Reason> lost =
        turn.state().from().flatMap(from -> Obstacles.lost(turn.seen().fleet(), from));
    if (lost.isPresent()) {
      return turn.stay(List.of(), lost.get(), Then.HALT);
    }
    GenerationId candidate = turn.state().to().generation();
    Action handOver = new Configure(candidate, inherited(turn));
    boolean tookOff = turn.from().filter(turn::configured).isPresent();
    if (!turn.seen().done(handOver) && !tookOff) {
      Reason what = Reason.of(ReasonCode.SETTINGS_HANDING_OVER, candidate).and(turn.trouble());
      return turn.stay(List.of(handOver), what, Then.HALT);
    }
    Optional<Undo> handing = turn.from().flatMap(from -> handing(turn, from));
    if (handing.isPresent()) {
      return takeOff(turn, turn.from().orElseThrow(), handing.get());
    }
    Reason why = Reason.of(ReasonCode.PROMOTED, candidate);
    if (turn.state().from().isEmpty()) {
      return new Finish(stage, why);
    }
    // A queue worker's previous generation would go on taking work: it is not kept.
    return turn.fleet().routed()
        ? turn.advance(new Retaining(turn.span(turn.bounds().retention())), why)
        : turn.advance(new Retiring(turn.retiring(), false), why);
  }

  private static Verdict takeOff(Turn turn, Generation from, Undo handing) {
    return new Stay(
        turn.state().with(handing),
        List.of(new Configure(from.id(), handing.applied(from.settings()))),
        Reason.of(ReasonCode.AUTOMATION_COMING_OFF, from.id()).and(turn.trouble()),
        Then.HALT,
        Optional.empty());
  }

  /**
   * The undo record with which the previous generation gives its automation away. It goes after the
   * candidate has got it: what is due in between would fire on nobody, and firing on both does no
   * harm, since the previous one has no traffic.
   */
  private static Optional<Undo> handing(Turn turn, Generation from) {
    return from.settings().automation().isEmpty()
        ? Optional.empty()
        : turn.state().undo().map(undo -> undo.handingOver(from.settings()));
  }

  private static Settings inherited(Turn turn) {
    Optional<Settings> active = turn.from().map(Generation::settings);
    Capacity capacity = turn.fleet().capacity();
    return turn.state()
        .undo()
        .map(undo -> active.map(undo::restored).orElse(undo.before()))
        .orElseGet(() -> new Settings(capacity.min(), capacity.max(), new TreeSet<>(), true))
        .withGuarded(true);
  }
}
