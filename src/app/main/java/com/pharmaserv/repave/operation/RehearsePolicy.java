package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.rehearsal.Candidate;
import com.pharmaserv.repave.rehearsal.PolicyRehearsal;
import com.pharmaserv.repave.rehearsal.PolicyRehearsal.Play;
import com.pharmaserv.repave.rehearsal.PolicyRehearsal.Script;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Plays a fleet's real policy in a simulated cloud; touches nothing real. */
public final class RehearsePolicy {
  private RehearsePolicy() {}

  /** What a policy did with the image although a policy is there for the opposite. */
  public enum Surprise {
    /** The image is good, but the policy did not let it through. */
    HELD_GOOD_BACK,
    /** The image is bad, but the policy let it through. */
    LET_BAD_THROUGH
  }

  /**
   * How it went.
   *
   * @param candidate what was wrong with the image
   * @param fewestServing machines that served production, at the worst time
   * @param end empty if the rollout has not ended in time
   * @param violations of what must always hold
   */
  public record Rehearsed(
      FleetId fleet,
      Candidate candidate,
      long seed,
      List<Moment> timeline,
      Duration duration,
      SortedMap<String, Integer> calls,
      int fewestServing,
      long lostRequests,
      Optional<Standing.Ended> end,
      Optional<Surprise> surprise,
      List<String> violations)
      implements Answer {
    public Rehearsed {
      timeline = List.copyOf(timeline);
      violations = List.copyOf(violations);
    }

    @Override
    public Outcome outcome() {
      boolean good = violations.isEmpty() && end.isPresent() && surprise.isEmpty();
      return good ? Outcome.DONE : Outcome.FAILED;
    }
  }

  /**
   * When the rollout came to another phase.
   *
   * @param elapsed since the beginning, by the simulated clock
   */
  public record Moment(Duration elapsed, Course course, Phase phase, Reason why) {
    static Moment of(PolicyRehearsal.Moment moment) {
      RolloutState state = moment.decision().next();
      return new Moment(
          moment.after().truncatedTo(ChronoUnit.SECONDS),
          state.course(),
          state.phase(),
          moment.decision().why());
    }
  }

  /** Plays it to its end. */
  public static Rehearsed rehearse(Script script) {
    Play play = PolicyRehearsal.play(script);
    Optional<End> end = play.state().flatMap(RolloutState::end);
    return new Rehearsed(
        script.fleet().id(),
        script.candidate(),
        script.seed(),
        play.moments().stream().map(Moment::of).toList(),
        play.duration(),
        play.calls(),
        play.fewestServing(),
        play.lostRequests(),
        end.map(Standing.Ended::of),
        surprise(script, end),
        play.violations());
  }

  private static Optional<Surprise> surprise(Script script, Optional<End> end) {
    boolean succeeded = end.filter(e -> e.kind() == End.Kind.SUCCEEDED).isPresent();
    if (script.candidate() == Candidate.GOOD) {
      // With faults a good image may be taken back, and rightly so.
      return succeeded || script.faults() ? Optional.empty() : Optional.of(Surprise.HELD_GOOD_BACK);
    }
    return succeeded ? Optional.of(Surprise.LET_BAD_THROUGH) : Optional.empty();
  }
}
