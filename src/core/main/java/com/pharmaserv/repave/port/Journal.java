package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Held;
import com.pharmaserv.repave.model.JournalEntry.Released;
import com.pharmaserv.repave.model.JournalRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** One fleet's journal. */
public interface Journal {
  /** All records from the first, verified. */
  List<JournalRecord> records() throws JournalException;

  /** The latest decision, for those who need nothing else; as verified as all records. */
  default Optional<Decided> latest() throws JournalException {
    List<JournalRecord> all = records();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).entry() instanceof Decided decided) {
        return Optional.of(decided);
      }
    }
    return Optional.empty();
  }

  /**
   * Where it ends now, as it is kept apart from the records: for those who only want to know
   * whether anything was written since. Empty if nothing ever was.
   */
  default Optional<Head> head() throws JournalException {
    List<JournalRecord> all = records();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1).asHead());
  }

  /** The fleet's hold, unless a person has released it since; it may be over by now. */
  default Optional<Hold> hold() throws JournalException {
    return hold(records().stream().map(JournalRecord::entry).toList());
  }

  /** The same of entries in their order. */
  static Optional<Hold> hold(List<JournalEntry> entries) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i) instanceof Held held) {
        return Optional.of(held.hold());
      }
      if (entries.get(i) instanceof Released) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Why the journal does not hold what the provider has acted on; empty if it does. */
  default Optional<String> lacks(Head acted) throws JournalException {
    List<JournalRecord> records = records();
    return lacks(acted, records.size(), i -> records.get(i).hash());
  }

  /** The same of a journal with so many records, whose hashes are these. */
  static Optional<String> lacks(Head acted, int count, IntFunction<String> hash) {
    return acted.missing(count, hash, "", "the provider has acted on %s".formatted(acted));
  }

  /** As much as can be trusted, for people who look at a journal that is damaged. */
  default GoodPart readable() throws JournalException {
    return new GoodPart(records(), 0, Optional.empty());
  }

  /** Appends durably: when this returns, the record survives a crash. Returns its end with it. */
  Head append(JournalEntry entry, long epoch) throws JournalException;

  /**
   * What can be trusted.
   *
   * @param records from the first to the one before the damage
   * @param torn bytes after the last record, of a write that a crash cut off
   * @param damage why the rest cannot be
   */
  record GoodPart(List<JournalRecord> records, int torn, Optional<JournalException> damage) {
    public GoodPart {
      records = List.copyOf(records);
    }
  }

  /** The journal cannot be read, trusted or written. */
  final class JournalException extends RepaveException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
      super(message);
    }

    public JournalException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
