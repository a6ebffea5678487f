package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a fleet's rollouts took from their beginning to their promotion. */
final class Promotions {
  private Promotions() {}

  /** Of those that were promoted, in their order. */
  static Map<RolloutId, Duration> lengths(List<JournalRecord> records) {
    Map<RolloutId, Instant> begun = new HashMap<>();
    Map<RolloutId, Duration> took = new LinkedHashMap<>();
    for (JournalRecord record : records) {
      if (record.entry() instanceof Decided decided) {
        RolloutId id = decided.state().id();
        Instant began = begun.computeIfAbsent(id, first -> record.at());
        if (decided.state().promoted()) {
          took.putIfAbsent(id, Duration.between(began, record.at()));
        }
      }
    }
    return took;
  }
}
