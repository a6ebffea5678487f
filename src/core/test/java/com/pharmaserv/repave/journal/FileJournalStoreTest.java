package com.pharmaserv.repave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.JournalRecord;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalStoreTest extends JournalContract {
  @TempDir Path folder;

  @Override
  protected JournalStore createSubject() {
    return new FileJournalStore(file());
  }

  private Path file() {
    return folder.resolve("journal/local-eu/app.journal");
  }

  @Test
  void mayBeReadByItsOwnerOnly() throws Exception {
    open().append(entry(1), 1);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(PrivateFiles.folderOf(file()))))
        .isEqualTo("rwx------");
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
