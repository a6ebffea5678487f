package com.pharmaserv.repave.journal;

import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.JournalStore;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal over a store of bytes: append-only, hash-chained, verified whole when it is opened, and
 * held against the head that the store keeps elsewhere.
 *
 * <p>Bytes after the last line feed are a torn write of a crashed process: the record they began
 * was never acknowledged, so the first append drops them; reading alone changes nothing. A record
 * without its head is the trace of a crash, too: the first append makes up for it. Anything else
 * that does not verify is damage, and then nothing is written at all.
 */
public final class ChainedJournal implements Journal {
  private static final String HOLD = "\"entry\":\"hold\"";
  private static final String RELEASE = "\"entry\":\"release\"";

  private final JournalStore store;
  private final Time time;
  private final RecordCodec codec = new RecordCodec();
  private final List<Line> lines = new ArrayList<>();
  private boolean opened;
  private boolean headMissing;
  private int torn;
  private long end;
  private String lastHash = "";
  private Optional<JournalException> damage = Optional.empty();

  /** A verified line. Reading what it says costs ten times as much, and few need every one. */
  record Line(String text, String hash) {}

  public ChainedJournal(JournalStore store, Time time) {
    this.store = store;
    this.time = time;
  }

  @Override
  public List<JournalRecord> records() throws JournalException {
    requireWhole();
    List<JournalRecord> records = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      records.add(record(i));
    }
    return List.copyOf(records);
  }

  @Override
  public Optional<Decided> latest() throws JournalException {
    requireWhole();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (record(i).entry() instanceof Decided decided) {
        return Optional.of(decided);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Head> head() throws JournalException {
    try {
      return store.head();
    } catch (IOException failed) {
      throw new JournalException(
          store.headName() + " cannot be read: " + failed.getMessage(), failed);
    }
  }

  @Override
  public Optional<Hold> hold() throws JournalException {
    requireWhole();
    List<JournalEntry> words = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      // Few records are: within a text, quotes are escaped.
      String text = lines.get(i).text();
      if (text.contains(HOLD) || text.contains(RELEASE)) {
        words.add(record(i).entry());
      }
    }
    return Journal.hold(words);
  }

  @Override
  public Optional<String> lacks(Head acted) throws JournalException {
    requireWhole();
    return Journal.lacks(acted, lines.size(), i -> lines.get(i).hash());
  }

  @Override
  public GoodPart readable() throws JournalException {
    open();
    List<JournalRecord> records = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        records.add(record(i));
      } catch (JournalException bad) {
        return new GoodPart(records, torn, Optional.of(bad));
      }
    }
    return new GoodPart(records, torn, damage);
  }

  private JournalRecord record(int index) throws JournalException {
    try {
      return codec.parse(lines.get(index).text(), index + 1L, lines.get(index).hash());
    } catch (JournalException bad) {
      throw left(bad);
    }
  }

  @Override
  public Head append(JournalEntry entry, long epoch) throws JournalException {
    requireWhole();
    long number = lines.size() + 1L;
    byte[] line = codec.encode(number, time.now(), epoch, entry, lastHash);
    String text = new String(line, 0, line.length - 1, StandardCharsets.UTF_8);
    // What cannot be read back must never be written.
    JournalRecord written = codec.decode(text, number, lastHash);
    Head head = new Head(number, written.hash());
    repair();
    try {
      store.append(end, line, head);
    } catch (IOException failed) {
      throw new JournalException(
          store.name()
              + ": record "
              + number
              + " could not be written: "
              + failed.getMessage()
              + "; nothing was done without it",
          failed);
    }
    end += line.length;
    lastHash = written.hash();
    lines.add(new Line(text, written.hash()));
    return head;
  }

  private void requireWhole() throws JournalException {
    open();
    if (damage.isPresent()) {
      throw damage.get();
    }
  }

  private void open() throws JournalException {
    if (opened) {
      return;
    }
    try {
      HeadCheck head = new HeadCheck(store);
      scan(store.read());
      if (damage.isEmpty()) {
        headMissing = head.missing(lines, torn);
      }
    } catch (IOException failed) {
      throw new JournalException(store.name() + " cannot be read: " + failed.getMessage(), failed);
    } catch (JournalException bad) {
      damage = Optional.of(left(bad));
    }
    opened = true;
  }

  private void scan(byte[] bytes) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        String line;
        try {
          line = text(bytes, start, i - start);
          lastHash = codec.verify(line, lines.size() + 1L, lastHash);
        } catch (JournalException bad) {
          String where = bad.getMessage() + " (byte " + start + ")";
          damage = Optional.of(left(new JournalException(where, bad)));
          return;
        }
        lines.add(new Line(line, lastHash));
        start = i + 1;
      }
    }
    torn = bytes.length - start;
    end = start;
  }

  /** Strictly: bytes that are replaced while they are read would not be in the hash. */
  private String text(byte[] bytes, int start, int length) throws JournalException {
    try {
      ByteBuffer line = ByteBuffer.wrap(bytes, start, length);
      return StandardCharsets.UTF_8.newDecoder().decode(line).toString();
    } catch (CharacterCodingException bad) {
      throw new JournalException("record " + (lines.size() + 1) + " is not UTF-8", bad);
    }
  }

  private JournalException left(JournalException bad) {
    return new JournalException(
        store.name() + ": " + bad.getMessage() + "; the journal was left as it is", bad);
  }

  /** Makes up for what a crash left undone. */
  private void repair() throws JournalException {
    try {
      if (torn > 0) {
        store.truncate(end);
        torn = 0;
      }
      if (headMissing) {
        store.remember(new Head(lines.size(), lastHash));
        headMissing = false;
      }
    } catch (IOException failed) {
      throw new JournalException(
          store.name()
              + ": what a crash left of record "
              + (torn > 0 ? lines.size() + 1 : lines.size())
              + " could not be put right: "
              + failed.getMessage(),
          failed);
    }
  }
}
