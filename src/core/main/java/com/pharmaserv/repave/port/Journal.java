package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import java.util.List;
import java.util.Optional;

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

  /** Appends durably: when this returns, the record survives a crash. Returns its number. */
  long append(JournalEntry entry, long epoch) throws JournalException;

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
