package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Wait;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One rollout as a few lines that are drawn over and over. */
final class LiveBlock {
  private static final int BAR_CELLS = 20;
  private static final int LABEL_WIDTH = 11;

  /** More generations than slots are strangers; two of them are enough to see that. */
  private static final int GENERATIONS_MAX = 4;

  /** Digest characters where room is short; the first line has more of them. */
  private static final int DIGEST_SHORT = 8;

  private final Look look;

  LiveBlock(Look look) {
    this.look = look;
  }

  List<Line> lines(Fleet fleet, FleetView view, Decision decision, Instant now) {
    RolloutState state = decision.next();
    List<Line> lines = new ArrayList<>();
    lines.add(title(state));
    lines.add(phases(fleet.policy(), state));
    view.route().ifPresent(route -> lines.add(traffic(route)));
    view.generations().stream()
        .limit(GENERATIONS_MAX)
        .map(generation -> generation(fleet, state, generation))
        .forEach(lines::add);
    if (state.course() != Course.FORWARD) {
      String cause = Sentences.cause(state).orElse("unknown");
      lines.add(label("cause").add(Ink.RED, cause));
    }
    if (state.course() == Course.HALT) {
      lines.addAll(Advice.halted(state));
    } else {
      decision
          .waiting()
          .ifPresentOrElse(
              wait -> waiting(wait, now).forEach(lines::add),
              () -> lines.add(label("now").add(Sentences.of(decision.why()))));
    }
    return lines;
  }

  private Line title(RolloutState state) {
    String from = state.from().map(p -> p.image() + " " + look.arrow() + " ").orElse("");
    return new Line()
        .add(Ink.BOLD, state.fleet().environment() + "/" + state.id())
        .add("  " + from + state.to().image());
  }

  private Line phases(Policy policy, RolloutState state) {
    if (state.course() == Course.HALT) {
      return new Line().add(Ink.ALARM, " HALTED in " + state.phase() + " ");
    }
    if (state.course() != Course.FORWARD) {
      String way = state.course() == Course.ABORT ? "retire" : "shift, drain, retire";
      String word = state.course().toString().toUpperCase(Locale.ROOT);
      return new Line()
          .add(Ink.RED, word)
          .add("  " + way + ": now in ")
          .add(Ink.BOLD, state.phase() + step(policy, state));
    }
    Line full = bar(policy, state, look.unicode() ? " ▸ " : " > ");
    if (full.width() < look.width()) {
      return full;
    }
    Line tight = bar(policy, state, " ");
    int number = List.of(Phase.values()).indexOf(state.phase()) + 1;
    return tight.width() < look.width()
        ? tight
        : new Line()
            .add("phase " + number + " of " + Phase.values().length + ": ")
            .add(Ink.BOLD, state.phase() + step(policy, state));
  }

  private static Line bar(Policy policy, RolloutState state, String separator) {
    Line line = new Line();
    for (Phase phase : Phase.values()) {
      line.add(Ink.DIM, phase == Phase.PREPARE ? "" : separator);
      int order = phase.compareTo(state.phase());
      if (order == 0) {
        line.add(Ink.BOLD, "[" + phase + step(policy, state) + "]");
      } else {
        line.add(order < 0 ? Ink.GREEN : Ink.DIM, phase.toString());
      }
    }
    return line;
  }

  private static String step(Policy policy, RolloutState state) {
    boolean shifting = state.phase() == Phase.SHIFT || state.phase() == Phase.SOAK;
    if (!shifting || state.course() != Course.FORWARD || state.to().slot().isEmpty()) {
      return "";
    }
    boolean first = state.from().isEmpty();
    int last = policy.steps().size() - 1;
    return " " + (first ? 100 : policy.steps().get(Math.min(state.step(), last))) + "%";
  }

  private Line traffic(RouteView route) {
    Weights weights = route.weights();
    int blue = Math.round(BAR_CELLS * weights.blue() / 100f);
    int green = weights.blue() + weights.green() == 0 ? 0 : BAR_CELLS - blue;
    String test = route.testSlot().map(slot -> "   test route " + slot).orElse("");
    return label("traffic")
        .add(Ink.BLUE, Columns.pad("blue " + weights.blue() + "%", LABEL_WIDTH - 1))
        .add(Ink.BLUE, (look.unicode() ? "█" : "#").repeat(blue))
        .add(Ink.GREEN, (look.unicode() ? "▒" : "=").repeat(green))
        .add((look.unicode() ? "·" : ".").repeat(BAR_CELLS - blue - green))
        .add(Ink.GREEN, " green " + weights.green() + "%")
        .add(Ink.DIM, test);
  }

  private static Line generation(Fleet fleet, RolloutState state, Generation generation) {
    String slot = generation.slot().map(Object::toString).orElse("-");
    int serving = generation.serving();
    boolean whole = serving >= generation.desired();
    Line line =
        label(Roles.of(state, generation.id()))
            .add(generation.id() + " " + Columns.pad(slot, 5) + " " + brief(generation.image()))
            .add(whole ? Ink.GREEN : Ink.YELLOW, "  " + serving + "/" + generation.desired());
    for (Roles.Zone zone : Roles.zones(generation, fleet.zones())) {
      boolean healthy = zone.healthy() == zone.machines() && zone.machines() > 0;
      line.add(healthy ? Ink.PLAIN : Ink.YELLOW, "  " + zone);
    }
    generation.trouble().ifPresent(trouble -> line.add(Ink.RED, "  " + trouble));
    return line;
  }

  private static String brief(ImageId image) {
    return image.name() + "@" + image.digest().substring(0, DIGEST_SHORT);
  }

  private List<Line> waiting(Wait wait, Instant now) {
    // Whole seconds: smaller ones would only flicker.
    Duration waited = Duration.between(wait.since(), now).truncatedTo(ChronoUnit.SECONDS);
    String elapsed = Times.span(waited);
    String rest =
        wait.until()
            .map(until -> Times.span(Duration.between(now, until)))
            .map(
                more ->
                    "%s so far, at most %s more, then %s"
                        .formatted(elapsed, more, Sentences.then(wait.then())))
            .orElse(elapsed + " so far, no deadline; " + Sentences.then(wait.then()));
    return List.of(label("waits for").add(Sentences.of(wait.what())), label("").add(Ink.DIM, rest));
  }

  private static Line label(String text) {
    return new Line().add(Ink.DIM, Columns.pad(text, LABEL_WIDTH));
  }
}
