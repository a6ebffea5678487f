package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Stage.Promoting;
import com.pharmaserv.repave.model.Stage.Shifting;
import com.pharmaserv.repave.model.Stage.Soaking;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import com.pharmaserv.repave.plan.Verdict.Stay;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Watches one step; gates and health can turn the rollout round at any time. */
final class Soak {
  private Soak() {}

  static Verdict verdict(Turn turn, Soaking stage) {
    Optional<Verdict> lacking = Machines.lacking(turn, stage);
    if (lacking.isPresent()) {
      return lacking.get();
    }
    Optional<Reason> failed = Gates.failure(turn).or(() -> Conditions.failure(turn));
    if (failed.isPresent()) {
      Optional<Reason> alike = Gates.failsAlike(turn);
      return new GiveUp(alike.map(failed.get()::and).orElse(failed.get()), alike.isEmpty());
    }
    Optional<Reason> broken = Conditions.broken(turn);
    if (broken.isPresent()) {
      return new GiveUp(broken.get(), false);
    }
    if (turn.state().pause().isPresent()) {
      return Paused.verdict(turn);
    }
    List<Action> resize = Size.follow(turn);
    int share = turn.stepPercent(stage.step());
    if (turn.now().isBefore(stage.span().until())) {
      Reason what = Reason.of(ReasonCode.SOAKING, share).and(Gates.reading(turn));
      return turn.stay(resize, what, Then.DECIDE);
    }
    return undecided(turn, stage, resize)
        .orElseGet(
            () ->
                onward(turn, stage, Reason.of(ReasonCode.SOAKED, share).and(Gates.reading(turn))));
  }

  private static Verdict onward(Turn turn, Soaking stage, Reason why) {
    return turn.lastStep(stage.step())
        ? turn.advance(new Promoting(turn.span(turn.bounds().shift())), why)
        : turn.advance(
            new Shifting(
                turn.pace(stage, turn.bounds().shift()),
                stage.step() + 1,
                stage.stableSince(),
                Optional.empty()),
            why);
  }

  /** Waits for gates that cannot be decided yet, and gives up if they never can. */
  private static Optional<Verdict> undecided(Turn turn, Soaking stage, List<Action> resize) {
    Optional<Gate.Command> running = Conditions.running(turn);
    if (running.isPresent()) {
      Instant end = Conditions.end(turn, running.get());
      Reason what = Reason.of(ReasonCode.COMMAND_RUNNING, Conditions.name(running.get()));
      return Optional.of(stayUntil(turn, end, resize, what, Then.ROLL_BACK));
    }
    boolean flowing = Gates.flowing(turn);
    Optional<Reason> conditions = Conditions.undecided(turn, flowing);
    Optional<Reason> numbers = Gates.undecided(turn);
    Optional<Reason> what = numbers.filter(n -> flowing).or(() -> conditions);
    Instant patience = stage.span().until().plus(turn.bounds().shift());
    if (what.isPresent() && turn.now().isBefore(patience)) {
      return Optional.of(stayUntil(turn, patience, resize, what.get(), Then.DECIDE_ANYWAY));
    }
    Optional<Reason> suspicious =
        numbers.flatMap(n -> Gates.suspicious(turn, turn.stepPercent(stage.step())));
    return suspicious
        .or(() -> conditions.map(c -> Reason.of(ReasonCode.WAITED_IN_VAIN).and(c)))
        .map(cause -> new GiveUp(cause, false));
  }

  private static Stay stayUntil(
      Turn turn, Instant until, List<Action> resize, Reason what, Then then) {
    return new Stay(turn.state(), resize, what, then, Optional.of(until));
  }
}
