package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.Retreat;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Span;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Writes a fleet's journal as the engine would, without an engine. */
final class Tale {
  static final Instant START = Instant.parse("2026-11-22T16:00:00Z");

  private static final Settings SETTINGS = new Settings(3, 6, new TreeSet<>(), false);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FleetId fleet;
  private final List<JournalRecord> records = new ArrayList<>();
  private Instant now;
  private long epoch = 1;
  private int rollouts;
  private Weights weights = Weights.NONE;
  private Optional<Placement> active = Optional.empty();
  private Optional<RolloutState> state = Optional.empty();

  Tale(FleetId fleet, Instant start) {
    this.fleet = fleet;
    this.now = start;
  }

  static ImageId image(int version) {
    return new ImageId("hello", String.format("%02x", 0xa0 + version).repeat(32));
  }

  List<JournalRecord> records() {
    return records;
  }

  RolloutState state() {
    return state.orElseThrow();
  }

  Instant now() {
    return now;
  }

  Tale after(long millis) {
    now = now.plusMillis(millis);
    return this;
  }

  Tale anotherEngine() {
    epoch++;
    return this;
  }

  Tale begin(ImageId image, String reason) {
    rollouts++;
    Slot slot = weights.blue() > 0 ? Slot.GREEN : Slot.BLUE;
    Placement to = new Placement(new GenerationId(fleet, rollouts), Optional.of(slot), image);
    state =
        Optional.of(
            new RolloutState(
                new RolloutId(fleet, rollouts),
                active,
                to,
                reason,
                RolloutState.Traffic.found(weights),
                Optional.empty(),
                0,
                new Stage.Preparing(pace(), false)));
    return decided("opened: " + reason);
  }

  private Tale decided(String why, Action... actions) {
    append(new Decided(state(), Scenes.said(why), List.of(actions)));
    return this;
  }

  private Span span() {
    return Span.of(now, PATIENCE);
  }

  private Pace pace() {
    return Pace.of(span());
  }

  private Stage forward(Phase phase) {
    Optional<Instant> none = Optional.empty();
    int step = state().step();
    return switch (phase) {
      case PREPARE -> new Stage.Preparing(pace(), false);
      case LAUNCH -> new Stage.Launching(pace(), false);
      case WARM_UP -> new Stage.WarmingUp(pace(), false, none);
      case VERIFY -> new Stage.Verifying(pace(), false, none, none);
      case SHIFT -> new Stage.Shifting(pace(), step, none, none);
      case SOAK -> new Stage.Soaking(pace(), step, none, none);
      case PROMOTE -> new Stage.Promoting(span());
      case RETAIN -> new Stage.Retaining(span());
      case DRAIN -> new Stage.Draining(span(), none);
      case RETIRE -> new Stage.Retiring(span(), false);
    };
  }

  private Stage back(Phase phase, Retreat retreat) {
    return switch (phase) {
      case SHIFT -> new Stage.ShiftingBack(span(), retreat);
      case DRAIN -> new Stage.DrainingBack(span(), retreat, Optional.empty());
      case RETIRE -> new Stage.RetiringBack(span(), retreat, false);
      default -> throw new IllegalArgumentException("nothing goes back in " + phase);
    };
  }

  Tale phase(Phase phase, String why) {
    Stage next =
        state().retreat().map(retreat -> back(phase, retreat)).orElseGet(() -> forward(phase));
    return decide(state().with(next), why);
  }

  Tale decide(RolloutState next, String why) {
    state = Optional.of(next);
    return decided(why);
  }

  Tale launch() {
    Placement to = state().to();
    return effect(
        new LaunchGeneration(to.generation(), to.slot(), to.image(), 3, SETTINGS, state().id()),
        to.generation() + " to appear",
        Optional.empty());
  }

  Tale retire(GenerationId generation) {
    return effect(
        new RetireGeneration(generation), generation + " to be deleted", Optional.empty());
  }

  Tale effect(Action action, String why, Optional<Failure> failure) {
    decided(why, action);
    long intent = append(new Intended(state().id(), action));
    after(12);
    append(new Happened(intent, failure));
    return this;
  }

