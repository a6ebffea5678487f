package com.pharmaserv.repave.journal;

import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.port.Journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Journals that are kept as files. */
final class Fixtures {
  private Fixtures() {}

  /** All records, verified. */
  static List<JournalRecord> read(Path file) throws IOException, JournalException {
    List<JournalRecord> records = new ArrayList<>();
    String hash = "";
    for (String line : Files.readAllLines(file)) {
      JournalRecord read = new RecordCodec().decode(line, records.size() + 1L, hash);
      records.add(read);
      hash = read.hash();
    }
    return records;
  }
}
