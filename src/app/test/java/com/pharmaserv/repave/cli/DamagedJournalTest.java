package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.Playground.Answer;
import com.pharmaserv.repave.model.JournalRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that does not verify: everything refuses to go on with it, and nothing touches it. */
class DamagedJournalTest {
  @TempDir Path folder;
  private Playground ground;
  private List<JournalRecord> records;

  @BeforeEach
  void makeJournal() throws Exception {
    ground = Playground.in(folder);
    records = ground.journal();
  }

  @Test
  void verifiesAWholeJournal() {
    Answer answer = ground.run("journal", "verify");

    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .isEqualTo("local-eu/hello: " + records.size() + " records, chain verifies\n");
  }

  @Test
  void namesTheFirstBadRecordAndLeavesTheBytesAsTheyAre() throws Exception {
    List<String> lines = Files.readAllLines(ground.journalFile());
    String sixth = lines.get(5);
    byte[] bytes = Files.readAllBytes(ground.journalFile());
    int at = new String(bytes, StandardCharsets.UTF_8).indexOf(sixth) + sixth.length() / 2;
    bytes[at] ^= 1;
    Files.write(ground.journalFile(), bytes);

    Answer verify = ground.run("journal", "verify");
    assertThat(verify.code()).isEqualTo(ExitCode.FAILED);
    assertThat(verify.out()).contains("local-eu/hello: DAMAGED: ", "record 6 ");
    refuseAndLeave(bytes, "record 6 ");
  }

  @Test
  void noticesARecordThatWasTakenOut() throws Exception {
    List<String> lines = Files.readAllLines(ground.journalFile());
    lines.remove(3);
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    Files.write(ground.journalFile(), bytes);

    assertThat(ground.run("journal", "verify").out()).contains("DAMAGED: ", "record 4 ");
    refuseAndLeave(bytes, "record 4 ");
  }

  @Test
  void refusesAJournalOfAnotherVersion() throws Exception {
    String open = "{\"v\":3,\"n\":1,\"at\":\"2026-11-22T16:00:00Z\",\"epoch\":1,\"record\":{}";
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(open.getBytes(StandardCharsets.UTF_8));
    String line = open + ",\"hash\":\"" + HexFormat.of().formatHex(hash) + "\"}\n";
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    Files.write(ground.journalFile(), bytes);

    refuseAndLeave(
        bytes,
        "format version 3, this tool reads 1 and 2; use the version of Repave that wrote it");
  }

  @Test
  void readsAJournalWhoseLastRecordIsTorn() throws Exception {
    byte[] torn = "{\"v\":1,\"n\":".getBytes(StandardCharsets.UTF_8);
    Files.write(ground.journalFile(), torn, StandardOpenOption.APPEND);
    byte[] bytes = Files.readAllBytes(ground.journalFile());

    assertThat(ground.run("journal", "verify").code()).isZero();
    Answer show = ground.run("journal", "show", "-e", "local-eu", "--last", "1");
    assertThat(show.out()).contains("succeeded");
    assertThat(Files.readAllBytes(ground.journalFile())).isEqualTo(bytes);
  }

  private void refuseAndLeave(byte[] bytes, String reason) throws Exception {
    for (List<String> words :
        List.of(
            List.of("journal", "show", "-e", "local-eu"),
            List.of("status"),
            List.of("resume", "-e", "local-eu"),
            List.of("sweep", "-e", "local-eu"),
            List.of("audit", "-e", "local-eu"))) {
      Answer answer = ground.run(words.toArray(new String[0]));
      assertThat(answer.code()).as(words.toString()).isEqualTo(ExitCode.FAILED);
      assertThat(answer.err()).as(words.toString()).startsWith("repave: ").contains(reason);
    }
    assertThat(Files.readAllBytes(ground.journalFile())).isEqualTo(bytes);
  }
}
