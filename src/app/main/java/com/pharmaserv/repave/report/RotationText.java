package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.JournalEntry.RotationEnded;
import com.pharmaserv.repave.model.JournalEntry.RotationOpened;
import com.pharmaserv.repave.operation.Rotated.Due;
import com.pharmaserv.repave.operation.Rotated.Waits;
import com.pharmaserv.repave.wording.Sentences;
import com.pharmaserv.repave.wording.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a rotation says of fleets, in words. */
public final class RotationText {
  private RotationText() {}

  /** A fleet that should be rolled. */
  public static Wording of(Due due) {
    List<String> lines = new ArrayList<>();
    lines.add(
        due.staleBecause().stream()
            .map(Sentences::of)
            .collect(Collectors.joining("; ", "%s is stale: ".formatted(due.fleet()), "")));
    due.deadline().ifPresent(at -> lines.add("due by %s".formatted(at)));
    due.waitsFor()
        .ifPresentOrElse(
            why -> lines.add("waits: " + Sentences.of(why)), () -> lines.add("may begin now"));
    due.usualLength()
        .ifPresent(
            length -> lines.add("usually takes %s to be promoted".formatted(Spans.words(length))));
    return Wording.result(String.join("\n  ", lines));
  }

  /** A fleet that is stale still. */
  public static Wording of(Waits waits) {
    return Wording.problem(
        "%s is stale still: %s%s"
            .formatted(
                waits.fleet(),
                Sentences.of(waits.waitsFor()),
                Explanations.hint(waits.waitsFor())));
  }

  /** What a rotation set out to do: {@code anna: patch rotation; app@3f2a… for web, api}. */
  static String opened(RotationOpened opened) {
    return opened.targets().stream()
        .map(
            target ->
                "; %s%s for %s%s"
                    .formatted(
                        target.image(),
                        target.again() ? " on new machines" : "",
                        String.join(", ", target.fleets()),
                        target.deadline().map(" by %s"::formatted).orElse("")))
        .collect(Collectors.joining("", "%s: %s".formatted(opened.by(), opened.reason()), ""));
  }

  /** Where its fleets stood at its end. */
  static String ended(RotationEnded ended) {
    return ended.fleets().stream()
        .map(
            rest ->
                "%s %s%s"
                    .formatted(
                        String.join(", ", rest.fleets()),
                        switch (rest.kind()) {
                          case DONE -> "done";
                          case FAILED -> "failed";
                          case WAITING -> "stale still";
                          case LEFT -> "left as they are";
                        },
                        rest.why().map(why -> " (" + Sentences.of(why) + ")").orElse("")))
        .collect(Collectors.joining("; ", ended.by() + ": ", ""));
  }
}
