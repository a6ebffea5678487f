package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What alarms and commands say about the candidate. */
final class Conditions {
  private Conditions() {}

  /**
   * A reason to take the traffic back and to blame the image: an alarm fires, or a command failed.
   * A fleet's first rollout begins from nothing, which alarms rightly fire for: there they have
   * time to become quiet until the end of the soak.
   */
  static Optional<Reason> failure(Turn turn) {
    Optional<Reason> alarm = turn.state().from().isPresent() ? firing(turn) : Optional.empty();
    return alarm.or(() -> command(turn, Check.State.FAILED, ReasonCode.COMMAND_FAILED));
  }

  /** The first alarm that fires. */
  static Optional<Reason> firing(Turn turn) {
    return in(turn, Alarm.State.FIRING).map(Conditions::firing);
  }

  static Reason firing(Alarm alarm) {
    return Reason.of(ReasonCode.ALARM_FIRES, alarm.name(), alarm.detail());
  }

  /** A command that tells nothing about the candidate: it could not be run, or does not end. */
  static Optional<Reason> broken(Turn turn) {
    return command(turn, Check.State.BROKEN, ReasonCode.COMMAND_BROKEN)
        .or(
            () ->
                running(turn)
                    .filter(gate -> !turn.now().isBefore(end(turn, gate)))
                    .map(gate -> Reason.of(ReasonCode.COMMAND_ENDLESS, name(gate))));
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
  static Optional<Reason> undecided(Turn turn, boolean flowing) {
    return turn.policy().commands().stream()
        .filter(gate -> check(turn, gate).map(c -> c.state() == Check.State.RUNNING).orElse(true))
        .findFirst()
        .map(gate -> Reason.of(ReasonCode.COMMAND_RUNNING, name(gate)))
        .or(() -> alarms(turn, flowing));
  }

  private static Optional<Reason> alarms(Turn turn, boolean flowing) {
    if (turn.policy().alarms().isEmpty()) {
      return Optional.empty();
    }
    if (turn.seen().alarms().isEmpty()) {
      return Optional.of(Reason.of(ReasonCode.ALARMS_UNREADABLE));
    }
    return in(turn, Alarm.State.FIRING)
        .map(alarm -> of(ReasonCode.ALARM_AWAITED_QUIET, alarm))
        .or(
            () ->
                in(turn, Alarm.State.UNKNOWN)
                    .filter(alarm -> flowing)
                    .map(alarm -> of(ReasonCode.ALARM_WITHOUT_DATA, alarm)));
  }

  private static Reason of(ReasonCode code, Alarm alarm) {
    return Reason.of(code, alarm.name(), alarm.detail());
  }

  /** What a command is called: its first line. */
  static String name(Gate.Command gate) {
    return gate.shell().strip().lines().findFirst().orElse("");
  }

  private static Optional<Reason> command(Turn turn, Check.State state, ReasonCode code) {
    return turn.policy().commands().stream()
        .flatMap(
            gate ->
                check(turn, gate).filter(c -> c.state() == state).stream()
                    .map(c -> Reason.of(code, name(gate), c.detail())))
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
}
