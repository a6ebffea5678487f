package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Engine.BlindException;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.Drift;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The janitor. */
@Command(
    name = "sweep",
    header = "The janitor: finishes what nobody drives any more, and removes orphans.",
    description = {
      "",
      "A rollout whose engine died is gone on with, which replays its undo records; one whose",
      "retention is over retires the previous generation. Generations that no rollout knows and",
      "that take no traffic are removed. Rollouts that somebody drives, that are halted or that",
      "still retain are left alone."
    },
    footer = {
      "",
      "Examples:",
      "  repave sweep -e local-eu --plan",
      "  repave sweep -e eu-prod -e us-prod     hourly, from a scheduled job"
    })
final class SweepCommand extends RepaveCommand {
  @Option(
      names = {"-e", "--environment"},
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "Environment; may be given more than once.")
  List<String> environments = new ArrayList<>();

  @Option(names = "--plan", description = "Print what would happen, and change nothing.")
  boolean plan;

  @Override
  int run(Wiring wiring) throws Exception {
    int code = ExitCode.DONE;
    List<Environment> described = wiring.environments(environments);
    try {
      for (Environment environment : described) {
        for (Fleet fleet : environment.fleets()) {
          code = Math.max(code, sweep(wiring, environment, fleet));
        }
      }
    } finally {
      if (json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("plan", plan);
        answer.put("sweep", told());
        printJson(answer);
      }
    }
    if (!json() && told().isEmpty()) {
      out().println("nothing to sweep");
    }
    return code;
  }

  private int sweep(Wiring wiring, Environment environment, Fleet fleet) throws Exception {
    Cloud cloud = wiring.cloud(environment);
    Optional<RolloutState> latest = Pilot.latest(cloud.journal(fleet));
    boolean held = cloud.leases().current(fleet.id()).isPresent();
    Optional<RolloutState> left = latest.filter(s -> !s.ended()).filter(s -> !held);
    if (left.isPresent() && left.get().course() == Course.HALT) {
      say(fleet, left.get().id() + " is halted and left to a person");
      return ExitCode.WAITING;
    }
    if (left.isPresent() && retains(wiring, left.get())) {
      say(fleet, left.get().id() + " retains the previous generation until " + left.get().until());
      left = Optional.empty();
    }
    List<Generation> orphans = Drift.orphans(fleet, cloud.fleets().observe(fleet), latest);
    orphans.forEach(g -> say(fleet, (plan ? "would remove orphan " : "removes orphan ") + g.id()));
    left.ifPresent(
        s ->
            say(
                fleet,
                (plan ? "would go on with " : "goes on with ") + s.id() + " in " + s.phase()));
    boolean nothing = held || plan || (orphans.isEmpty() && left.isEmpty());
    return nothing ? ExitCode.DONE : carryOut(wiring, environment, fleet, left.isPresent());
  }

  private static boolean retains(Wiring wiring, RolloutState state) {
    return state.phase() == Phase.RETAIN
        && state.course() == Course.FORWARD
        && wiring.time().now().isBefore(state.until());
  }

  private int carryOut(Wiring wiring, Environment environment, Fleet fleet, boolean open)
      throws Exception {
    Flight flight = new Flight(this, wiring, environment, fleet);
    try {
      return flight.lead(
          pilot -> {
            int code = open ? finish(pilot) : ExitCode.DONE;
            pilot.sweep();
            return code;
          });
    } catch (LeaseHeldException somebodyBegan) {
      say(fleet, "is being rolled by somebody since; left alone");
      return ExitCode.DONE;
    }
  }

  private int finish(Pilot pilot)
      throws JournalException,
          LeaseHeldException,
          IOException,
          BlindException,
          InterruptedException {
    RolloutState state = Flight.goOn(pilot, s -> false);
    say(state.fleet(), Flight.sentence(state));
    return Flight.code(state);
  }

  private void say(Fleet fleet, String what) {
    say(fleet.id(), what);
  }

  private void say(FleetId fleet, String what) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("fleet", fleet);
    answer.put("what", what);
    tell(answer, fleet + ": " + what);
  }
}
