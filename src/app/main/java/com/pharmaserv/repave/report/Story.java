package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is new in each turn of one fleet's rollout, in lines that are worth keeping.
 *
 * <p>A turn is news when its reason's code has not been told yet in this phase. All else (counters
 * that move, reasons that take turns) waits until the last line is some seconds old, so that a log
 * is never flooded, however often the engine turns.
 */
final class Story {
  /** Least distance of lines that bring only other numbers. */
  static final Duration QUIET = Duration.ofSeconds(5);

  /** Some CI systems end jobs that say nothing for minutes. */
  static final Duration HEARTBEAT = Duration.ofMinutes(1);

  /** Codes told at once within a phase; a phase with more of them only flaps. */
  private static final int KINDS_MAX = 40;

  private static final int WHERE_WIDTH = 14;
  private static final int WEIGHTS_WIDTH = 18;

  private final Look look;
  private final Set<ReasonCode> told = EnumSet.noneOf(ReasonCode.class);
  private Optional<RolloutId> rollout = Optional.empty();
  private Optional<Instant> begun = Optional.empty();
  private Optional<Position> position = Optional.empty();
  private Optional<Reason> last = Optional.empty();
  private Instant lastAt = Instant.MIN;
  private List<Action> lastActions = List.of();

  private record Position(Course course, Phase phase, int step) {}

  Story(Look look) {
    this.look = look;
  }

  /** The lines that this turn adds. */
  List<Line> tell(Fleet fleet, FleetView view, Decision decision, Instant at) {
    RolloutState state = decision.next();
    List<Line> lines = new ArrayList<>();
    boolean begins = !rollout.equals(Optional.of(state.id()));
    if (begins) {
      begin(state, at);
      lines.add(opening(state, at));
    }
    Position now = new Position(state.course(), state.phase(), state.step());
    boolean moved = !position.equals(Optional.of(now));
    boolean turnedRound =
        state.course() != Course.FORWARD
            && !position.map(Position::course).equals(Optional.of(state.course()));
    if (moved) {
      told.clear();
      position = Optional.of(now);
    }
    if (state.end().isPresent()) {
      lines.addAll(ending(fleet, view, state, state.end().get(), at));
    } else if (turnedRound) {
      lines.addAll(turning(view, state, at));
      remember(decision, at);
    } else if (worthTelling(decision, at, moved)) {
      lines.add(sentence(view, decision, at));
      remember(decision, at);
    }
    if (!look.live()) {
      lines.addAll(effects(view, decision, at));
    }
    return lines;
  }

  private void begin(RolloutState state, Instant at) {
    rollout = Optional.of(state.id());
    position = Optional.empty();
    last = Optional.empty();
    lastActions = List.of();
    // Without its beginning nothing can be said of how long the rollout took.
    begun = state.phase() == Phase.PREPARE ? Optional.of(at) : Optional.empty();
  }

  private Line opening(RolloutState state, Instant at) {
    String from = state.from().map(p -> p.image() + " " + look.arrow() + " ").orElse("");
    return head(state, at)
        .add(Ink.BOLD, from + state.to().image())
        .add("  (" + state.reason() + ")");
  }

  private boolean worthTelling(Decision decision, Instant at, boolean moved) {
    if (look.live()) {
      // The block shows all else.
      return moved;
    }
    boolean newKind = told.size() < KINDS_MAX && !told.contains(decision.why().code());
    Duration quiet = Duration.between(lastAt, at);
    boolean other = !Optional.of(decision.why()).equals(last);
    return newKind || (other && quiet.compareTo(QUIET) >= 0) || quiet.compareTo(HEARTBEAT) >= 0;
  }

  private void remember(Decision decision, Instant at) {
    if (told.size() < KINDS_MAX) {
      told.add(decision.why().code());
    }
    last = Optional.of(decision.why());
    lastAt = at;
  }

  private Line sentence(FleetView view, Decision decision, Instant at) {
    RolloutState state = decision.next();
    Ink ink = state.course() == Course.FORWARD ? Ink.PLAIN : Ink.YELLOW;
    Line line = row(view, state, at, ink, where(state)).add(Sentences.of(decision.why()));
    decision.waiting().ifPresent(wait -> line.add(Ink.DIM, patience(wait, at)));
    return line;
  }

  private String patience(Wait wait, Instant at) {
    String then = Sentences.then(wait.then());
    return wait.until()
        .map(until -> " (until %s, then %s)".formatted(Times.near(until, at, look.zone()), then))
        .orElse(" (no deadline; %s)".formatted(then));
  }

  /** Effects of the turn; those that repeat the last turn's word for word are not told again. */
  private List<Line> effects(FleetView view, Decision decision, Instant at) {
    if (decision.actions().isEmpty() || decision.actions().equals(lastActions)) {
      return List.of();
    }
    lastActions = decision.actions();
    return decision.actions().stream()
        .map(
            action ->
                row(view, decision.next(), at, Ink.PLAIN, where(decision.next()))
                    .add(Ink.BOLD, look.arrow() + " " + action.sentence()))
        .toList();
  }

  /** The rollout has left its course: what happened, and what a person can do. */
  private List<Line> turning(FleetView view, RolloutState state, Instant at) {
    String cause = Sentences.cause(state).orElse("for an unknown cause");
    String word =
        switch (state.course()) {
          case ROLL_BACK -> "ROLLING BACK";
          case ABORT -> "ABORTING";
          case HALT -> "HALTED";
          case FORWARD -> throw new IllegalArgumentException("a forward course turns nowhere");
        };
    Ink ink = state.course() == Course.HALT ? Ink.ALARM : Ink.RED;
    List<Line> lines = new ArrayList<>();
    lines.add(row(view, state, at, ink, word).add(Ink.RED, cause));
    if (state.course() == Course.HALT) {
      lines.addAll(Advice.halted(state));
    } else {
      lines.addAll(Advice.back(state));
    }
    return lines;
  }

  private List<Line> ending(Fleet fleet, FleetView view, RolloutState state, End end, Instant at) {
    boolean good = end.kind() == End.Kind.SUCCEEDED;
    String word = end.kind().toString().toUpperCase(Locale.ROOT).replace('-', ' ');
    String span = begun.map(b -> " (took " + Times.span(Duration.between(b, at)) + ")").orElse("");
    List<Line> lines = new ArrayList<>();
    lines.add(
        row(view, state, at, good ? Ink.GREEN : Ink.RED, word)
            .add(good ? Ink.BOLD : Ink.RED, Sentences.of(end.reason()))
            .add(span));
    if (!good) {
      lines.addAll(Advice.ended(fleet.id(), state));
    }
    return lines;
  }

  private static String where(RolloutState state) {
    return switch (state.course()) {
      case FORWARD -> state.phase().toString();
      case ROLL_BACK -> "back, " + state.phase();
      case ABORT -> "abort, " + state.phase();
      case HALT -> "halted";
    };
  }

  private Line head(RolloutState state, Instant at) {
    String name = state.fleet().environment() + "/" + state.id();
    return new Line().add(Ink.DIM, Times.clock(at, look.zone())).add("  " + name + "  ");
  }

  private Line row(FleetView view, RolloutState state, Instant at, Ink ink, String where) {
    String padding = " ".repeat(Math.max(0, WHERE_WIDTH - where.length()));
    String weights = view.route().map(route -> route.weights().toString()).orElse("no route");
    return head(state, at)
        .add(ink, where)
        .add(padding + "  " + Columns.pad(weights, WEIGHTS_WIDTH) + "  ");
  }
}
