package com.pharmaserv.repave.story;

import com.pharmaserv.repave.drawing.Position;
import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Observation.Tried;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.plan.Drift;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Outlook;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How stories show a decision, whole. The one place that knows a decision's parts. */
final class Print {
  private final Instant start;

  Print(Instant start) {
    this.start = start;
  }

  /**
   * A turn: when, where the rollout is, why; each effect and how it failed; and the wait.
   *
   * @param tried what became of the decision's actions, as far as they were tried
   */
  List<String> turn(Instant now, Decision decision, List<Tried> tried) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-6s %-18s %s"
            .formatted(at(now), position(decision.next()), Sentences.of(decision.why())));
    for (int i = 0; i < decision.actions().size(); i++) {
      lines.add("       - " + action(decision.actions().get(i), i, tried));
    }
    String look = decision.lookAgain().equals(now) ? "at once" : "at " + at(decision.lookAgain());
    if (decision.waiting().isPresent()) {
      lines.add("       " + waits(decision.waiting().get(), decision.why()) + "; looks " + look);
    } else if (!decision.next().ended()) {
      lines.add("       looks " + look);
    }
    return lines;
  }

  private static String position(RolloutState state) {
    return Position.of(state) + (state.blames() ? " !" : "");
  }

  private static String action(Action action, int index, List<Tried> tried) {
    if (index >= tried.size()) {
      return action.sentence() + ": not tried";
    }
    return action.sentence() + tried.get(index).failure().map(Print::failed).orElse("");
  }

  private static String failed(Failure failure) {
    return ": %s (%s)".formatted(word(failure.kind()), failure.message());
  }

  private String waits(Wait wait, Reason why) {
    String until = wait.until().map(this::at).map(at -> "until " + at).orElse("for ever");
    String what = wait.what().equals(why) ? "" : "for " + Sentences.of(wait.what()) + " ";
    return "waits %ssince %s %s, then %s"
        .formatted(what, at(wait.since()), until, Sentences.then(wait.then()));
  }

  /** Whether a rollout may begin. */
  List<String> opening(Opening opening) {
    if (opening instanceof Opening.Opened opened) {
      RolloutState state = opened.state();
      String from = state.from().map(p -> " from " + p.generation()).orElse("");
      return List.of("opened " + state.id() + from + " to " + state.to().generation());
    }
    return List.of(
        opening instanceof Opening.Idle idle
            ? "idle: " + Sentences.of(idle.reason())
            : "refused: " + Sentences.of(((Opening.Refused) opening).reason()));
  }

  /** What differs from what should be. */
  static List<String> drift(List<Drift.Finding> findings) {
    return findings.isEmpty()
        ? List.of("no drift")
        : findings.stream()
            .map(f -> "%-8s %s".formatted(word(f.kind()), Sentences.of(f.what())))
            .toList();
  }

  /** The soak that a command belongs to: soaking once more means to run it once more. */
  static String soak(RolloutState state) {
    return "step %d since %s: ".formatted(state.step(), state.since());
  }

  /** What the rollout would do. */
  static List<String> outlook(List<Outlook.Step> steps) {
    return steps.stream()
        .map(step -> "%-8s %s".formatted(step.phase(), Sentences.of(step.what())))
        .toList();
  }

  /** What a turn is about, figures apart: two turns of one kind in a row are told once. */
  String kind(Decision decision) {
    return position(decision.next())
        + kind(decision.why())
        + decision.next().signalSeen()
        + decision.actions()
        + decision.waiting().map(w -> w.then() + " " + w.until()).orElse("");
  }

  private static String kind(Reason reason) {
    List<String> kind = new ArrayList<>(List.of(reason.code().code()));
    for (int i = 0; i < reason.values().size(); i++) {
      if (reason.code().parameters().get(i).kind() == ReasonCode.Kind.TEXT) {
        kind.add(reason.values().get(i));
      }
    }
    reason.also().forEach(more -> kind.add(kind(more)));
    return kind.toString();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  String at(Instant instant) {
    Duration since = Duration.between(start, instant);
    return since.toMillis() % 1000 == 0
        ? "+" + since.toSeconds() + "s"
        : "+" + since.toMillis() + "ms";
  }
}
