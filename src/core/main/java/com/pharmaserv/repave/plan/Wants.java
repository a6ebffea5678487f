package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a turn needs to see apart from the fleet itself; reading anything else would waste calls.
 *
 * @param measureSince measure the candidate and the active generation since then
 * @param probe ask once through the test route
 * @param alarms names of alarms to read
 * @param commands to run, or to ask about
 * @param block look up whether the candidate's image is blocked
 */
public record Wants(
    Optional<Instant> measureSince,
    boolean probe,
    List<String> alarms,
    List<Gate.Command> commands,
    boolean block) {
  public Wants {
    alarms = List.copyOf(alarms);
    commands = List.copyOf(commands);
  }

  public static Wants of(Fleet fleet, RolloutState state, Instant now) {
    Stage stage = state.stage();
    boolean soaking = stage instanceof Stage.Soaking;
    boolean verifying = stage instanceof Stage.Verifying && fleet.routed();
    // A fleet's first generation has nothing before its soak that alarms could be quiet about.
    boolean proving = verifying || stage instanceof Stage.Shifting;
    boolean watching = soaking || (state.from().isPresent() && proving);
    return new Wants(
        soaking && fleet.routed() ? Optional.of(state.since()) : Optional.empty(),
        verifying,
        watching ? fleet.policy().alarms() : List.of(),
        soaking && state.pause().isEmpty() ? due(fleet, state, now) : List.of(),
        state.blames());
  }

  /** Commands that end about when the soak does: what they see has soaked as long as possible. */
  private static List<Gate.Command> due(Fleet fleet, RolloutState state, Instant now) {
    return fleet.policy().commands().stream()
        .filter(gate -> !now.isBefore(state.until().minus(gate.timeout())))
        .toList();
  }
}
