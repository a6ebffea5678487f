package com.pharmaserv.repave.journal;

import com.pharmaserv.repave.journal.ChainedJournal.Line;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.JournalStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Holds a journal against its head.
 *
 * <p>Somebody may append while another one reads. The head is therefore read before the journal,
 * which must reach it; only a journal that is far ahead of that is held against the head once more.
 */
final class HeadCheck {
  /** Records that a journal may be ahead of its head: a crash came between the two. */
  private static final int AHEAD_MAX = 1;

  private final JournalStore store;
  private final Optional<Head> before;

  /** To be made before the journal is read. */
  HeadCheck(JournalStore store) throws IOException {
    this.store = store;
    this.before = store.head();
  }

  /**
   * Returns whether the last record's head is still to be remembered.
   *
   * @throws JournalException naming the first record that is missing or another one
   */
  boolean missing(List<Line> lines, int torn) throws IOException, JournalException {
    if (before.isEmpty()) {
      return !lines.isEmpty();
    }
    require(lines, torn, before.get());
    if (lines.size() <= before.get().number() + AHEAD_MAX) {
      return lines.size() > before.get().number();
    }
    Head now = store.head().orElse(before.get());
    if (now.number() <= lines.size()) {
      require(lines, torn, now);
    }
    if (lines.size() > now.number() + AHEAD_MAX) {
      throw new JournalException(
          ("record %s follows its head %s, kept in %s, by more than the one that a crash can leave;"
                  + " find out who wrote it, or which older copy that head is from")
              .formatted(now.number() + AHEAD_MAX + 1, now, store.headName()));
    }
    return lines.size() > now.number();
  }

  private void require(List<Line> lines, int torn, Head head) throws JournalException {
    String kept = "its head, kept in %s, is %s".formatted(store.headName(), head);
    Optional<String> missing =
        head.missing(lines.size(), i -> lines.get(i).hash(), torn(torn), kept);
    if (missing.isPresent()) {
      throw new JournalException(
          missing.get()
              + (lines.size() < head.number()
                  ? "; restore a copy that has them all"
                  : "; it or a record before it was written anew"));
    }
  }

  private static String torn(int bytes) {
    return bytes == 0 ? "" : " and a torn end of " + bytes + " bytes";
  }
}
