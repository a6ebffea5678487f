package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.RehearsePolicy.Moment;
import com.pharmaserv.repave.operation.RehearsePolicy.Rehearsed;
import com.pharmaserv.repave.operation.RehearsePolicy.Surprise;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A rehearsal in words: its timeline, and what came of it. */
public final class RehearsalText {
  private static final List<String> HEADER = List.of("AFTER", "PHASE", "WHY");

  private RehearsalText() {}

  /** The whole answer. */
  public static List<String> lines(Rehearsed played, Look look) {
    TextTable table = new TextTable(HEADER);
    for (Moment moment : played.timeline()) {
      table.row(
          List.of(
              clock(moment.elapsed()),
              "%s/%s".formatted(moment.course(), moment.phase()),
              Sentences.of(moment.why())),
          List.of());
    }
    List<String> lines = new ArrayList<>(table.render(look).lines().toList());
    String calls =
        played.calls().entrySet().stream()
            .map(call -> "%s %s".formatted(call.getValue(), call.getKey()))
            .collect(Collectors.joining(", "));
    lines.add("");
    lines.add("image            %s, seed %s".formatted(played.candidate(), played.seed()));
    lines.add("calls            " + calls);
    lines.add("fewest serving   %s machines".formatted(played.fewestServing()));
    lines.add("lost requests    " + played.lostRequests());
    lines.add(
        "ended            "
            + played
                .end()
                .map(end -> "%s: %s".formatted(end.kind(), Sentences.of(end.why())))
                .orElse("not ended"));
    played.surprise().ifPresent(s -> lines.add("SURPRISE         " + surprise(s, played)));
    played.violations().forEach(violation -> lines.add("VIOLATED         " + violation));
    return lines;
  }

  private static String surprise(Surprise surprise, Rehearsed played) {
    return switch (surprise) {
      case HELD_GOOD_BACK -> "the image is good, but the policy did not let it through";
      case LET_BAD_THROUGH ->
          "the image is bad (%s), but the policy let it through".formatted(played.candidate());
    };
  }

  /** {@code 0:07}, {@code 12:30}, {@code 1:02:30}; hours go on beyond 24. */
  static String clock(Duration span) {
    String seconds = two(span.toSecondsPart());
    return span.toHours() == 0
        ? "%s:%s".formatted(span.toMinutesPart(), seconds)
        : "%s:%s:%s".formatted(span.toHours(), two(span.toMinutesPart()), seconds);
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
