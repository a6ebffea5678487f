package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.operation.Kept;
import com.pharmaserv.repave.operation.Reacted;
import com.pharmaserv.repave.wording.Sentences;
import java.util.ArrayList;
import java.util.List;

/** What was done about a finding, in words. */
public final class ReactText {
  private ReactText() {}

  /** The answer, line by line. */
  public static List<Wording> of(Reacted reacted) {
    List<Wording> lines = new ArrayList<>();
    lines.add(Wording.result(reacted.finding()));
    lines.add(Wording.result("%s: %s".formatted(reacted.reaction(), Sentences.of(reacted.why()))));
    reacted.quarantine().map(ReactText::kept).ifPresent(lines::add);
    reacted.blocking().map(ImagesText::blocking).orElse(List.of()).stream()
        .map(Wording::result)
        .forEach(lines::add);
    if (reacted.reaction() == Reaction.TELL) {
      lines.add(Wording.problem(judge(reacted)));
    }
    return lines;
  }

  private static Wording kept(Kept kept) {
    return QuarantineText.of(kept);
  }

  private static String judge(Reacted reacted) {
    String machine = "machine %s ".formatted(reacted.machine().orElse(""));
    return reacted
        .runs()
        .map(
            image ->
                "%sruns %s; a person must judge it: 'repave images block' keeps it from rolling, 'repave rotate' replaces it"
                    .formatted(machine, image))
        .orElse(machine + "is in no fleet of the environment; a person must judge it");
  }
}
