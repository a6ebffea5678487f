package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a fleet's journal tells of time: rollouts, their phases, and the weights. */
final class History {
  private final List<Rollout> rollouts = new ArrayList<>();
  private final List<Shift> shifts = new ArrayList<>();

  /** A stay in one phase. */
  record Stay(Course course, Phase phase, int step, Instant from, Instant to) {}

  /** From {@code at} on the route has these weights. */
  record Shift(Instant at, Weights weights) {}

  /** One rollout as it stands at the journal's end. */
  record Rollout(
      RolloutId id,
      Optional<Placement> from,
      Placement to,
      String reason,
      Instant begun,
      Instant seen,
      RolloutState last,
      int engines,
      List<Stay> stays) {

    Optional<End> end() {
      return last.end();
    }

    Duration took() {
      return Duration.between(begun, seen);
    }

    boolean halted() {
      return end().isEmpty() && last.course() == Course.HALT;
    }

    String outcome() {
      return end().map(e -> e.kind().toString()).orElse(halted() ? "halted" : "under way");
    }
  }

  /**
   * Reads the journal.
   *
   * @param until when what has not ended is cut off
   */
  static History of(List<JournalRecord> records, Instant until) {
    return new Reader(until).read(records);
  }

  List<Rollout> rollouts() {
    return rollouts;
  }

  List<Shift> shifts() {
    return shifts;
  }

  /** Goes through the records once. */
  private static final class Reader {
    private final History history = new History();
    private final Map<Long, Weights> asked = new HashMap<>();
    private final List<Decided> states = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final Instant until;
    private int engines;
    private long epoch;

    Reader(Instant until) {
      this.until = until;
    }

    History read(List<JournalRecord> records) {
      for (JournalRecord record : records) {
        read(record);
      }
      closeRollout(until);
      return history;
    }

    private void read(JournalRecord record) {
      JournalEntry entry = record.entry();
      if (entry instanceof Decided decided) {
        decided(record, decided);
      } else if (entry instanceof Intended intended
          && intended.action() instanceof Action.ShiftTraffic shift) {
        asked.put(record.number(), shift.weights());
      } else if (entry instanceof Happened happened && happened.failure().isEmpty()) {
        Optional.ofNullable(asked.remove(happened.intent()))
            .ifPresent(weights -> shifted(record.at(), weights));
      }
    }

    private void decided(JournalRecord record, Decided decided) {
      RolloutState state = decided.state();
      boolean another =
          !states.isEmpty() && !states.get(states.size() - 1).state().id().equals(state.id());
      if (another) {
        closeRollout(times.get(times.size() - 1));
      }
      if (states.isEmpty()) {
        engines = 0;
        epoch = -1;
      }
      engines += record.epoch() == epoch ? 0 : 1;
      epoch = record.epoch();
      states.add(decided);
      times.add(record.at());
      if (state.traffic().confirmed()) {
        // Also learns of shifts whose outcome was unknown, and of the weights at the beginning.
        shifted(record.at(), state.traffic().asked());
      }
    }

    private void shifted(Instant at, Weights weights) {
      List<Shift> shifts = history.shifts;
      boolean same = !shifts.isEmpty() && shifts.get(shifts.size() - 1).weights().equals(weights);
      if (!same) {
        shifts.add(new Shift(at, weights));
      }
    }

    private void closeRollout(Instant latest) {
      if (states.isEmpty()) {
        return;
      }
      RolloutState first = states.get(0).state();
      RolloutState last = states.get(states.size() - 1).state();
      Instant end = last.end().map(End::at).orElse(latest);
      history.rollouts.add(
          new Rollout(
              first.id(),
              first.from(),
              first.to(),
              first.reason(),
              times.get(0),
              end,
              last,
              engines,
              stays(end)));
      states.clear();
      times.clear();
    }

    private List<Stay> stays(Instant end) {
      List<Stay> stays = new ArrayList<>();
      int start = 0;
      for (int i = 1; i <= states.size(); i++) {
        RolloutState state = states.get(start).state();
        if (i == states.size() || !samePlace(state, states.get(i).state())) {
          Instant to = i == states.size() ? end : times.get(i);
          stays.add(new Stay(state.course(), state.phase(), state.step(), times.get(start), to));
          start = i;
        }
      }
      return stays;
    }

    private static boolean samePlace(RolloutState one, RolloutState other) {
      return one.course() == other.course()
          && one.phase() == other.phase()
          && one.step() == other.step();
    }
  }
}
