package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Held;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.JournalEntry.Released;
import com.pharmaserv.repave.model.JournalEntry.RotationEnded;
import com.pharmaserv.repave.model.JournalEntry.RotationOpened;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.operation.ReadJournals.Verified;
import com.pharmaserv.repave.wording.Sentences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Journal records, one line each: number, time, epoch, kind, sentence. Given the records in their
 * order, an outcome repeats its intent's action.
 */
public final class JournalText {
  private final Look look;
  private final Map<Long, Action> intents = new HashMap<>();

  public JournalText(Look look) {
    this.look = look;
  }

  /** A record's kind and what it says. */
  record Told(String kind, String sentence) {}

  public List<String> lines(List<JournalRecord> records) {
    List<String> lines = new ArrayList<>();
    records.forEach(record -> lines.add(line(record)));
    return lines;
  }

  /** Whether a journal verifies. */
  public static String verified(Verified journal) {
    String how =
        journal
            .problem()
            .map(problem -> "DAMAGED: " + problem)
            .orElse(
                journal.recordCount() > 0
                    ? "%s records, chain verifies".formatted(journal.recordCount())
                    : "no journal yet");
    String head = journal.verified() ? journal.head().map(text -> ", head " + text).orElse("") : "";
    String torn =
        journal.tornBytes() > 0
            ? ", then a torn end of %s bytes that the next record replaces"
                .formatted(journal.tornBytes())
            : "";
    return Harmless.line(journal.fleet() + ": " + how + head + torn);
  }

  /** The line of the next record. */
  public String line(JournalRecord record) {
    Told told = tell(record);
    String kind = Columns.pad(told.kind(), 8);
    boolean failed = told.kind().equals("failed");
    return new Line()
        .add(Ink.DIM, String.format(Locale.ROOT, "%5d  ", record.number()))
        .add(Times.millis(record.at(), look.zone()))
        .add(Ink.DIM, String.format(Locale.ROOT, "  e%-3d  ", record.epoch()))
        .add(failed ? Ink.RED : Ink.BOLD, kind)
        .add("  " + told.sentence())
        .whole(look);
  }

  Told tell(JournalRecord record) {
    JournalEntry entry = record.entry();
    if (entry instanceof Decided decided) {
      return decided(decided);
    }
    if (entry instanceof Intended intended) {
      intents.put(record.number(), intended.action());
      return new Told("intent", sentence(intended.action()));
    }
    if (entry instanceof Happened happened) {
      return happened(happened);
    }
    if (entry instanceof Judged judged) {
      String text = judged.signal().text();
      String what = judged.signal().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return new Told(
          "judgment",
          judged.rollout()
              + ": "
              + judged.signal().by()
              + " asks to "
              + what
              + (text.isBlank() ? "" : " (" + text + ")"));
    }
    if (entry instanceof RotationOpened opened) {
      return new Told("rotation", RotationText.opened(opened));
    }
    if (entry instanceof RotationEnded ended) {
      return new Told("at rest", RotationText.ended(ended));
    }
    if (entry instanceof Held held) {
      return new Told("hold", Sentences.of(held.hold().why()));
    }
    if (entry instanceof Released released) {
      return new Told(
          "release",
          Sentences.of(Reason.of(ReasonCode.FLEET_RELEASED, released.by(), released.reason())));
    }
    throw new IllegalStateException("unknown journal entry " + entry);
  }

  private static String sentence(Action action) {
    String why =
        action instanceof Action.BlockImage block ? ": " + Sentences.of(block.reason()) : "";
    return action.sentence() + why;
  }

  private static Told decided(Decided decided) {
    RolloutState state = decided.state();
    String where =
        state.course() == Course.FORWARD
            ? state.phase().toString()
            : state.course() + ", " + state.phase();
    String end =
        state
            .end()
            .map(
                e ->
                    " ["
                        + e.kind()
                        + (e.reason().equals(decided.why()) ? "" : ": " + Sentences.of(e.reason()))
                        + "]")
            .orElse("");
    return new Told(
        "decision", state.id() + " " + where + ": " + Sentences.of(decided.why()) + end);
  }

  private Told happened(Happened happened) {
    String action =
        Optional.ofNullable(intents.remove(happened.intent()))
            .map(a -> sentence(a) + " (" + happened.intent() + ")")
            .orElse("intent " + happened.intent());
    return happened
        .failure()
        .map(failure -> new Told("failed", action + ": " + words(failure)))
        .orElse(new Told("done", action));
  }

  private static String words(Failure failure) {
    String kind = failure.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return kind + ", " + failure.message();
  }
}
