package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.Playground.Answer;
import com.pharmaserv.repave.model.Head;
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
        .isEqualTo(
            "local-eu/hello: %s records, chain verifies, head %s\n"
                .formatted(records.size(), head()));
  }

  private Head head() {
    return records.get(records.size() - 1).asHead();
  }

  /** What a chain alone cannot show: each of these verifies by itself. */
  @Test
  void noticesWhatIsMissingAtTheEnd() throws Exception {
    List<String> lines = Files.readAllLines(ground.journalFile());
    for (int kept : List.of(lines.size() - 1, lines.size() - 12, 1, 0)) {
      String text = String.join("\n", lines.subList(0, kept)) + (kept == 0 ? "" : "\n");
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Files.write(ground.journalFile(), bytes);

      refuseAndLeave(bytes, "record " + (kept + 1) + " is missing: there are " + kept);
    }
    Files.delete(ground.journalFile());
    assertThat(ground.run("journal", "verify").out())
        .contains("DAMAGED: ", "record 1 is missing: there are 0");
    assertThat(ground.run("resume", "-e", "local-eu").err()).contains("record 1 is missing");
    assertThat(ground.journalFile()).doesNotExist();
  }

  @Test
  void holdsAJournalAgainstAHeadThatAPersonKept() {
    Answer good =
        ground.run("journal", "verify", "-e", "local-eu", "--head", records.get(4).asHead() + "");
    assertThat(good.code()).isZero();

    Answer later =
        ground.run(
            "journal", "verify", "-e", "local-eu", "--head", "9999:" + records.get(0).hash());
    assertThat(later.code()).isEqualTo(ExitCode.FAILED);
    assertThat(later.out()).contains("record " + (records.size() + 1) + " is missing");

    Answer other =
        ground.run("journal", "verify", "-e", "local-eu", "--head", "3:" + records.get(0).hash());
    assertThat(other.code()).isEqualTo(ExitCode.FAILED);
    assertThat(other.out()).contains("record 3 is another one");

    for (String bad : List.of("", "3", "0:" + records.get(0).hash(), "3:xyz")) {
      Answer answer = ground.run("journal", "verify", "-e", "local-eu", "--head", bad);
      assertThat(answer.code()).as(bad).isEqualTo(ExitCode.USAGE);
      assertThat(answer.err()).as(bad).contains("must look like number:hash");
    }
  }

  @Test
  void showsTheOtherFleetsAndTheGoodRecords() throws Exception {
    ground.environment(
        Playground.ENVIRONMENT
            + Playground.ENVIRONMENT
                .substring(Playground.ENVIRONMENT.indexOf("  - name: hello"))
                .replace("- name: hello", "- name: other")
                .replace("hello.localhost", "other.localhost"));
    byte[] bytes = Files.readAllBytes(ground.journalFile());
    int at = new String(bytes, StandardCharsets.UTF_8).indexOf("\"n\":6,");
    bytes[at] ^= 1;
    Files.write(ground.journalFile(), bytes);

    Answer status = ground.run("status");
    assertThat(status.code()).isEqualTo(ExitCode.FAILED);
    assertThat(status.out())
        .contains("local-eu/hello", "unreadable", "record 6 ", "local-eu/other");
    Answer show = ground.run("journal", "show", "-e", "local-eu", "hello");
    assertThat(show.code()).isEqualTo(ExitCode.FAILED);
    assertThat(show.out().lines()).hasSize(5);
    assertThat(show.err()).contains("record 6 ");
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
    Files.delete(ground.home().resolve("heads/local-eu/hello.head"));

    refuseAndLeave(
        bytes,
        "format version 3, this tool reads 1 and 2; use the version of Repave that wrote it");
  }

  @Test
  void readsAJournalWhoseLastRecordIsTorn() throws Exception {
    byte[] torn = "{\"v\":1,\"n\":".getBytes(StandardCharsets.UTF_8);
    Files.write(ground.journalFile(), torn, StandardOpenOption.APPEND);
    byte[] bytes = Files.readAllBytes(ground.journalFile());

    Answer verify = ground.run("journal", "verify");
    assertThat(verify.code()).isZero();
    assertThat(verify.out()).contains("then a torn end of 11 bytes");
    Answer show = ground.run("journal", "show", "-e", "local-eu", "--last", "1");
    assertThat(show.out()).contains("succeeded");
    assertThat(Files.readAllBytes(ground.journalFile())).isEqualTo(bytes);
  }

  private void refuseAndLeave(byte[] bytes, String reason) throws Exception {
    for (List<String> words :
        List.of(
            List.of("journal", "show", "-e", "local-eu"),
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
