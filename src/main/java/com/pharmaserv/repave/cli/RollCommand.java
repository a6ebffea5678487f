package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.Opening;
import com.pharmaserv.repave.plan.Outlook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rolls an image out to a fleet. */
@Command(
    name = "roll",
    header = "Rolls an image out to a fleet.",
    description = {
      "",
      "Launches a candidate generation, verifies it, shifts traffic in the policy's steps, watches",
      "each, promotes it, keeps the previous generation warm for a while, and retires it. If a gate",
      "fails, traffic goes back and the image is blocked.",
      "If a rollout of the fleet is open, this goes on with it first."
    },
    footer = {
      "",
      "Examples:",
      "  repave roll -e local-eu hello                the newest image that is not blocked",
      "  repave roll -e local-eu hello --plan         what would happen; changes nothing",
      "  repave roll -e eu-prod app --image 3f9a1c    one particular image",
      "  repave roll -e eu-prod app --until promoted  for CI: do not wait for the retention"
    })
final class RollCommand extends RepaveCommand {
  @Mixin FleetOptions options = new FleetOptions();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "name@digest, or the start of it. Default: the newest.")
  Optional<String> image = Optional.empty();

  @Option(names = "--plan", description = "Print what would happen, and change nothing.")
  boolean plan;

  @Option(
      names = "--again",
      description = "Even if the fleet runs the image: replaces its machines.")
  boolean again;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Return when promoted or retired. Default: retired.")
  Flight.Until until = Flight.Until.RETIRED;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journal.")
  String reason = "rolled by a person";

  @Override
  int run(Wiring wiring) throws Exception {
    Environment environment = options.environment(wiring);
    Fleet fleet = options.fleet(wiring);
    Image wanted =
        ImageChoice.choose(wiring.provider(environment).list(), fleet.image(), image);
    Roll roll = new Roll(this, wiring, environment, fleet);
    return plan ? roll.plan(wanted, again) : roll.roll(wanted, reason, again, until);
  }

  /** The work, shared with {@code rotate}. */
  record Roll(RepaveCommand command, Wiring wiring, Environment environment, Fleet fleet) {
    int plan(Image wanted, boolean again) throws Exception {
      FleetView view = wiring.ports(environment, fleet).fleets().observe(fleet);
      Optional<RolloutState> latest = Pilot.latest(wiring.journal(fleet.id()).records());
      boolean open = latest.isPresent() && !latest.get().ended();
      if (open) {
        command
            .err()
            .println("First: finish " + latest.get().id() + ", which is in " + latest.get().phase());
      }
      Opening opening =
          Opening.open(
              fleet, wanted, view, open ? Optional.empty() : latest, "plan", again,
              wiring.time().now());
      if (opening instanceof Opening.Refused refused && !open) {
        throw new CliException(ExitCode.FAILED, "refusing to roll: " + refused.reason());
      }
      List<String> steps =
          opening instanceof Opening.Opened opened
              ? Outlook.of(fleet, opened.state(), view)
              : List.of();
      String head = head(opening, wanted);
      if (command.json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fleet", fleet.id());
        answer.put("image", wanted.id());
        answer.put("plan", head);
        answer.put("steps", steps);
        command.printJson(answer);
      } else {
        command.out().println(head);
        steps.forEach(step -> command.out().println("  " + step));
      }
      return ExitCode.DONE;
    }

    private String head(Opening opening, Image wanted) {
      if (opening instanceof Opening.Idle idle) {
        return "Nothing to do: " + idle.reason();
      }
      if (opening instanceof Opening.Refused refused) {
        return "Then: " + refused.reason();
      }
      return "Would roll " + fleet.id() + " to " + wanted.id() + " (version " + wanted.version()
          + "):";
    }

    int roll(Image wanted, String reason, boolean again, Flight.Until until) throws Exception {
      Flight flight = new Flight(command, wiring, environment, fleet);
      Optional<RolloutState> open =
          Pilot.latest(wiring.journal(fleet.id()).records()).filter(s -> !s.ended());
      if (open.isPresent() && !finish(flight, open.get())) {
        return ExitCode.WAITING;
      }
      return flight.lead(
          pilot -> {
            Opening opening = pilot.open(wanted, reason, again);
            if (opening instanceof Opening.Idle idle) {
              say("nothing to do", idle.reason());
              return ExitCode.DONE;
            }
            if (opening instanceof Opening.Refused refused) {
              command.err().println("repave: refusing to roll: " + refused.reason());
              return ExitCode.FAILED;
            }
            return flight.report(pilot.fly(Flight.farEnough(until)));
          });
    }

    /** Brings the open rollout to its end; a warm previous generation is let go early. */
    private boolean finish(Flight flight, RolloutState open) throws Exception {
      boolean kept = open.course() == Course.FORWARD && open.phase() == Phase.RETAIN;
      if (kept) {
        wiring.signals()
            .post(fleet.id(), Signal.Kind.RELEASE, Holder.user(), "the next rollout begins");
      } else {
        command.err().println("Going on with " + open.id() + ", which is in " + open.phase());
      }
      RolloutState ended = flight.lead(pilot -> pilot.fly(state -> false));
      if (!ended.ended() || !kept) {
        flight.report(ended);
      }
      return ended.ended();
    }

    private void say(String head, String text) throws java.io.IOException {
      if (command.json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fleet", fleet.id());
        answer.put("result", head);
        answer.put("reason", text);
        command.printJson(answer);
      } else {
        command.out().println("Nothing to do: " + text);
      }
    }
  }
}
