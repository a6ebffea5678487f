package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Gate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What alarms and commands say about the candidate. */
final class Verdicts {
  private Verdicts() {}

  /**
   * A reason to take the traffic back and to blame the image: an alarm fires, or a command failed.
   * A fleet's first rollout begins from nothing, which alarms rightly fire for: there they have
   * time to become quiet until the end of the soak.
   */
  static Optional<String> failure(Turn turn) {
    Optional<String> alarm = turn.state().from().isPresent() ? firing(turn) : Optional.empty();
    return alarm.or(() -> command(turn, Check.State.FAILED, "failed"));
  }

  /** The first alarm that fires. */
  static Optional<String> firing(Turn turn) {
    return in(turn, Alarm.State.FIRING).map(alarm -> firing(alarm));
  }

  static String firing(Alarm alarm) {
    return "alarm '" + alarm.name() + "' fires" + detail(alarm.detail());
  }

  /** A command that tells nothing about the candidate: it could not be run, or does not end. */
  static Optional<String> broken(Turn turn) {
    return command(turn, Check.State.BROKEN, "could not be run")
        .or(
            () ->
                running(turn)
                    .filter(gate -> !turn.now().isBefore(end(turn, gate)))
                    .map(gate -> name(gate) + " did not end"));
  }

  /** A command that still runs. */
  static Optional<Gate.Command> running(Turn turn) {
    return turn.policy().commands().stream()
        .filter(gate -> check(turn, gate).filter(c -> c.state() == Check.State.RUNNING).isPresent())
        .findFirst();
  }

  /** By when a running command has ended; whoever runs it kills it at its timeout. */
  static Instant end(Turn turn, Gate.Command gate) {
    Instant since = check(turn, gate).map(Check::since).orElse(turn.now());
    return since.plus(gate.timeout()).plus(turn.bounds().shift());
  }

  /**
   * Why alarms and commands cannot be decided on yet.
   *
   * @param flowing whether there is traffic: without any, an alarm has no data and need not
   */
  static Optional<String> undecided(Turn turn, boolean flowing) {
    return turn.policy().commands().stream()
        .filter(gate -> check(turn, gate).map(c -> c.state() == Check.State.RUNNING).orElse(true))
        .findFirst()
        .map(gate -> name(gate) + " to end")
        .or(() -> alarms(turn, flowing));
  }

  private static Optional<String> alarms(Turn turn, boolean flowing) {
    if (turn.policy().alarms().isEmpty()) {
      return Optional.empty();
    }
    if (turn.seen().alarms().isEmpty()) {
      return Optional.of("alarms to be readable");
    }
    return in(turn, Alarm.State.FIRING)
        .map(alarm -> "alarm '" + alarm.name() + "' to become quiet" + detail(alarm.detail()))
        .or(
            () ->
                in(turn, Alarm.State.UNKNOWN)
                    .filter(alarm -> flowing)
                    .map(a -> "alarm '" + a.name() + "' to have data" + detail(a.detail())));
  }

  /** How a command is called in sentences. */
  static String name(Gate.Command gate) {
    return "command '" + gate.shell().strip().lines().findFirst().orElse("") + "'";
  }

  private static Optional<String> command(Turn turn, Check.State state, String how) {
    return turn.policy().commands().stream()
        .flatMap(
            gate ->
                check(turn, gate).filter(c -> c.state() == state).stream()
                    .map(c -> "gate " + name(gate) + " " + how + detail(c.detail())))
        .findFirst();
  }

  private static Optional<Check> check(Turn turn, Gate.Command gate) {
    return Optional.ofNullable(turn.seen().checks().get(gate));
  }

  private static Optional<Alarm> in(Turn turn, Alarm.State state) {
    return turn.seen()
        .alarms()
        .map(List::stream)
        .orElse(Stream.empty())
        .filter(alarm -> alarm.state() == state)
        .findFirst();
  }

  private static String detail(String text) {
    return text.isBlank() ? "" : ": " + text;
  }
}
