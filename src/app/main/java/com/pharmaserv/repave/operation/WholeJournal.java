package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Optional;

/** Holds a journal against what the provider has acted on. */
final class WholeJournal {
  private WholeJournal() {}

  /**
   * Fails if the journal lacks what the provider has acted on: an older copy, or none.
   *
   * @param journal as it was read before the fleet was observed
   */
  static void require(Provider provider, Fleet fleet, Journal journal, FleetView view)
      throws ProviderException, JournalException {
    Optional<Head> acted = view.acted();
    if (acted.isEmpty() || journal.lacks(acted.get()).isEmpty()) {
      return;
    }
    // A rollout that is under way has written since: intents stand before what is done of them.
    Optional<String> missing = provider.journal(fleet).lacks(acted.get());
    if (missing.isPresent()) {
      throw Pilot.behind(fleet.id(), missing.get());
    }
  }
}
