package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.RepaveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows and verifies journals; changes nothing. */
public final class ReadJournals {
  private ReadJournals() {}

  /**
   * The end of a fleet's journal.
   *
   * @param recordCount how many records there are in all
   * @param records the last of them
   */
  public record Excerpt(FleetId fleet, int recordCount, List<JournalRecord> records)
      implements Answer {
    public Excerpt {
      records = List.copyOf(records);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** Whether journals verify. */
  public record Verification(boolean verified, List<Verified> journals) implements Answer {
    public Verification {
      journals = List.copyOf(journals);
    }

    @Override
    public Outcome outcome() {
      return verified ? Outcome.DONE : Outcome.FAILED;
    }
  }

  /**
   * One journal.
   *
   * @param problem what is wrong with it, naming the first bad record
   */
  public record Verified(
      FleetId fleet, boolean verified, int recordCount, Optional<String> problem) {}

  /**
   * The last records of the fleet's journal.
   *
   * @param last at most so many
   */
  public static Excerpt show(Provider provider, Fleet fleet, int last) throws RepaveException {
    List<JournalRecord> all = provider.journal(fleet).records();
    return new Excerpt(
        fleet.id(), all.size(), all.subList(Math.max(0, all.size() - last), all.size()));
  }

  /**
   * Verifies the journals of all fleets.
   *
   * @param each told of each journal as soon as it was read
   */
  public static Verification verify(List<Place> places, Consumer<Verified> each)
      throws RepaveException {
    List<Verified> journals = new ArrayList<>();
    for (Place place : places) {
      for (Fleet fleet : place.environment().fleets()) {
        Verified journal = verify(place.provider(), fleet);
        journals.add(journal);
        each.accept(journal);
      }
    }
    return new Verification(journals.stream().allMatch(Verified::verified), journals);
  }

  private static Verified verify(Provider provider, Fleet fleet) throws ProviderException {
    try {
      int records = provider.journal(fleet).records().size();
      return new Verified(fleet.id(), true, records, Optional.empty());
    } catch (JournalException bad) {
      return new Verified(fleet.id(), false, 0, Optional.of(String.valueOf(bad.getMessage())));
    }
  }
}
