package com.pharmaserv.repave.story;

import com.pharmaserv.repave.drawing.Position;
import com.pharmaserv.repave.drawing.Transitions;
import com.pharmaserv.repave.engine.Vigil;
import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Observation.Tried;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Repair;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One rollout after another in a scene, turn by turn as the engine takes them. */
final class Story {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** More turns than any story has at one moment; one that needs more turns in a circle. */
  private static final int TURNS_MAX = 400;

  final Scene scene;
  private final Transitions decider;
  private final Print print = new Print(START);
  private final List<Signal> signals = new ArrayList<>();
  private List<Tried> tried = List.of();
  private List<Action> actedBefore = List.of();
  private Optional<RolloutState> state = Optional.empty();
  private String kind = "";
  private Instant now = START;
  private Instant due = START;
  private final Vigil vigil = new Vigil(START);

  Story(Scene scene, Transitions decider) {
    this.scene = scene;
    this.decider = decider;
  }

  Instant now() {
    return now;
  }

  Optional<RolloutState> latest() {
    return state;
  }

  /** Time in which nobody looks. */
  void pass(Duration span) {
    now = now.plus(span);
    due = now;
  }

  void post(Signal.Kind word, String by, String text) {
    signals.add(new Signal(signals.size() + 1L, word, by, text, now));
    due = now;
  }

  /** Another process takes over: what this one has tried is forgotten. */
  void crash() {
    tried = List.of();
    actedBefore = List.of();
    scene.readings.crashed();
    due = now;
  }

  Image image(ImageId id) {
    Image image =
        new Image(id, "app", "1", "test", START, new TreeMap<>(), Optional.empty())
            .in(
                scene.channels.getOrDefault(id, Channel.CANDIDATE),
                new Image.Release("REL-42", "anna", START));
    return scene.blocked(id)
        ? image.withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", START)))
        : image;
  }

  /** Opens a rollout; tells whether it may begin. */
  List<String> roll(ImageId image, boolean again) {
    Opening opening =
        Opening.open(
            scene.fleet,
            image(image),
            scene.view(now),
            state,
            scene.readings.alarms(scene.fleet.policy().alarms()),
            "story",
            again,
            now);
    if (opening instanceof Opening.Opened opened) {
      state = Optional.of(opened.state());
      decider.opened(opened.state());
      tried = List.of();
      actedBefore = List.of();
      kind = "";
      due = now;
      vigil.next(now);
    }
    return print.opening(opening);
  }

  /** What would put the route right, and does it. */
  List<String> repair() {
    Repair repair = Repair.of(scene.fleet, scene.view(now), state);
    if (repair instanceof Repair.Shift shift) {
      scene.act(shift.action());
      return List.of("repair: " + Sentences.of(shift.reason()));
    }
    return List.of(
        repair instanceof Repair.Refused refused
            ? "refused: " + Sentences.of(refused.reason())
            : "whole: " + Sentences.of(((Repair.Whole) repair).reason()));
  }

  private RolloutState open() {
    return state
        .filter(s -> !s.ended())
        .orElseThrow(() -> new IllegalStateException("no rollout is open at " + print.at(now)));
  }

  /** Turns at this instant until nothing changes any more. */
  List<String> settle() {
    return play(next -> !next.isAfter(now), false);
  }

  /** Turns for that long, each when it is due. */
  List<String> run(Duration span) {
    Instant end = now.plus(span);
    List<String> told = play(next -> !next.isAfter(end), true);
    now = open(end) ? end : now;
    return told;
  }

  private boolean open(Instant end) {
    return now.isBefore(end) && state.filter(s -> !s.ended()).isPresent();
  }

  /** Turns until the rollout is there; it is an error if it never comes there. */
  List<String> until(String place) {
    List<String> told = play(next -> !there(place), true);
    if (!there(place)) {
      throw new IllegalStateException(
          "never came to '%s', but is in '%s' since: %s"
              .formatted(
                  place,
                  Position.of(state.orElseThrow()),
                  told.isEmpty() ? "ever" : told.get(told.size() - 2)));
    }
    return told;
  }

  /** Turns until the rollout is there; what was told before is told elsewhere. */
  List<String> skip(String place) {
    until(place);
    return List.of("... " + print.at(now) + " " + Position.of(state.orElseThrow()));
  }

  private boolean there(String place) {
    Position position = Position.of(state.orElseThrow());
    boolean ended = state.orElseThrow().ended() && place.equals("end");
    return ended || position.toString().equals(place) || position.name().equals(place);
  }

  private List<String> play(Predicate<Instant> on, boolean waits) {
    if (state.filter(s -> !s.ended()).isEmpty()) {
      return List.of("no rollout is open");
    }
    List<String> told = new ArrayList<>();
    for (int i = 0; i < TURNS_MAX && !state.orElseThrow().ended() && on.test(due); i++) {
      if (waits && due.isAfter(now)) {
        now = due;
      }
      turn(told);
    }
    return told;
  }

  private void turn(List<String> told) {
    RolloutState before = open();
    List<Signal> unheard = signals.stream().filter(s -> s.number() > before.signalSeen()).toList();
    Observation seen = scene.look(before, now, unheard, vigil.gap(now, now), tried);
    Decision decision = decider.decide(scene.fleet, before, seen, now);
    state = Optional.of(decision.next());
    tried = act(decision.actions());
    if (!print.kind(decision).equals(kind)) {
      told.addAll(print.turn(now, decision, tried));
    }
    kind = print.kind(decision);
    // As in the engine: after an effect that is new, or in a new place, the next look is at once.
    boolean moved = !Position.of(before).equals(Position.of(decision.next()));
    boolean effective =
        tried.size() == decision.actions().size()
            && !tried.isEmpty()
            && tried.stream().allMatch(t -> t.failure().isEmpty())
            && !decision.actions().equals(actedBefore);
    actedBefore = decision.actions();
    due = moved || effective ? now : decision.lookAgain();
    vigil.next(due);
  }

  private List<Tried> act(List<Action> actions) {
    List<Tried> results = new ArrayList<>();
    for (Action action : actions) {
      Tried result = scene.act(action);
      results.add(result);
      if (result.failure().isPresent()) {
        return results;
      }
    }
    return results;
  }
}
