package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.BlockImage;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Retreat;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.model.Wait.Then;
import com.pharmaserv.repave.plan.Verdict.Advance;
import com.pharmaserv.repave.plan.Verdict.Finish;
import com.pharmaserv.repave.plan.Verdict.GiveUp;
import com.pharmaserv.repave.plan.Verdict.Stay;
import com.pharmaserv.repave.plan.Verdict.Stop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides the whole life of a rollout.
 *
 * <p>Each turn hears what people asked, compares the route with what was asked of it, and then lets
 * the stage judge the facts. Its verdict becomes a decision here and nowhere else. Nothing is
 * remembered about the world but what cannot be observed.
 */
public final class RolloutDecider implements Decider {
  @Override
  public Decision decide(Fleet fleet, RolloutState state, Observation seen, Instant now) {
    if (state.ended()) {
      throw new IllegalArgumentException("rollout " + state.id() + " has ended");
    }
    Turn turn = Unwatched.discounted(new Turn(fleet, state, seen, now));
    return Unwatched.told(decide(turn), seen.unwatched());
  }

  private static Decision decide(Turn turn) {
    Optional<Signal> word = Hearing.next(turn);
    if (word.isPresent()) {
      Turn heard = turn.with(turn.state().heard(word.get().number()));
      return word.get().kind() == Signal.Kind.QUARANTINE
          ? quarantine(heard, word.get())
          : decision(heard, Hearing.verdict(heard, word.get()));
    }
    Turn read = Route.read(turn);
    if (read.state().stage() instanceof Stage.Halted halted) {
      return halted(read, read.state(), halted);
    }
    Optional<Verdict> strange = Route.strange(read);
    if (strange.isPresent()) {
      return decision(read, strange.get());
    }
    if (read.state().stage() instanceof Stage.Back back) {
      return blocking(read, back.retreat(), decision(read, back(read, back)));
    }
    Optional<Verdict> hopeless = hopeless(read);
    if (hopeless.isPresent()) {
      return decision(read, hopeless.get());
    }
    Turn watched = Readiness.watched(read);
    return decision(watched, forward(watched, (Stage.Forward) watched.state().stage()));
  }

  /**
   * Once, in any stage: whoever said it waits for the outcome, and says it again if it failed. The
   * rollout itself sees one machine fewer in its next turn.
   */
  private static Decision quarantine(Turn turn, Signal word) {
    Quarantining answer =
        Suspicion.parse(word.text())
            .map(s -> Quarantining.of(turn.fleet(), turn.seen().fleet(), List.of(), s, word.by()))
            .orElseGet(
                () ->
                    new Quarantining.Refused(
                        Reason.of(ReasonCode.NO_SUCH_MACHINE, turn.fleet().id(), word.text())));
    if (answer instanceof Quarantining.Agreed agreed) {
      return new Decision(
          turn.state(), List.of(agreed.action()), agreed.reason(), Optional.empty(), turn.now());
    }
    return atOnce(turn, turn.state(), ((Quarantining.Refused) answer).reason());
  }

  private static Verdict forward(Turn turn, Stage.Forward stage) {
    if (stage instanceof Stage.Preparing preparing) {
      return Prepare.verdict(turn, preparing);
    } else if (stage instanceof Stage.Launching launching) {
      return Launch.verdict(turn, launching);
    } else if (stage instanceof Stage.WarmingUp warmingUp) {
      return WarmUp.verdict(turn, warmingUp);
    } else if (stage instanceof Stage.Verifying verifying) {
      return Verify.verdict(turn, verifying);
    } else if (stage instanceof Stage.Verified verified) {
      return Approval.verdict(turn, verified);
    } else if (stage instanceof Stage.Shifting shifting) {
      return Shift.verdict(turn, shifting);
    } else if (stage instanceof Stage.Soaking soaking) {
      return Soak.verdict(turn, soaking);
    } else if (stage instanceof Stage.Promoting promoting) {
      return Promote.verdict(turn, promoting);
    } else if (stage instanceof Stage.Retaining retaining) {
      return Retain.verdict(turn, retaining);
    } else if (stage instanceof Stage.Draining draining) {
      return Drain.verdict(turn, draining);
    } else if (stage instanceof Stage.Retiring retiring) {
      return Retire.verdict(turn, retiring);
    }
    throw new IllegalStateException("unknown stage " + stage);
  }

  private static Verdict back(Turn turn, Stage.Back stage) {
    if (stage instanceof Stage.ShiftingBack shifting) {
      return ShiftBack.verdict(turn, shifting);
    } else if (stage instanceof Stage.DrainingBack draining) {
      return Drain.verdict(turn, draining);
    } else if (stage instanceof Stage.RetiringBack retiring) {
      return Retire.verdict(turn, retiring);
    }
    throw new IllegalStateException("unknown stage " + stage);
  }

