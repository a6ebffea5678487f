package com.pharmaserv.repave.engine;

import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Journal.JournalException;

/** Words about a fleet rather than about its rollout: they stand in the journal, once. */
final class FleetWords {
  private FleetWords() {}

  /** Writes it down, unless whoever said it has done so, when nobody drove the fleet. */
  static void keep(Journal journal, JournalEntry.OnFleet word, long epoch) throws JournalException {
    boolean written = journal.records().stream().anyMatch(r -> r.entry().equals(word));
    if (!written) {
      journal.append(word, epoch);
    }
  }
}
