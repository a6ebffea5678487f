package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.RepaveException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells a fleet's rollouts from its journal; changes nothing. */
public final class TellHistory {
  private TellHistory() {}

  /**
   * The fleet's rollouts.
   *
   * @param rolloutCount how many there were in all
   * @param rollouts the last of them, the latest first
   */
  public record History(FleetId fleet, int rolloutCount, List<Rollout> rollouts) implements Answer {
    public History {
      rollouts = List.copyOf(rollouts);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * One of them.
   *
   * @param reason why somebody wanted it
   * @param ranBefore the image that the fleet ran before
   * @param now how it ended, or where it stands
   * @param said what people said to it
   */
  public record Rollout(
      Instant began, String reason, Optional<ImageId> ranBefore, Standing now, List<Said> said) {
    public Rollout {
      said = List.copyOf(said);
    }
  }

  /** What a person said to a rollout. */
  public record Said(Instant at, String by, Signal.Kind asks, String reason) {}

  /** What the records tell of one rollout so far. */
  private static final class Told {
    private final JournalRecord first;
    private final List<Said> said = new ArrayList<>();
    private Decided last;

    Told(JournalRecord first, Decided decided) {
      this.first = first;
      this.last = decided;
    }

    Rollout rollout() {
      return new Rollout(
          first.at(),
          last.state().reason(),
          last.state().from().map(Placement::image),
          Standing.of(last.state()),
          said);
    }
  }

  /**
   * Reads the fleet's journal.
   *
   * @param most how many rollouts to tell
   */
  public static History of(Provider provider, Fleet fleet, int most) throws RepaveException {
    List<Rollout> all = all(provider.journal(fleet).records());
    List<Rollout> latest = new ArrayList<>(all.subList(Math.max(0, all.size() - most), all.size()));
    Collections.reverse(latest);
    return new History(fleet.id(), all.size(), latest);
  }

  /** All rollouts of these records, in their order. */
  static List<Rollout> all(List<JournalRecord> records) {
    Map<RolloutId, Told> all = new LinkedHashMap<>();
    for (JournalRecord record : records) {
      if (record.entry() instanceof Decided decided) {
        all.computeIfAbsent(decided.state().id(), id -> new Told(record, decided)).last = decided;
      } else if (record.entry() instanceof Judged judged) {
        Signal signal = judged.signal();
        Told told = all.get(judged.rollout());
        if (told != null) {
          told.said.add(new Said(signal.at(), signal.by(), signal.kind(), signal.text()));
        }
      }
    }
    return all.values().stream().map(Told::rollout).toList();
  }
}