  /** Reasons to leave the forward course in any stage. */
  private static Optional<Verdict> hopeless(Turn turn) {
    Optional<Pace.Pause> pause = turn.state().pause();
    if (pause.isPresent() && !turn.now().isBefore(pause.get().until())) {
      return Optional.of(new GiveUp(Reason.of(ReasonCode.PAUSED_TOO_LONG), false));
    }
    return emptied(turn)
        .or(
            () ->
                turn.seen()
                    .failure()
                    .filter(f -> f.kind() == Failure.Kind.DENIED)
                    .filter(f -> turn.state().stage() instanceof Stage.BeforeTraffic)
                    .map(f -> new GiveUp(Reason.of(ReasonCode.NOT_ALLOWED, f.message()), false)));
  }

  /**
   * Somebody has scaled the fleet to 0 before the candidate had any traffic: nothing can be proven
   * with no machines, and starting some is not what was asked for.
   */
  private static Optional<Verdict> emptied(Turn turn) {
    return turn.from()
        .filter(active -> active.desired() == 0 && turn.state().stage() instanceof Stage.Pausable)
        .filter(active -> !turn.working() && !Route.unconfirmed(turn))
        .map(active -> new GiveUp(Reason.of(ReasonCode.FLEET_AT_ZERO, active.id()), false));
  }

  /** The one place where verdicts become decisions. */
  private static Decision decision(Turn turn, Verdict verdict) {
    if (verdict instanceof Stay stay) {
      return stay(turn, stay);
    } else if (verdict instanceof Advance advance) {
      return atOnce(turn, advance.next(), advance.why());
    } else if (verdict instanceof GiveUp giveUp) {
      RolloutState next = TurnRound.next(turn, giveUp.cause(), giveUp.blames() && !atZero(turn));
      return next.stage() instanceof Stage.Halted halted
          ? halted(turn, next, halted)
          : atOnce(turn, next, giveUp.cause());
    } else if (verdict instanceof Stop stop) {
      Stage.Halted halted = new Stage.Halted(turn.state().way(), stop.cause());
      return halted(turn, turn.state().with(halted), halted);
    } else if (verdict instanceof Finish finish) {
      End end = new End(kind(finish.last()), finish.why(), turn.now());
      return atOnce(turn, turn.state().ended(new Stage.Ended(finish.last(), end)), finish.why());
    }
    throw new IllegalStateException("unknown verdict " + verdict);
  }

  /** Somebody scaled the candidate to 0: what it then fails is not its image's fault. */
  private static boolean atZero(Turn turn) {
    return turn.to().filter(candidate -> candidate.desired() == 0).isPresent();
  }

  private static Decision atOnce(Turn turn, RolloutState next, Reason why) {
    return new Decision(next, List.of(), why, Optional.empty(), turn.now());
  }

  private static Decision stay(Turn turn, Stay stay) {
    RolloutState next = stay.next();
    Instant until = stay.until().or(() -> next.pause().map(Pace.Pause::until)).orElse(next.until());
    Wait wait = new Wait(stay.what(), next.since(), Optional.of(until), stay.then());
    Instant look = turn.now().plus(turn.bounds().poll());
    boolean deadlineFirst = until.isAfter(turn.now()) && until.isBefore(look);
    return new Decision(
        next, stay.actions(), stay.what(), Optional.of(wait), deadlineFirst ? until : look);
  }

  /** What happens next is a person's decision. */
  private static Decision halted(Turn turn, RolloutState next, Stage.Halted halted) {
    Wait wait = new Wait(halted.cause(), next.since(), Optional.empty(), Then.A_PERSON);
    Instant look = turn.now().plus(turn.bounds().poll());
    return new Decision(next, List.of(), halted.cause(), Optional.of(wait), look);
  }

  private static End.Kind kind(Stage.Underway last) {
    return switch (last.course()) {
      case FORWARD -> End.Kind.SUCCEEDED;
      case ROLL_BACK -> End.Kind.ROLLED_BACK;
      case ABORT, HALT -> End.Kind.FAILED_CLEAN;
    };
  }

  /**
   * An image at fault is blocked as soon as the rollout turns round. Traffic goes first, and
   * neither waits for the other for ever: whatever failed in the turn before comes last in this
   * one.
   */
  private static Decision blocking(Turn turn, Retreat retreat, Decision decision) {
    boolean needed = retreat.blames() && !turn.seen().blocked();
    if (!needed || decision.next().ended()) {
      return decision;
    }
    boolean otherFailed =
        turn.seen().tried().stream()
            .anyMatch(t -> t.failure().isPresent() && !(t.action() instanceof BlockImage));
    List<Action> actions = new ArrayList<>(decision.actions());
    actions.add(
        otherFailed ? 0 : actions.size(),
        new BlockImage(turn.state().to().image(), turn.state().id(), retreat.cause()));
    return new Decision(
        decision.next(), actions, decision.why(), decision.waiting(), decision.lookAgain());
  }
}
