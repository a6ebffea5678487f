package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.cli.rehearsal.Rehearsal;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.Nature;
import com.pharmaserv.repave.sim.RandomFaults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a fleet's policy in the simulated cloud. */
@Command(
    name = "rehearse",
    header = "Plays a fleet's real policy in a simulated cloud; touches nothing real.",
    description = {
      "",
      "The same engine as in production, on a simulated clock: hours pass in moments. Prints the",
      "timeline, the calls, the fewest machines that ever served, and how it ended."
    },
    footer = {
      "",
      "Examples:",
      "  repave rehearse -e local-eu hello                      a rollout that goes well",
      "  repave rehearse -e local-eu hello --image errors       a gate rolls it back",
      "  repave rehearse -e eu-prod app --faults --seed 7       crashes, throttling, lost zones"
    })
final class RehearseCommand extends RepaveCommand {
  /** What is wrong with the rehearsed image. */
  enum Candidate {
    GOOD,
    UNHEALTHY,
    PROBE,
    ERRORS,
    SLOW,
    STUCK
  }

  @Mixin FleetOptions options = new FleetOptions();

  @Option(
      names = "--image",
      paramLabel = "KIND",
      description = "good, unhealthy, probe, errors, slow or stuck. Default: good.")
  Candidate candidate = Candidate.GOOD;

  @Option(
      names = "--boot",
      paramLabel = "SECONDS",
      description = "Seconds from launch to in service. Default: 60.")
  int bootSeconds = 60;

  @Option(names = "--faults", description = "Let calls, machines, zones and engines fail.")
  boolean faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything that is random. Default: 1.")
  long seed = 1;

  @Override
  int run(Wiring wiring) throws Exception {
    if (bootSeconds < 1 || bootSeconds > 3600) {
      throw new CliException(
          ExitCode.USAGE, "--boot " + bootSeconds + " must be from 1 to 3600 seconds");
    }
    Fleet fleet = options.fleet(wiring);
    World world = new World(fleet, seed);
    ImageId old = new ImageId(fleet.image(), "0".repeat(64));
    ImageId fresh = new ImageId(fleet.image(), "f".repeat(64));
    world.image(old, SimImage.GOOD);
    world.image(fresh, truth());
    world.begin(old);
    Instant began = world.now();
    Instant calm = began.plusSeconds(faults ? 600 : 0);
    Faults chosen = faults ? new RandomFaults(seed, 0.05, 0.01) : Faults.NONE;
    if (chosen instanceof RandomFaults random) {
      Nature.unleash(world, seed, Duration.ofSeconds(60), calm);
      world.schedule(calm, random::stop);
    }
    List<Map<String, Object>> timeline = new ArrayList<>();
    Rehearsal rehearsal =
        new Rehearsal(
            world,
            chosen,
            new RolloutDecider(),
            (f, view, decision, at) -> tell(timeline, began, decision.why(), decision.next(), at),
            UnaryOperator.identity());
    if (fleet.policy().approval()) {
      world.schedule(
          began.plusSeconds(bootSeconds + 300L),
          () -> rehearsal.signals().post(fleet.id(), Signal.Kind.APPROVE, "rehearsal", ""));
    }
    Optional<RolloutState> end = rehearsal.play(fresh, Rehearsal.bound(fleet, calm));
    return report(world, began, timeline, end);
  }

  private SimImage truth() {
    Duration boot = Duration.ofSeconds(bootSeconds);
    Duration warmUp = Duration.ofSeconds(5);
    Duration fast = Duration.ofMillis(20);
    return switch (candidate) {
      case GOOD -> new SimImage(boot, warmUp, true, true, 0, fast);
      case UNHEALTHY -> new SimImage(boot, warmUp, false, true, 0, fast);
      case PROBE -> new SimImage(boot, warmUp, true, false, 0, fast);
      case ERRORS -> new SimImage(boot, warmUp, true, true, 20, fast);
      case SLOW -> new SimImage(boot, warmUp, true, true, 0, Duration.ofSeconds(30));
      case STUCK -> new SimImage(Duration.ofDays(1), warmUp, true, true, 0, fast);
    };
  }

  private static void tell(
      List<Map<String, Object>> timeline,
      Instant began,
      String why,
      RolloutState state,
      Instant at) {
    String phase = state.course() + "/" + state.phase();
    boolean same =
        !timeline.isEmpty()
            && phase.equals(timeline.get(timeline.size() - 1).get("phase"))
            && !state.ended();
    if (!same) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("after", Duration.between(began, at).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
      line.put("phase", phase);
      line.put("why", why);
      timeline.add(line);
    }
  }

  private int report(
      World world,
      Instant began,
      List<Map<String, Object>> timeline,
      Optional<RolloutState> end)
      throws Exception {
    List<String> violations = world.invariants().violations();
    String ended =
        end.flatMap(RolloutState::end).map(e -> e.kind() + ": " + e.reason()).orElse("not ended");
    if (json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("seed", seed);
      answer.put("timeline", timeline);
      answer.put("duration", Duration.between(began, world.now()));
      answer.put("calls", world.calls());
      answer.put("fewestServing", world.worstServing());
      answer.put("lostRequests", world.lostRequests());
      answer.put("end", ended);
      answer.put("violations", violations);
      printJson(answer);
    } else {
      timeline.forEach(
          line ->
              out().printf("%10s  %-18s %s%n", line.get("after"), line.get("phase"), line.get("why")));
      out().println();
      out().println("calls            " + world.calls());
      out().println("fewest serving   " + world.worstServing() + " machines");
      out().println("lost requests    " + world.lostRequests());
      out().println("ended            " + ended);
      violations.forEach(violation -> out().println("VIOLATED         " + violation));
    }
    boolean good = violations.isEmpty() && end.map(RolloutState::ended).orElse(false);
    return good ? ExitCode.DONE : ExitCode.FAILED;
  }
}
