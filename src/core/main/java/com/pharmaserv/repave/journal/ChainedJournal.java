package com.pharmaserv.repave.journal;

import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.JournalStore;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal over a store of bytes: append-only, hash-chained, verified whole when it is opened.
 *
 * <p>Bytes after the last line feed are a torn write of a crashed process: the record they began
 * was never acknowledged, so the first append drops them; reading alone changes nothing. Anything
 * else that does not verify is damage, and then nothing is written at all.
 */
public final class ChainedJournal implements Journal {
  private final JournalStore store;
  private final Time time;
  private final RecordCodec codec = new RecordCodec();
  private final List<Line> lines = new ArrayList<>();
  private boolean opened;
  private boolean torn;
  private long end;
  private String lastHash = "";

  /** A verified line. Reading what it says costs ten times as much, and few need every one. */
  private record Line(String text, String hash) {}

  public ChainedJournal(JournalStore store, Time time) {
    this.store = store;
    this.time = time;
  }

  @Override
  public List<JournalRecord> records() throws JournalException {
    open();
    List<JournalRecord> records = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      records.add(record(i));
    }
    return List.copyOf(records);
  }

  @Override
  public Optional<Decided> latest() throws JournalException {
    open();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (record(i).entry() instanceof Decided decided) {
        return Optional.of(decided);
      }
    }
    return Optional.empty();
  }

  private JournalRecord record(int index) throws JournalException {
    try {
      return codec.parse(lines.get(index).text(), index + 1L, lines.get(index).hash());
    } catch (JournalException bad) {
      throw left(bad);
    }
  }

  @Override
  public long append(JournalEntry entry, long epoch) throws JournalException {
    open();
    long number = lines.size() + 1L;
    byte[] line = codec.encode(number, time.now(), epoch, entry, lastHash);
    String text = new String(line, 0, line.length - 1, StandardCharsets.UTF_8);
    // What cannot be read back must never be written.
    JournalRecord written = codec.decode(text, number, lastHash);
    if (torn) {
      repair(end);
      torn = false;
    }
    try {
      store.append(end, line);
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
    return number;
  }

  private void open() throws JournalException {
    if (opened) {
      return;
    }
    byte[] bytes = read();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
        lastHash = verify(line, start);
        lines.add(new Line(line, lastHash));
        start = i + 1;
      }
    }
    torn = start < bytes.length;
    end = start;
    opened = true;
  }

  private byte[] read() throws JournalException {
    try {
      return store.read();
    } catch (IOException failed) {
      throw new JournalException(store.name() + " cannot be read: " + failed.getMessage(), failed);
    }
  }

  private String verify(String line, int start) throws JournalException {
    try {
      return codec.verify(line, lines.size() + 1L, lastHash);
    } catch (JournalException bad) {
      throw left(new JournalException(bad.getMessage() + " (byte " + start + ")", bad));
    }
  }

  private JournalException left(JournalException bad) {
    return new JournalException(
        store.name() + ": " + bad.getMessage() + "; the journal was left as it is", bad);
  }

  private void repair(long size) throws JournalException {
    try {
      store.truncate(size);
    } catch (IOException failed) {
      throw new JournalException(
          store.name() + ": its torn last record could not be dropped: " + failed.getMessage(),
          failed);
    }
  }
}
