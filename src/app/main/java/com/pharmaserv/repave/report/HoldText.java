package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.HoldFleet.Holding;
import com.pharmaserv.repave.wording.Sentences;
import java.util.stream.Collectors;

/** That a fleet is held or released, in words. */
public final class HoldText {
  private HoldText() {}

  /** The answer. */
  public static Wording of(Holding holding) {
    String why = Sentences.of(holding.why());
    return switch (holding.result()) {
      case HELD -> Wording.result(is(holding) + why + replaced(holding) + open(holding));
      case RELEASED -> Wording.result(is(holding) + why + replaced(holding) + letGo(holding));
      case FREE -> Wording.result(why);
      case UNHEARD -> Wording.problem("%s: %s".formatted(holding.fleet(), why));
    };
  }

  private static String is(Holding holding) {
    return "%s %s ".formatted(holding.fleet(), holding.plan() ? "would be" : "is");
  }

  private static String replaced(Holding holding) {
    String now = holding.hold().isPresent() ? "instead of" : "it was";
    return holding
        .replaced()
        .map(hold -> "; %s %s".formatted(now, Sentences.of(hold.why())))
        .orElse("");
  }

  private static String letGo(Holding holding) {
    return holding.letGo().isEmpty()
        ? ""
        : holding.letGo().stream()
            .map(ImageId::toString)
            .collect(Collectors.joining(", ", "; may roll there again: ", ""));
  }

  private static String open(Holding holding) {
    return holding
        .open()
        .map(
            rollout ->
                "; %s is open and goes on, '%s' stops it"
                    .formatted(rollout, Advice.command("abort", holding.fleet())))
        .orElse("");
  }
}
