package com.pharmaserv.repave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Observation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Journals that the last tool of format version 1 wrote: they are read, and gone on from. */
class VersionOneTest {
  private static final Path FOLDER = Path.of("test/resources/journal/v1");

  /**
   * Courses in which nothing halted and no engine died: since then a resumed rollout wants a window
   * of health anew, and time in which nobody looked counts for nothing.
   */
  private static final Set<String> THE_SAME =
      Set.of(
          "good",
          "errors",
          "sick",
          "worker",
          "worker-sick",
          "first",
          "gated",
          "gated-failing",
          "approved",
          "rejected",
          "aborted",
          "taken-back",
          "released");

  static Stream<Path> journals() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("journals")
  void isReadAndCanBeDecidedOn(Path file) throws IOException, JournalException {
    List<JournalRecord> records = Fixtures.read(file);
    assertThat(records).isNotEmpty();
    for (JournalRecord record : records) {
      if (record.entry() instanceof Decided decided && !decided.state().ended()) {
        assertThat(decided.why().code()).isEqualTo(ReasonCode.SAID);
        new RolloutDecider()
            .decide(fleet(decided.state()), decided.state(), nothing(record), record.at());
      }
    }
  }

  private static Fleet fleet(RolloutState state) {
    return OldWorlds.named(state.to().slot().isPresent() ? "good" : "worker").fleet();
  }

  /** An observation of a world in which nothing is left. */
  private static Observation nothing(JournalRecord record) {
    return new Observation(
        new FleetView(record.at(), Optional.empty(), List.of()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        false,
        List.of(),
        Duration.ZERO,
        List.of());
  }

  @Test
  void theJournalsBetweenThemHoldEveryStage() throws IOException, JournalException {
    Set<String> stages = new TreeSet<>();
    for (Path file : journals().toList()) {
      for (JournalRecord record : Fixtures.read(file)) {
        if (record.entry() instanceof Decided decided) {
          stages.add(decided.state().stage().getClass().getSimpleName());
        }
      }
    }
    assertThat(stages)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Stage.class.getDeclaredClasses())
                .filter(Class::isRecord)
                .map(Class::getSimpleName)
                .collect(Collectors.toSet()));
  }

  static Stream<String> courses() {
    return THE_SAME.stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("courses")
  void holdsTheStatesThatTheSameWorldLeadsToNow(String name) throws IOException, JournalException {
    List<JournalRecord> then = toTheFirstChange(Fixtures.read(FOLDER.resolve(name + ".journal")));
    List<JournalRecord> now = toTheFirstChange(OldWorlds.named(name).play().records());
    assertThat(now).hasSameSizeAs(then);
    for (int i = 0; i < then.size(); i++) {
      assertThat(now.get(i).at()).as("time of record %d", i + 1).isEqualTo(then.get(i).at());
      assertThat(withoutReasons(now.get(i).entry()))
          .as("record %d", i + 1)
          .isEqualTo(withoutReasons(then.get(i).entry()));
    }
  }

  /**
   * Two things are done in another order now: what scales by itself is handed over so that it is
   * never nowhere, and traffic goes back before the image is blocked.
   */
  private static List<JournalRecord> toTheFirstChange(List<JournalRecord> records) {
    return records.stream().takeWhile(record -> !changed(record.entry())).toList();
  }

  private static boolean changed(JournalEntry entry) {
    return entry instanceof Decided decided
        && !decided.actions().isEmpty()
        && (decided.state().phase() == Phase.PROMOTE
            || decided.actions().stream().anyMatch(Action.BlockImage.class::isInstance));
  }

  private static JsonNode withoutReasons(JournalEntry entry) throws IOException {
    ObjectMapper json = JournalJson.mapper();
    JsonNode tree = json.readTree(json.writerFor(JournalEntry.class).writeValueAsString(entry));
    strip(tree);
    return tree;
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(List.of("why", "cause"));
      boolean reason = object.path("reason").isObject();
      if (reason) {
        object.remove("reason");
      }
    }
    node.forEach(VersionOneTest::strip);
  }

  @Test
  void keepsWhatWasSaid() throws IOException, JournalException {
    List<JournalRecord> records = Fixtures.read(FOLDER.resolve("errors.journal"));
    Decided last = (Decided) records.get(records.size() - 1).entry();
    assertThat(last.state().end().orElseThrow().reason().values())
        .containsExactly("gate error-rate failed: 30.0% of 100 requests, at most 2% allowed");
    assertThat(
            records.stream()
                .flatMap(r -> r.entry() instanceof Decided d ? d.actions().stream() : Stream.of())
                .filter(Action.BlockImage.class::isInstance)
                .map(action -> ((Action.BlockImage) action).reason().values().get(0)))
        .contains("gate error-rate failed: 30.0% of 100 requests, at most 2% allowed");
  }
}
