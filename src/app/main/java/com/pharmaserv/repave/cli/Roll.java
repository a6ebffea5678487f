package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Outlook;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.ProviderException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rolls one fleet to one image, or tells what that would do; for {@code roll} and {@code rotate}.
 *
 * @param shared where several rolls show their progress; empty for a display of its own
 */
record Roll(
    RepaveCommand command,
    Wiring wiring,
    Environment environment,
    Fleet fleet,
    Optional<Display> shared) {
  int plan(Image wanted, boolean again) throws Exception {
    Cloud cloud = wiring.cloud(environment);
    Optional<Lease> held = cloud.leases().current(fleet.id());
    if (held.isPresent()) {
      // Exactly what would happen.
      throw new LeaseHeldException(held.get());
    }
    Optional<RolloutState> latest = Pilot.latest(cloud.journal(fleet));
    if (latest.isPresent() && !latest.get().ended()) {
      return planAfter(latest.get(), wanted);
    }
    FleetView view = cloud.fleets().observe(fleet);
    Opening opening = opening(cloud, view, latest, wanted, again);
    if (opening instanceof Opening.Refused refused) {
      throw refused(refused);
    }
    if (opening instanceof Opening.Idle idle) {
      return planned(wanted, "Nothing to do: " + idle.reason(), List.of(), List.of());
    }
    RolloutState opened = ((Opening.Opened) opening).state();
    List<Line> room = cloud.headroom().check(fleet, machines(opened, view));
    Optional<CliException> tooLittle = tooLittle(room);
    String head =
        (tooLittle.isPresent() ? "Would refuse to roll " : "Would roll ")
            + fleet.id()
            + " to "
            + wanted.id()
            + " (version "
            + wanted.version()
            + "):";
    planned(wanted, head, Outlook.of(fleet, opened, view), room);
    if (tooLittle.isPresent()) {
      throw tooLittle.get();
    }
    return ExitCode.DONE;
  }

  private Opening opening(
      Cloud cloud, FleetView view, Optional<RolloutState> latest, Image wanted, boolean again)
      throws ProviderException {
    List<Alarm> alarms = Pilot.alarms(fleet, cloud.gauges());
    return Opening.open(fleet, wanted, view, latest, alarms, "plan", again, wiring.time().now());
  }

  /** Machines that the candidate will have. */
  private int machines(RolloutState opened, FleetView view) {
    return opened
        .from()
        .flatMap(from -> view.find(from.generation()))
        .map(Generation::desired)
        .orElse(fleet.capacity().desired());
  }

  private Optional<CliException> tooLittle(List<Line> room) {
    String lacks =
        room.stream()
            .filter(line -> !line.enough())
            .map(line -> line.what() + ": " + line.detail())
            .collect(Collectors.joining("; "));
    return lacks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CliException(
                ExitCode.FAILED,
                "refusing to roll "
                    + fleet.id()
                    + ", a second generation does not fit beside the active one: "
                    + lacks));
  }

  /**
   * Makes sure that there is room for the candidate before anything begins; without the lease,
   * because asking for machines may take longer than a lease lasts.
   */
  private void requireRoom(Flight flight, Image wanted, boolean again) throws Exception {
    Cloud cloud = wiring.cloud(environment);
    FleetView view = cloud.fleets().observe(fleet);
    Optional<RolloutState> latest = Pilot.latest(cloud.journal(fleet));
    // Whatever else it is, the opening under the lease says so with the facts of that moment.
    if (opening(cloud, view, latest, wanted, again) instanceof Opening.Opened opened) {
      int machines = machines(opened.state(), view);
      require(flight, cloud.headroom().check(fleet, machines));
      if (fleet.policy().capacityProbe()) {
        require(flight, cloud.headroom().probe(fleet, machines));
      }
    }
  }

  private void require(Flight flight, List<Line> room) throws CliException {
    room.forEach(line -> flight.note(fleet.id() + "  " + text(line)));
    Optional<CliException> tooLittle = tooLittle(room);
    if (tooLittle.isPresent()) {
      throw tooLittle.get();
    }
  }

  private static String text(Line line) {
    return line.what() + ": " + line.detail() + (line.enough() ? "" : " (too little)");
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
        List.of(),
        List.of());
  }

  private int planned(Image wanted, String head, List<String> steps, List<Line> room) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("fleet", fleet.id());
    answer.put("image", wanted.id());
    answer.put("plan", head);
    answer.put("steps", steps);
    answer.put("headroom", room);
    String text =
        Stream.concat(steps.stream(), room.stream().map(Roll::text))
            .map(line -> "\n  " + line)
            .collect(Collectors.joining("", head, ""));
    command.tell(answer, text);
    return ExitCode.DONE;
  }

  int roll(Image wanted, String reason, boolean again, Flight.Until until) throws Exception {
    Flight flight = new Flight(command, wiring, environment, fleet, shared);
    boolean open =
        Pilot.latest(wiring.cloud(environment).journal(fleet)).filter(s -> !s.ended()).isPresent();
    if (open && !finish(flight)) {
      return ExitCode.WAITING;
    }
    requireRoom(flight, wanted, again);
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
                    .cloud(environment)
                    .signals()
                    .post(
                        fleet.id(), Signal.Kind.RELEASE, Holder.user(), "the next rollout begins");
              } else if (open.isPresent()) {
                flight.note(
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
