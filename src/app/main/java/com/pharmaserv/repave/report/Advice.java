package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import java.util.ArrayList;
import java.util.List;

/** What a person can do about a rollout that did not go as planned. */
final class Advice {
  private static final String INDENT = "          ";

  private Advice() {}

  /** What a person can say to a halted rollout, with what follows. */
  static List<Line> halted(RolloutState state) {
    FleetId fleet = state.fleet();
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add(INDENT).add(Ink.RED, "Nothing moves until a person decides:"));
    boolean back = state.way() instanceof Stage.Back;
    if (state.from().isPresent()) {
      lines.add(choice("resume", fleet, "go on the way it went"));
      if (!back) {
        lines.add(choice("rollback", fleet, "take the traffic back to the previous generation"));
        lines.add(choice("abort", fleet, "give the candidate up"));
      }
      return lines;
    }
    lines.add(choice("resume", fleet, back ? "go on the way it went" : "watch it once more"));
    if (state.way() instanceof Stage.Soaking) {
      lines.add(choice("approve", fleet, "accept it as it is"));
    }
    if (!back) {
      lines.add(choice("abort", fleet, "take the service away: nothing serves afterwards"));
    }
    return lines;
  }

  /** A person must let traffic move, or not. */
  static List<Line> judgment(FleetId fleet, String until) {
    return List.of(
        new Line().add(INDENT).add(Ink.YELLOW, "A person must decide, until %s:".formatted(until)),
        choice("approve", fleet, "let traffic move to the candidate"),
        choice("reject", fleet, "give the candidate up"));
  }

  private static Line choice(String command, FleetId fleet, String meaning) {
    return new Line()
        .add(INDENT + "  ")
        .add(Ink.BOLD, Columns.pad(command(command, fleet), 40))
        .add("  " + meaning);
  }

  static String command(String command, FleetId fleet) {
    return "repave " + command + " -e " + fleet.environment() + " " + fleet.name();
  }

  static List<Line> back(RolloutState state) {
    List<Line> lines = new ArrayList<>();
    state
        .from()
        .ifPresent(
            from ->
                lines.add(
                    Line.of(INDENT + from.generation() + " on " + from.image() + " stays active")));
    if (state.blames()) {
      lines.add(
          Line.of(INDENT + "image " + state.to().image() + " is at fault and will be blocked"));
    }
    return lines;
  }

  static List<Line> ended(FleetId fleet, RolloutState state) {
    List<Line> lines = new ArrayList<>();
    if (state.blames()) {
      lines.add(
          Line.of(
              INDENT
                  + "image "
                  + state.to().image()
                  + " is blocked; bake a better one, or lift"
                  + " the block with 'repave images unblock "
                  + state.to().image()
                  + "'"));
    }
    lines.add(
        Line.of(
            INDENT + "what happened, record by record: '" + command("journal show", fleet) + "'"));
    return lines;
  }
}
