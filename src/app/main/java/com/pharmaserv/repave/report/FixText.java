package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.operation.FixFleets.Fix;
import com.pharmaserv.repave.operation.FixFleets.Fixed;
import com.pharmaserv.repave.operation.Remedy;
import com.pharmaserv.repave.wording.Sentences;
import java.util.ArrayList;
import java.util.List;

/** What became of the findings of an audit, in words. */
public final class FixText {
  private FixText() {}

  /** One finding, and under it what was done, or the command that would do it. */
  public static List<String> lines(Fix fix) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(fix.fleet(), Sentences.of(fix.why())));
    fix.because().ifPresent(why -> lines.add("  not done: " + Sentences.of(why)));
    switch (fix.result()) {
      case FIXED -> lines.add("  fixed: " + done(fix.remedy()));
      case WOULD_FIX -> lines.add("  would be fixed: " + done(fix.remedy()));
      case LEFT -> lines.addAll(todo(fix));
    }
    return lines;
  }

  /** What is left to say when all was looked at. */
  public static List<String> rest(Fixed fixed) {
    List<String> lines = new ArrayList<>();
    fixed.held().forEach(held -> lines.add(AuditText.held(held)));
    if (fixed.handled().isEmpty()) {
      lines.add("nothing out of place");
    }
    return lines;
  }

  private static String done(Remedy remedy) {
    return remedy == Remedy.SWEEP
        ? "what no rollout knows is removed"
        : "all traffic goes to the generation that the journal calls active";
  }

  private static List<String> todo(Fix fix) {
    FleetId fleet = fix.fleet();
    return switch (fix.remedy()) {
      case REPAIR, GIVE_BACK -> does("repair", fleet, done(Remedy.REPAIR));
      case SWEEP -> does("repave sweep -e " + fleet.environment(), done(Remedy.SWEEP));
      case ROLL -> does("roll", fleet, "the newest image takes over, if its gates pass");
      case ROLL_AGAIN -> does("roll --again", fleet, "new machines take over, if their gates pass");
      case ROTATE ->
          does(
              "repave rotate -e " + fleet.environment(),
              "what changed is baked, and every stale fleet is rolled, as the policy allows");
      case RESUME -> does("resume", fleet, "the rollout goes on where it was left");
      case JUDGE ->
          does(
              "repave status -e " + fleet.environment(),
              "a person must decide; it says what there is to decide, and what follows");
      case LOOK ->
          does(
              "repave status -e " + fleet.environment(),
              "their group replaces what stays unhealthy; 'repave quarantine' keeps one to look at");
      case ELSEWHERE -> List.of("  to do: " + Explanations.of(fix.why().code()).remedy());
    };
  }

  private static List<String> does(String command, FleetId fleet, String effect) {
    return does(Advice.command(command, fleet), effect);
  }

  private static List<String> does(String command, String effect) {
    return List.of("  to do: " + command, "         (%s)".formatted(effect));
  }
}
