package com.pharmaserv.repave.journal;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.testing.Fuzz;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever stands in a file of the journal's folder, reading it refuses it in words or takes it.
 */
class ReadersFuzzTest {
  private static final FleetId FLEET = new FleetId("local-eu", "app");
  private static final int HASHED_TAIL = ",\"hash\":\"\"}".length() + 64;

  @TempDir Path folder;

  private final HandTime time = new HandTime();

  @Test
  void leases() throws Exception {
    FileLeases leases = new FileLeases(folder, time, holder -> false);
    leases.acquire(FLEET, "ada@build-7 pid 4711 born 5c0f21aa in 7d20b3e1");
    Path file = folder.resolve("local-eu/app.lease");
    List<byte[]> corpus = List.of(Files.readAllBytes(file));
    Fuzz.readers(
        corpus,
        input -> {
          Files.write(file, input);
          leases.current(FLEET);
          leases.acquire(FLEET, "bob");
        },
        thrown -> thrown instanceof IOException || thrown instanceof LeaseHeldException);
  }

  @Test
  void signals() throws Exception {
    FileSignals signals = new FileSignals(folder, time);
    for (Signal.Kind kind : Signal.Kind.values()) {
      signals.post(FLEET, kind, "ada", "because of \"\u00e9\" and \\");
    }
    Path file = folder.resolve("local-eu/app.signals");
    List<byte[]> corpus = List.of(Files.readAllBytes(file));
    Fuzz.readers(
        corpus,
        input -> {
          Files.write(file, input);
          signals.pending(FLEET, 0);
        },
        thrown -> thrown instanceof IOException);
  }

  @Test
  void heads() {
    byte[] head = new Head(12, "a".repeat(64)).toString().getBytes(StandardCharsets.UTF_8);
    Fuzz.readers(
        List.of(head),
        input -> Head.parse(new String(input, StandardCharsets.UTF_8)),
        thrown -> thrown instanceof IllegalArgumentException);
  }

  @Test
  void journals() throws Exception {
    FileJournalStore store =
        new FileJournalStore(folder.resolve("app.journal"), folder.resolve("heads/app.head"));
    Fuzz.readers(
        journalFiles(),
        input -> {
          Files.write(folder.resolve("app.journal"), input);
          ChainedJournal journal = new ChainedJournal(store, time);
          journal.readable();
          journal.records();
        },
        thrown -> thrown instanceof JournalException);
  }

  /** With a right hash, so that what a record says is read, too. */
  @Test
  void records() throws Exception {
    RecordCodec codec = new RecordCodec();
    List<byte[]> corpus = new ArrayList<>();
    for (byte[] file : journalFiles()) {
      new String(file, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.substring(0, line.length() - HASHED_TAIL))
          .forEach(open -> corpus.add(open.getBytes(StandardCharsets.UTF_8)));
    }
    Fuzz.readers(
        corpus,
        input -> {
          String open = new String(input, StandardCharsets.UTF_8);
          String hash = RecordCodec.hash("", open);
          codec.decode(open + ",\"hash\":\"" + hash + "\"}", 1, "");
        },
        thrown -> thrown instanceof JournalException);
  }

  private static List<byte[]> journalFiles() throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(Path.of("test/resources/journal"))) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    return files;
  }
}