  Tale shift(Weights wanted) {
    state = Optional.of(state().with(state().traffic().asking(wanted)));
    effect(
        new ShiftTraffic(/* expected= */ weights, /* weights= */ wanted),
        "the route to show " + wanted,
        Optional.empty());
    weights = wanted;
    state = Optional.of(state().with(state().traffic().readBack()));
    return after(150);
  }

  Tale judged(Signal.Kind kind, String by, String text) {
    append(new Judged(state().id(), new Signal(1, kind, by, text, now)));
    return this;
  }

  Tale says(JournalEntry.OnFleet word) {
    append(word);
    return this;
  }

  Tale end(End.Kind kind, String reason) {
    End end = new End(kind, Scenes.said(reason), now);
    decide(state().ended(new Stage.Ended(state().way(), end)), reason);
    if (kind == End.Kind.SUCCEEDED) {
      active = Optional.of(state().to());
    }
    return this;
  }

  /** A rollout from its beginning up to the end of warm-up and verification. */
  Tale ready(int version, String reason) {
    begin(image(version), reason);
    if (state().from().isPresent()) {
      GenerationId from = state().from().get().generation();
      effect(
          new Action.Configure(from, SETTINGS.withGuarded(true)),
          from + " to be pinned at 3 machines",
          Optional.empty());
    }
    phase(Phase.LAUNCH, "prepared").after(40);
    launch().after(900);
    phase(Phase.WARM_UP, "all 3 machines of " + state().to().generation() + " are in service");
    after(1_800);
    phase(Phase.VERIFY, "all machines healthy for 1 s").after(1_300);
    decide(
        state().with(new Stage.Verified(pace(), false, Optional.empty())),
        state().to().generation() + " is verified: passed through the test route");
    return phase(Phase.SHIFT, "ready for traffic");
  }

  Tale soak(int percent, long millis) {
    phase(Phase.SOAK, percent + "% is on " + state().to().generation());
    return after(millis);
  }

  /** One step of traffic: shift, soak. */
  Tale step(int index, int percent, long millis) {
    if (index > 0) {
      decide(
          state().with(new Stage.Shifting(pace(), index, Optional.empty(), Optional.empty())),
          "soaked");
    }
    return shift(Weights.of(state().to().slot().orElseThrow(), percent)).soak(percent, millis);
  }

  /** From the last soak to a good end. */
  Tale finish(long retainMillis) {
    phase(Phase.PROMOTE, "soaked at 100%: 600 requests, 0 failed, p99 9 ms").after(60);
    phase(Phase.RETAIN, "settings are handed over").after(retainMillis);
    if (state().from().isPresent()) {
      GenerationId from = state().from().get().generation();
      phase(Phase.DRAIN, "retention is over").after(1_100);
      phase(Phase.RETIRE, "nothing is open on it").after(500);
      retire(from);
    }
    return end(End.Kind.SUCCEEDED, state().to().generation() + " carries the fleet");
  }

  /** A gate fails: back to the previous generation, and the image is blocked. */
  Tale rollBack(String cause) {
    Slot from = state().from().orElseThrow().slot().orElseThrow();
    Retreat retreat = new Retreat(Retreat.Way.ROLL_BACK, Scenes.said(cause), true);
    decide(state().with(back(Phase.SHIFT, retreat)), cause);
    effect(
        new Action.BlockImage(state().to().image(), state().id(), retreat.cause()),
        "image at fault",
        Optional.empty());
    shift(Weights.of(from, 100));
    phase(Phase.DRAIN, "the route shows " + weights).after(1_100);
    phase(Phase.RETIRE, "nothing is open on it").after(600);
    retire(state().to().generation());
    return end(End.Kind.ROLLED_BACK, cause);
  }

  private long append(JournalEntry entry) {
    long number = records.size() + 1L;
    String hash = String.format("%016x", number * 0x9e3779b97f4a7c15L).repeat(4);
    records.add(new JournalRecord(number, now, epoch, entry, hash));
    return number;
  }
}
