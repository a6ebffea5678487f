package com.pharmaserv.repave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import com.pharmaserv.repave.simulation.Scenarios;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The format on disk. The fixtures of a version stay for ever: a journal is evidence, and a later
 * tool must still read it. Those of the current version are written by {@code
 * -Drepave.golden=update}.
 */
class JournalFormatTest {
  private static final Path FIXTURE = Path.of("test/resources/journal/v2.journal");

  @Test
  void readsAJournalByteForByte() throws IOException, JournalException {
    if (Golden.updating()) {
      Files.writeString(FIXTURE, encoded(rehearsed()));
    }
    List<JournalRecord> records = Fixtures.read(FIXTURE);
    assertThat(records).hasSizeGreaterThan(30);
    assertThat(encoded(records)).isEqualTo(Files.readString(FIXTURE));
  }

  @Test
  void coversEveryKindOfEntryAndAction() throws IOException {
    String text = Files.readString(FIXTURE);
    assertThat(text)
        .contains("\"entry\":\"decision\"", "\"entry\":\"intent\"", "\"entry\":\"outcome\"")
        .contains("\"entry\":\"judgment\"")
        .contains("\"action\":\"launch-generation\"", "\"action\":\"resize\"")
        .contains("\"action\":\"configure\"", "\"action\":\"shift-traffic\"")
        .contains("\"action\":\"point-test-route\"", "\"action\":\"retire-generation\"")
        .contains("\"action\":\"block-image\"");
  }

  /** Automation came later than version 1, as a field that is there only where there is any. */
  @Test
  void writesAutomationAsAMappingAndLeavesNoneOut() throws IOException {
    String plain = "{\"min\":2,\"max\":5,\"suspended\":[],\"guarded\":true}";
    String automated =
        plain.replace("true}", "true,\"automation\":{\"load\":\"60%\",\"night\":\"22:00\"}}");
    String absent = plain.replace("true}", "true,\"automation\":null}");
    ObjectMapper json = JournalJson.mapper();

    for (String text : List.of(plain, automated)) {
      assertThat(json.writeValueAsString(json.readValue(text, Settings.class))).isEqualTo(text);
    }
    assertThat(json.readValue(automated, Settings.class).automation())
        .isEqualTo(Automation.of(Map.of("load", "60%", "night", "22:00")));
    assertThat(json.writeValueAsString(json.readValue(absent, Settings.class))).isEqualTo(plain);
  }

  /** A person's words about a fleet came later than version 2 began; these bytes stay, too. */
  @Test
  void writesAHoldAndItsReleaseWithWhoAndWhenAndWhy() throws IOException {
    Instant at = Instant.parse("2026-11-30T10:00:00Z");
    Hold hold = new Hold("anna", "audit", at, Optional.of(at.plusSeconds(60)));
    String held =
        "{\"entry\":\"hold\",\"hold\":{\"by\":\"anna\",\"reason\":\"audit\","
            + "\"at\":\"2026-11-30T10:00:00Z\",\"until\":\"2026-11-30T10:01:00Z\"}}";
    Map<JournalEntry, String> entries =
        Map.of(
            new JournalEntry.Held(hold),
            held,
            new JournalEntry.Held(new Hold("anna", "audit", at, Optional.empty())),
            held.replace(",\"until\":\"2026-11-30T10:01:00Z\"", ""),
            new JournalEntry.Released("bert", "", at),
            "{\"entry\":\"release\",\"by\":\"bert\",\"reason\":\"\","
                + "\"at\":\"2026-11-30T10:00:00Z\"}");
    ObjectMapper json = JournalJson.mapper();

    for (Map.Entry<JournalEntry, String> each : entries.entrySet()) {
      assertThat(json.writerFor(JournalEntry.class).writeValueAsString(each.getKey()))
          .isEqualTo(each.getValue());
      assertThat(json.readValue(each.getValue(), JournalEntry.class)).isEqualTo(each.getKey());
    }
  }

  @Test
  void carriesCodeAndParametersBesideTheSentence() throws IOException {
    assertThat(Files.readString(FIXTURE))
        .contains(
            "\"why\":{\"code\":\"pinning\",\"generation\":\"app-g0001\",\"machines\":2,"
                + "\"text\":\"app-g0001 to be pinned at 2 machines\"}");
  }

  @Test
  void namesARecordThatWasChanged() throws IOException {
    List<String> lines = Files.readAllLines(FIXTURE);
    String changed = lines.get(0).replace("\"epoch\":1", "\"epoch\":2");
    JournalException refused =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            JournalException.class, () -> new RecordCodec().decode(changed, 1, ""));
    assertThat(refused).hasMessageStartingWith("record 1 does not match its hash");
  }

  @Test
  void refusesAVersionThatIsNotKnown() throws JournalException {
    RecordCodec codec = new RecordCodec();
    String open = "{\"v\":3,\"n\":1";
    String line = open + ",\"hash\":\"" + RecordCodec.hash("", open) + "\"}";
    JournalException refused =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            JournalException.class, () -> codec.decode(line, 1, ""));
    assertThat(refused).hasMessageContaining("format version 3, this tool reads 1 and 2");
  }

  private static String encoded(List<JournalRecord> records) throws JournalException {
    StringBuilder text = new StringBuilder();
    String hash = "";
    for (JournalRecord entry : records) {
      byte[] line =
          new RecordCodec().encode(entry.number(), entry.at(), entry.epoch(), entry.entry(), hash);
      text.append(new String(line, java.nio.charset.StandardCharsets.UTF_8));
      hash = entry.hash();
    }
    return text.toString();
  }

  /** A rollout that a gate takes back, with a person's pause in it. */
  private static List<JournalRecord> rehearsed() {
    Fleet fleet = Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ofSeconds(5), 50, 100));
    World world = new World(fleet, 1);
    world.image(Scenarios.OLD, SimImage.GOOD);
    world.image(
        Scenarios.NEW,
        new SimImage(
            Duration.ofSeconds(4), Duration.ofSeconds(3), true, true, 30, Duration.ofMillis(20)));
    world.begin(Scenarios.OLD);
    Rehearsal rehearsal =
        new Rehearsal(
            world,
            Faults.NONE,
            new RolloutDecider(),
            (f, view, decision, at) -> {},
            UnaryOperator.identity());
    rehearsal.signals().post(fleet.id(), com.pharmaserv.repave.model.Signal.Kind.PAUSE, "anna", "");
    world.schedule(
        world.now().plusSeconds(20),
        () ->
            rehearsal
                .signals()
                .post(fleet.id(), com.pharmaserv.repave.model.Signal.Kind.RESUME, "anna", "go on"));
    rehearsal.play(Scenarios.NEW, Rehearsal.bound(fleet, world.now()));
    return rehearsal.records();
  }
}
