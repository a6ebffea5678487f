package com.pharmaserv.repave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.JournalContract;
import com.pharmaserv.repave.port.JournalStore;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalStoreTest extends JournalContract {
  @TempDir Path folder;

  @Override
  protected JournalStore createSubject() {
    return new FileJournalStore(file(), head());
  }

  private Path head() {
    return folder.resolve("heads/local-eu/app.head");
  }

  private Path file() {
    return folder.resolve("journal/local-eu/app.journal");
  }

  @Test
  void mayBeReadByItsOwnerOnly() throws Exception {
    open().append(entry(1), 1);

    for (Path each : List.of(file(), head())) {
      assertThat(permissions(each)).isEqualTo("rw-------");
      assertThat(permissions(PrivateFiles.folderOf(each))).isEqualTo("rwx------");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void namesAHeadThatCannotBeRead() throws Exception {
    open().append(entry(1), 1);
    for (String bad : List.of("", "1", "0:" + "a".repeat(64), "x".repeat(1000), "9".repeat(90))) {
      Files.writeString(head(), bad);

      assertThatThrownBy(() -> open().records())
          .isInstanceOf(JournalException.class)
          .hasMessageContainingAll(file().toString(), head().toString());
    }
  }

  @Test
  void readsAndContinuesAJournalFromBeforeHeadsWereKept() throws Exception {
    open().append(entry(1), 1);
    open().append(entry(2), 1);
    Files.delete(head());

    assertThat(open().records()).hasSize(2);
    open().append(entry(3), 1);
    assertThat(Files.readString(head())).startsWith("3:");
  }

  /** What a chain can show and what its head adds: no damage of these kinds stays unseen. */
  @Test
  void noticesEverySingleFlippedBitAndEveryTruncation() throws Exception {
    for (int i = 1; i <= 3; i++) {
      open().append(entry(i), 1);
    }
    byte[] whole = Files.readAllBytes(file());
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      damaged(flipped, "bit " + bit);
    }
    for (int length = 0; length < whole.length; length++) {
      damaged(Arrays.copyOf(whole, length), "length " + length);
    }
    Files.delete(file());
    assertThatThrownBy(() -> open().records())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("record 1 is missing: there are 0, but its head");
  }

  private void damaged(byte[] bytes, String what) throws IOException {
    Files.write(file(), bytes);
    assertThatThrownBy(() -> open().records())
        .as(what)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("record ");
  }

  /** Bytes that no text has would be read as the same text, and hashed as that. */
  @Test
  void noticesBytesThatReadAsTheSameText() throws Exception {
    RolloutId rollout = new RolloutId(FLEET, 1);
    Signal signal = new Signal(1, Signal.Kind.PAUSE, "ada", "caf\uFFFD", new HandTime().now());
    open().append(new Judged(rollout, signal), 1);
    String text = new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1);
    Files.write(
        file(), text.replace("\u00ef\u00bf\u00bd", "\u00ff").getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> open().records())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("record 1 is not UTF-8");
  }

  /** A version that this tool does not know is named, although its hash is right. */
  @Test
  void refusesARecordOfALaterVersion() throws Exception {
    open().append(entry(1), 1);
    JournalRecord first = open().records().get(0);
    Files.writeString(file(), Files.readString(file()) + later(first.hash()));

    assertThatThrownBy(() -> open().records())
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll(
            file().toString(), "record 2 has format version 3, this tool reads 1 and 2");
  }

  private static String later(String previous) throws JournalException {
    byte[] line = new RecordCodec().encode(2, new HandTime().now(), 1, entry(2), previous);
    String text = new String(line, StandardCharsets.UTF_8);
    String open = text.substring(0, text.indexOf(",\"hash\"")).replace("{\"v\":2,", "{\"v\":3,");
    return open + ",\"hash\":\"" + RecordCodec.hash(previous, open) + "\"}\n";
  }

  @Test
  void saysThatAFolderIsInTheWay() throws IOException {
    Files.createDirectories(file());
    Journal journal = open();

    assertThatThrownBy(journal::records)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(file().toString());
  }

  @Test
  void saysThatItsFolderCannotBeMade() throws IOException {
    Files.writeString(folder.resolve("journal"), "a file where a folder should be");
    Journal journal = open();

    assertThatThrownBy(() -> journal.append(entry(1), 1))
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll(file().toString(), "record 1 could not be written");
  }
}
