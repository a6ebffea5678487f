package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Undo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The phases before production traffic: prepare, launch, warm-up, verify. */
final class Launching {
  private Launching() {}

  /** Notes since when the candidate has been ready without a break. */
  static Turn withStability(Turn turn) {
    boolean ready = Readiness.notReady(turn).isEmpty();
    boolean noted = turn.state().stableSince().isPresent();
    if (ready == noted) {
      return turn;
    }
    Optional<Instant> since = ready ? Optional.of(turn.now()) : Optional.empty();
    return turn.with(turn.state().change().stableSince(since).state());
  }

  /** Pins the active generation's capacity, remembering how to undo that. */
  static Decision prepare(Turn turn) {
    Optional<Generation> stranger =
        turn.state()
            .to()
            .slot()
            .flatMap(slot -> turn.seen().fleet().in(slot))
            .filter(g -> !g.id().equals(turn.state().to().generation()));
    if (stranger.isPresent()) {
      return Back.turnRound(
          turn, "slot " + turn.candidateSlot() + " is occupied by " + stranger.get().id(), false);
    }
    if (turn.state().from().isEmpty()) {
      return turn.enter(Phase.LAUNCH, turn.bounds().launch(), "nothing is active yet");
    }
    if (turn.overdue() || turn.from().isEmpty()) {
      String gone = turn.state().from().map(p -> p.generation() + " is not there").orElse("");
      String why = turn.from().isEmpty() ? gone : "the active generation could not be pinned";
      return Back.turnRound(turn, why + turn.trouble(), false);
    }
    Settings now = turn.from().get().settings();
    Undo undo =
        turn.state()
            .undo()
            .orElseGet(() -> new Undo(now, pinned(now, turn.from().get().desired())));
    Action pin = new Configure(turn.from().get().id(), undo.applied(now));
    if (turn.seen().done(pin)) {
      return turn.enter(
          Phase.LAUNCH, turn.bounds().launch(), turn.from().get().id() + " is pinned");
    }
    return turn.stay(
        turn.state().change().undo(Optional.of(undo)).state(),
        List.of(pin),
        turn.from().get().id() + " to be pinned at " + turn.from().get().desired() + " machines",
        "abort");
  }

  private static Settings pinned(Settings before, int desired) {
    return before.withMin(Math.max(before.min(), desired)).withGuarded(true);
  }

  static Decision launch(Turn turn) {
    if (turn.overdue()) {
      return Back.turnRound(turn, lateReason(turn), false);
    }
    Placement to = turn.state().to();
    String then = "abort";
    if (turn.to().isEmpty()) {
      Action launch =
          new LaunchGeneration(
              to.generation(),
              to.slot(),
              to.image(),
              turn.desired(),
              candidateSettings(turn),
              turn.state().id(),
              turn.state().from().map(Placement::generation));
      return turn.stay(List.of(launch), to.generation() + " to appear" + turn.trouble(), then);
    }
    Optional<String> notYet = Readiness.notLaunched(turn, turn.to().get());
    if (notYet.isEmpty()) {
      return turn.enter(
          Phase.WARM_UP,
          turn.bounds().warmUp(),
          "all " + turn.desired() + " machines of " + to.generation() + " are in service");
    }
    return turn.stay(follow(turn), notYet.get() + turn.trouble(), then);
  }

  /** A candidate cannot scale in, and is sized by this rollout only. */
  private static Settings candidateSettings(Turn turn) {
    int max = turn.from().map(g -> g.settings().max()).orElse(turn.fleet().capacity().max());
    int desired = turn.desired();
    return new Settings(desired, Math.max(max, desired), new TreeSet<>(), false);
  }

  /** Resizes the candidate when the active generation has scaled in the meantime. */
  static List<Action> follow(Turn turn) {
    return turn.to().filter(g -> g.desired() != turn.desired()).stream()
        .map(g -> (Action) new Resize(g.id(), turn.desired()))
        .toList();
  }

  static Decision warmUp(Turn turn) {
    Optional<String> notReady = Readiness.notReady(turn);
    if (turn.held(turn.state().stableSince(), turn.bounds().stability())) {
      return turn.enter(
          Phase.VERIFY,
          turn.bounds().verify(),
          "all machines healthy for " + Words.span(turn.bounds().stability()));
    }
    if (turn.overdue()) {
      return Back.turnRound(turn, lateReason(turn), Readiness.unhealthyInService(turn.to()));
    }
    String what =
        notReady.orElse(
            "all machines to stay healthy for " + Words.span(turn.bounds().stability()));
    return turn.stay(follow(turn), what + turn.trouble(), "abort");
  }

  private static String lateReason(Turn turn) {
    String what = Readiness.notReady(turn).orElse("machines did not stay healthy");
    return what + " after " + Words.between(turn.state().since(), turn.now()) + turn.trouble();
  }

  static Decision verify(Turn turn) {
    if (turn.state().verified()) {
      return judgment(turn);
    }
    if (!turn.fleet().routed()) {
      return verified(turn, "healthy; there is no route to test");
    }
    Optional<String> alarm = Verdicts.firing(turn);
    if (alarm.isPresent()) {
      return Back.turnRound(turn, alarm.get(), true);
    }
    if (turn.overdue()) {
      String detail = turn.seen().probe().map(Probe::detail).orElse("no answer");
      boolean answered = turn.seen().probe().isPresent();
      return Back.turnRound(turn, "did not pass through the test route: " + detail, answered);
    }
    Slot slot = turn.candidateSlot();
    boolean pointed =
        turn.seen().fleet().route().flatMap(RouteView::testSlot).equals(Optional.of(slot));
    if (!pointed) {
      return turn.stay(
          List.of(new PointTestRoute(slot)), "the test route to lead to slot " + slot, "abort");
    }
    boolean passed = turn.seen().probe().map(Probe::passed).orElse(false);
    Optional<Instant> since =
        passed ? Optional.of(turn.state().quietSince().orElse(turn.now())) : Optional.empty();
    if (turn.held(since, turn.bounds().stability())) {
      return verified(turn, "passed through the test route");
    }
    String seen = turn.seen().probe().map(p -> " (" + p.detail() + ")").orElse("");
    return turn.stay(
        turn.state().change().quietSince(since).state(),
        follow(turn),
        "answers through the test route to be good for "
            + Words.span(turn.bounds().stability())
            + seen,
        "abort");
  }

  private static Decision verified(Turn turn, String why) {
    RolloutState next = turn.state().change().verified(true).state();
    boolean ask = turn.policy().approval() && !next.approved();
    return turn.with(next)
        .enter(
            Phase.VERIFY,
            ask ? turn.bounds().judgment() : turn.bounds().shift(),
            turn.state().to().generation() + " is verified: " + why);
  }

  private static Decision judgment(Turn turn) {
    if (turn.policy().approval() && !turn.state().approved()) {
      if (turn.overdue()) {
        String waited = Words.between(turn.state().since(), turn.now());
        return Back.turnRound(turn, "nobody approved within " + waited, false);
      }
      return turn.stay(
          follow(turn),
          "a person to approve (repave approve -e "
              + turn.fleet().id().environment()
              + " "
              + turn.fleet().id().name()
              + ")",
          "abort");
    }
    if (turn.state().pause().isPresent()) {
      return Back.paused(turn);
    }
    return turn.enter(
        turn.state().change().step(0), Phase.SHIFT, turn.bounds().shift(), "ready for traffic");
  }
}
