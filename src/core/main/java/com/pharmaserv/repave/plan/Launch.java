package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Stage.Launching;
import com.pharmaserv.repave.model.Stage.WarmingUp;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Starts the candidate's machines and waits until all are in service. */
final class Launch {
  private Launch() {}

  static Verdict verdict(Turn turn, Launching stage) {
    Placement to = turn.state().to();
    Optional<Reason> notYet = turn.to().flatMap(there -> Readiness.notLaunched(turn, there));
    // What is there at the deadline is not given up.
    if (turn.overdue() && (turn.to().isEmpty() || notYet.isPresent())) {
      return new GiveUp(Readiness.late(turn), false);
    }
    if (turn.to().isEmpty()) {
      Reason what = Reason.of(ReasonCode.LAUNCHING, to.generation()).and(turn.trouble());
      return turn.stay(List.of(launch(turn, to)), what, Then.ABORT);
    }
    if (notYet.isPresent()) {
      return turn.stay(Size.follow(turn), notYet.get().and(turn.trouble()), Then.ABORT);
    }
    boolean ready = Readiness.notReady(turn).isEmpty();
    return turn.advance(
        new WarmingUp(
            turn.pace(stage, turn.bounds().warmUp()),
            stage.approved(),
            turn.holding(ready, Optional.empty())),
        Reason.of(ReasonCode.ALL_IN_SERVICE, to.generation(), turn.desired()));
  }

  private static Action launch(Turn turn, Placement to) {
    return new LaunchGeneration(
        to.generation(),
        to.slot(),
        to.image(),
        turn.desired(),
        candidateSettings(turn),
        turn.state().id(),
        turn.state().from().map(Placement::generation));
  }

  /** A candidate cannot scale in, and is sized by this rollout only. */
  private static Settings candidateSettings(Turn turn) {
    int max =
        turn.from()
            .map(Generation::settings)
            .map(Settings::max)
            .orElse(turn.fleet().capacity().max());
    int desired = turn.desired();
    return new Settings(desired, Math.max(max, desired), new TreeSet<>(), false);
  }
}
