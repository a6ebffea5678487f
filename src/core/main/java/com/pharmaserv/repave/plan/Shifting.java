package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Undo;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The phases in which production traffic moves to the candidate: shift, soak, promote. */
final class Shifting {
  private Shifting() {}

  /** Moves one step's share, once the candidate has shown again that it can carry it. */
  static Decision shift(Turn turn) {
    if (!turn.fleet().routed()) {
      return turn.enter(
          Phase.SOAK, turn.policy().finalSoak(), "no route: the candidate works already");
    }
    Optional<Decision> lacking = Back.lackingMachines(turn);
    if (lacking.isPresent()) {
      return lacking.get();
    }
    Optional<String> alarm = Verdicts.firing(turn);
    if (alarm.isPresent()) {
      return Back.turnRound(turn, alarm.get(), turn.share(turn.state().to()) > 0);
    }
    Weights wanted = Weights.of(turn.candidateSlot(), turn.stepPercent());
    if (Route.confirmed(turn, wanted)) {
      return turn.enter(
          Phase.SOAK,
          soakSpan(turn),
          turn.stepPercent() + "% is on " + turn.state().to().generation());
    }
    if (turn.state().pause().isPresent() && !turn.state().traffic().asked().equals(wanted)) {
      return Back.paused(turn);
    }
    if (turn.overdue()) {
      String what = Readiness.notReady(turn).orElse("the route did not show " + wanted);
      return Back.turnRound(turn, what + turn.trouble(), Readiness.unhealthyInService(turn.to()));
    }
    List<Action> resize = Launching.follow(turn);
    if (!turn.held(turn.state().stableSince(), turn.bounds().stability())) {
      String what =
          Readiness.notReady(turn)
              .orElse("all machines to stay healthy for " + Words.span(turn.bounds().stability()));
      return turn.stay(resize, what + turn.trouble(), goBack(turn));
    }
    List<Action> actions = new ArrayList<>(resize);
    actions.add(Route.ask(turn, wanted));
    return turn.stay(
        Route.asking(turn, wanted),
        actions,
        "the route to show " + wanted + turn.trouble(),
        goBack(turn));
  }

  private static String goBack(Turn turn) {
    return turn.share(turn.state().to()) > 0 ? "roll back" : "abort";
  }

  private static Duration soakSpan(Turn turn) {
    return turn.lastStep() ? turn.policy().finalSoak() : turn.policy().soak();
  }

  /** Watches the step; gates and health can turn the rollout round at any time. */
  static Decision soak(Turn turn) {
    int share = turn.stepPercent();
    Optional<Decision> lacking = Back.lackingMachines(turn);
    if (lacking.isPresent()) {
      return lacking.get();
    }
    Optional<String> failed = Gates.failure(turn).or(() -> Verdicts.failure(turn));
    if (failed.isPresent()) {
      return Back.turnRound(turn, failed.get(), true);
    }
    Optional<String> broken = Verdicts.broken(turn);
    if (broken.isPresent()) {
      return Back.turnRound(turn, broken.get(), false);
    }
    List<Action> resize = Launching.follow(turn);
    if (turn.state().pause().isPresent()) {
      return Back.paused(turn);
    }
    if (turn.now().isBefore(turn.state().until())) {
      return turn.stay(resize, "soak at " + share + "%" + Gates.reading(turn), "decide");
    }
    Optional<Decision> undecided = undecided(turn, resize);
    if (undecided.isPresent()) {
      return undecided.get();
    }
    String why = "soaked at " + share + "%" + Gates.reading(turn);
    if (turn.lastStep()) {
      return turn.enter(Phase.PROMOTE, turn.bounds().shift(), why);
    }
    RolloutState state = turn.state();
    return turn.enter(
        state.change().step(state.step() + 1), Phase.SHIFT, turn.bounds().shift(), why);
  }

  /** Waits for gates that cannot be decided yet, and turns round if they never can. */
  private static Optional<Decision> undecided(Turn turn, List<Action> resize) {
    Optional<Gate.Command> running = Verdicts.running(turn);
    if (running.isPresent()) {
      Instant end = Verdicts.end(turn, running.get());
      return Optional.of(
          turn.stayUntil(end, resize, Verdicts.name(running.get()) + " to end", "roll back"));
    }
    boolean flowing = Gates.flowing(turn);
    Optional<String> verdicts = Verdicts.undecided(turn, flowing);
    Optional<String> numbers = Gates.undecided(turn);
    Optional<String> what = numbers.filter(n -> flowing).or(() -> verdicts);
    Instant patience = turn.state().until().plus(turn.bounds().shift());
    if (what.isPresent() && turn.now().isBefore(patience)) {
      return Optional.of(turn.stayUntil(patience, resize, what.get(), "decide on what there is"));
    }
    Optional<String> suspicious = numbers.isPresent() ? Gates.suspicious(turn) : Optional.empty();
    return suspicious
        .or(() -> verdicts.map(v -> "waited in vain for " + v))
        .map(cause -> Back.turnRound(turn, cause, false));
  }

  /** Hands the active generation's settings over to the candidate, exactly once. */
  static Decision promote(Turn turn) {
    if (turn.to().isEmpty() || turn.overdue()) {
      String what = turn.to().isEmpty() ? "the candidate is gone" : "could not hand over settings";
      return Back.halt(turn, what + turn.trouble());
    }
    Optional<Undo> handing = turn.from().flatMap(from -> handing(turn, from));
    if (handing.isPresent()) {
      Settings now = turn.from().orElseThrow().settings();
      return turn.stay(
          turn.state().change().undo(handing).state(),
          List.of(new Configure(turn.from().get().id(), handing.get().applied(now))),
          "the automation of " + turn.from().get().id() + " to come off" + turn.trouble(),
          "halt");
    }
    Action handOver = new Configure(turn.state().to().generation(), inherited(turn));
    if (!turn.seen().done(handOver)) {
      return turn.stay(
          List.of(handOver),
          "the settings of the active generation on " + turn.to().get().id() + turn.trouble(),
          "halt");
    }
    RolloutState promoted = turn.state().change().promoted(true).state();
    String why = turn.to().get().id() + " is the active generation";
    if (turn.state().from().isEmpty()) {
      return Ending.end(turn.with(promoted), why);
    }
    // A queue worker's previous generation would go on taking work: it is not kept.
    Turn next = turn.with(promoted);
    return turn.fleet().routed()
        ? next.enter(Phase.RETAIN, turn.bounds().retention(), why)
        : next.enter(Phase.RETIRE, turn.bounds().retire(), why);
  }

  /**
   * The undo record with which the previous generation gives its automation away. It goes before
   * the candidate gets it: a scheduled action must not fire twice.
   */
  private static Optional<Undo> handing(Turn turn, Generation from) {
    return from.settings().automation().isEmpty()
        ? Optional.empty()
        : turn.state().undo().map(undo -> undo.handingOver(from.settings()));
  }

  private static Settings inherited(Turn turn) {
    Optional<Settings> active = turn.from().map(Generation::settings);
    Optional<Settings> before =
        turn.state().undo().map(undo -> active.map(undo::restored).orElse(undo.before()));
    return before
        .orElseGet(
            () ->
                new Settings(
                    turn.fleet().capacity().min(),
                    turn.fleet().capacity().max(),
                    new TreeSet<>(),
                    true))
        .withGuarded(true);
  }
}
