package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.Finish;
import com.pharmaserv.repave.plan.Verdict.Stop;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Empties the generation that leaves and deletes it, then finishes. */
final class Retire {
  private Retire() {}

  static Verdict verdict(Turn turn, Stage.Retires stage) {
    Leaving leaving = Leaving.of(turn);
    if (!leaving.settled()) {
      return turn.advance(
          draining(stage, turn.span(turn.bounds().drain())),
          Reason.of(ReasonCode.TRAFFIC_AGAIN, leaving.id()));
    }
    Action delete = new RetireGeneration(leaving.id());
    if (turn.seen().done(delete) || stage.deleted()) {
      // Gone for certain: deletion by name succeeded, whatever a stale view may still show.
      return finish(turn.with(stage.gone()), stage.gone());
    }
    Optional<Verdict> held = leaving.held();
    if (held.isPresent()) {
      return held.get();
    }
    Optional<Generation> generation = leaving.generation();
    int machines = generation.map(g -> g.machines().size()).orElse(0);
    if (turn.overdue()) {
      return new Stop(
          Reason.of(ReasonCode.MACHINES_DID_NOT_END, leaving.id(), machines).and(turn.trouble()));
    }
    boolean works = Size.desired(generation) > 0;
    Optional<Verdict> needed = works ? leaving.notCarried() : Optional.empty();
    if (needed.isPresent()) {
      return needed.get();
    }
    if (stage instanceof Stage.Back && generation.isPresent()) {
      Optional<Verdict> back = Restore.automation(turn, generation.get());
      if (back.isPresent()) {
        return back.get();
      }
    }
    List<Action> emptying = generation.map(Retire::emptying).orElse(List.of());
    if (!emptying.isEmpty() || machines > 0) {
      return turn.stay(
          emptying, Reason.of(ReasonCode.MACHINES_ENDING, leaving.id(), machines), Then.HALT);
    }
    Reason what = Reason.of(ReasonCode.DELETING, leaving.id()).and(turn.trouble());
    return turn.stay(List.of(delete), what, Then.HALT);
  }

  private static Stage draining(Stage.Retires stage, Span span) {
    return stage instanceof Stage.Back back
        ? new Stage.DrainingBack(span, back.retreat(), Optional.empty())
        : new Stage.Draining(span, Optional.empty());
  }

  /** Takes away what would keep or bring machines, and then the machines. */
  private static List<Action> emptying(Generation generation) {
    Settings settings = generation.settings();
    GenerationId id = generation.id();
    if (settings.guarded() || settings.min() > 0 || !settings.automation().isEmpty()) {
      Settings none = new Settings(0, settings.max(), new TreeSet<>(), false);
      return List.of(new Configure(id, none), new Resize(id, 0));
    }
    return generation.desired() > 0 ? List.of(new Resize(id, 0)) : List.of();
  }

  private static Verdict finish(Turn turn, Stage.Retires stage) {
    return stage instanceof Stage.Back back
        ? Restore.verdict(turn, back)
        : new Finish(
            stage, Reason.of(ReasonCode.CARRIES_THE_FLEET, turn.state().to().generation()));
  }
}
