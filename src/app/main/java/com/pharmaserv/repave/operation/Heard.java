package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.Signal;
import java.util.List;
import java.util.Optional;

/**
 * What a journal says came of a word about a machine.
 *
 * @param decided what the decision on the word said; empty as long as its outcome is not there
 * @param done whether the machine was taken
 * @param failure how the effect failed
 */
record Heard(Optional<Reason> decided, boolean done, Optional<Failure> failure) {
  private static final Heard NOTHING = new Heard(Optional.empty(), false, Optional.empty());

  /** Reads the records from the word on. */
  static Heard of(List<JournalRecord> records, Signal word, String machine) {
    Optional<Reason> decided = Optional.empty();
    boolean judged = false;
    long intent = 0;
    for (JournalRecord record : records) {
      if (record.entry() instanceof Judged said && said.signal().equals(word)) {
        judged = true;
      } else if (judged && decided.isEmpty() && record.entry() instanceof Decided decision) {
        decided = Optional.of(decision.why());
        if (decision.actions().stream().noneMatch(action -> takes(action, machine))) {
          return new Heard(decided, false, Optional.empty());
        }
      } else if (decided.isPresent()
          && record.entry() instanceof Intended intended
          && takes(intended.action(), machine)) {
        intent = record.number();
      } else if (intent > 0
          && record.entry() instanceof Happened happened
          && happened.intent() == intent) {
        return new Heard(decided, happened.failure().isEmpty(), happened.failure());
      }
    }
    return NOTHING;
  }

  private static boolean takes(Object action, String machine) {
    return action instanceof Quarantine quarantine && quarantine.machine().equals(machine);
  }
}
