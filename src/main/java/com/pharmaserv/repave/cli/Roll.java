package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Outlook;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rolls one fleet to one image, or tells what that would do; for {@code roll} and {@code rotate}.
 */
record Roll(RepaveCommand command, Wiring wiring, Environment environment, Fleet fleet) {
  int plan(Image wanted, boolean again) throws Exception {
    Optional<Lease> held = wiring.leases().current(fleet.id());
    if (held.isPresent()) {
      // Exactly what would happen.
      throw new LeaseHeldException(held.get());
    }
    Optional<RolloutState> latest = Pilot.latest(wiring.journal(fleet.id()).records());
    if (latest.isPresent() && !latest.get().ended()) {
      return planAfter(latest.get(), wanted);
    }
    FleetView view = wiring.ports(environment, fleet).fleets().observe(fleet);
    Opening opening = Opening.open(fleet, wanted, view, latest, "plan", again, wiring.time().now());
    if (opening instanceof Opening.Refused refused) {
      throw refused(refused);
    }
    if (opening instanceof Opening.Idle idle) {
      return planned(wanted, "Nothing to do: " + idle.reason(), List.of());
    }
    List<String> steps =
        opening instanceof Opening.Opened opened
            ? Outlook.of(fleet, opened.state(), view)
            : List.of();
    return planned(
        wanted,
        "Would roll " + fleet.id() + " to " + wanted.id() + " (version " + wanted.version() + "):",
        steps);
  }

  /** How an open rollout ends is not known, nor therefore what the next one begins with. */
  private int planAfter(RolloutState open, Image wanted) {
    return planned(
        wanted,
        "Would first go on with "
            + open.id()
            + " (to "
            + open.to().image()
            + "), which is in "
            + open.phase()
            + ", to its end; then roll "
            + fleet.id()
            + " to "
            + wanted.id()
            + " unless it runs that by then",
        List.of());
  }

  private int planned(Image wanted, String head, List<String> steps) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("fleet", fleet.id());
    answer.put("image", wanted.id());
    answer.put("plan", head);
    answer.put("steps", steps);
    String text = steps.isEmpty() ? head : head + "\n  " + String.join("\n  ", steps);
    command.tell(answer, text);
    return ExitCode.DONE;
  }

  int roll(Image wanted, String reason, boolean again, Flight.Until until) throws Exception {
    Flight flight = new Flight(command, wiring, environment, fleet);
    boolean open =
        Pilot.latest(wiring.journal(fleet.id()).records()).filter(s -> !s.ended()).isPresent();
    if (open && !finish(flight)) {
      return ExitCode.WAITING;
    }
    return flight.lead(
        pilot -> {
          Opening opening = pilot.open(wanted, reason, again);
          if (opening instanceof Opening.Refused refused) {
            throw refused(refused);
          }
          return opening instanceof Opening.Idle idle
              ? idle(idle)
              : flight.report(pilot.fly(Flight.farEnough(until)));
        });
  }

  private int idle(Opening.Idle idle) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("fleet", fleet.id());
    answer.put("result", "nothing to do");
    answer.put("reason", idle.reason());
    command.tell(answer, "Nothing to do: " + idle.reason());
    return ExitCode.DONE;
  }

  private static CliException refused(Opening.Refused refused) {
    return new CliException(ExitCode.FAILED, "refusing to roll: " + refused.reason());
  }

  /** Brings the open rollout to its end; a warm previous generation is let go early. */
  private boolean finish(Flight flight) throws Exception {
    RolloutState ended =
        flight.lead(
            pilot -> {
              Optional<RolloutState> open = pilot.latest().filter(s -> !s.ended());
              if (open.isPresent() && retained(open.get())) {
                wiring
                    .signals()
                    .post(
                        fleet.id(), Signal.Kind.RELEASE, Holder.user(), "the next rollout begins");
              } else if (open.isPresent()) {
                command.note(
                    "Going on with " + open.get().id() + ", which is in " + open.get().phase());
              }
              return Flight.goOn(pilot, state -> false);
            });
    flight.report(ended);
    return ended.ended();
  }

  private static boolean retained(RolloutState state) {
    return state.course() == Course.FORWARD && state.phase() == Phase.RETAIN;
  }
}
