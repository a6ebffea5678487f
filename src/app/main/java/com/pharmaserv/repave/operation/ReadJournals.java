package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.port.Journal.GoodPart;
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
   * @param recordCount records that can be trusted
   * @param head number and hash of the last of them, for people who want to keep it
   * @param tornBytes what a crash left of a record that was never acknowledged
   * @param problem what is wrong with it, naming the first bad record
   */
  public record Verified(
      FleetId fleet,
      boolean verified,
      int recordCount,
      Optional<String> head,
      int tornBytes,
      Optional<String> problem) {}

  /**
   * The last records of a journal, a fleet's or that of the environment's rotations; of a damaged
   * one those that can be trusted, with the damage as the failure.
   *
   * @param last at most so many
   */
  public static Excerpt show(Provider provider, FleetId of, int last)
      throws RepaveException, HalfDoneException {
    GoodPart readable = provider.journals().of(of).readable();
    List<JournalRecord> all = readable.records();
    Excerpt excerpt =
        new Excerpt(of, all.size(), all.subList(Math.max(0, all.size() - last), all.size()));
    if (readable.damage().isPresent()) {
      throw new HalfDoneException(excerpt, readable.damage().get());
    }
    return excerpt;
  }

  /**
   * Verifies the journals of all fleets, and those of rotations where there were any.
   *
   * @param each told of each journal as soon as it was read
   */
  public static Verification verify(List<Place> places, Consumer<Verified> each)
      throws RepaveException {
    List<Verified> journals = new ArrayList<>();
    for (Place place : places) {
      for (Fleet fleet : place.environment().fleets()) {
        Verified journal = verify(place.provider(), fleet.id(), Optional.empty());
        journals.add(journal);
        each.accept(journal);
      }
      FleetId rotation = FleetId.ofRotation(place.environment().id());
      Verified rotations = verify(place.provider(), rotation, Optional.empty());
      if (!rotations.verified() || rotations.recordCount() > 0) {
        journals.add(rotations);
        each.accept(rotations);
      }
    }
    return new Verification(journals.stream().allMatch(Verified::verified), journals);
  }

  /** Verifies one journal, also against a head that somebody kept. */
  public static Verification verify(Provider provider, Fleet fleet, Head kept)
      throws RepaveException {
    Verified journal = verify(provider, fleet.id(), Optional.of(kept));
    return new Verification(journal.verified(), List.of(journal));
  }

  private static Verified verify(Provider provider, FleetId of, Optional<Head> kept)
      throws ProviderException {
    try {
      GoodPart readable = provider.journals().of(of).readable();
      List<JournalRecord> records = readable.records();
      Optional<Head> head =
          records.isEmpty()
              ? Optional.empty()
              : Optional.of(records.get(records.size() - 1).asHead());
      Optional<String> problem =
          readable
              .damage()
              .map(damage -> String.valueOf(damage.getMessage()))
              .or(() -> kept.flatMap(wanted -> differs(records, wanted)));
      return new Verified(
          of,
          problem.isEmpty(),
          records.size(),
          head.map(Head::toString),
          readable.torn(),
          problem);
    } catch (JournalException bad) {
      String message = String.valueOf(bad.getMessage());
      return new Verified(of, false, 0, Optional.empty(), 0, Optional.of(message));
    }
  }

  private static Optional<String> differs(List<JournalRecord> records, Head kept) {
    return kept.missing(
        records.size(),
        i -> records.get(i).hash(),
        "",
        "the head that was kept is %s".formatted(kept));
  }
}
