package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.Nature;
import com.pharmaserv.repave.sim.RandomFaults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
      "timeline, the calls, the fewest machines that ever served, and how it ended.",
      "Exit code 1 if the policy holds a good image back or lets a bad one through."
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
    STUCK,
    ALARM,
    COMMAND;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Longer boots are taken for a mistake of units. */
  private static final int BOOT_SECONDS_MAX = 3600;

  private static final int BOOT_SECONDS_DEFAULT = 60;

  @Mixin FleetOptions options = new FleetOptions();

  @Option(
      names = "--image",
      paramLabel = "KIND",
      description = "good, unhealthy, probe, errors, slow, stuck, alarm, command. Default: good.")
  Candidate candidate = Candidate.GOOD;

  @Option(
      names = "--boot",
      paramLabel = "SECONDS",
      description = "From launch to in service. Default: what the policy can bear.")
  Optional<Integer> boot = Optional.empty();

  @Option(
      names = "--faults",
      description = "Let calls, machines, zones and engines fail for ten minutes.")
  boolean faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything that is random. Default: 1.")
  long seed = 1;

  @Override
  int run(Wiring wiring) throws Exception {
    if (boot.isPresent() && (boot.get() < 1 || boot.get() > BOOT_SECONDS_MAX)) {
      throw new CliException(
          ExitCode.USAGE,
          "--boot " + boot.get() + " must be from 1 to " + BOOT_SECONDS_MAX + " seconds");
    }
    Fleet fleet = options.fleet(wiring);
    int bootSeconds = boot.orElse(bearable(fleet));
    World world = new World(fleet, seed);
    ImageId old = new ImageId(fleet.image(), "0".repeat(64));
    ImageId fresh = new ImageId(fleet.image(), "f".repeat(64));
    world.image(old, SimImage.GOOD);
    world.image(fresh, truth(Duration.ofSeconds(bootSeconds)));
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

  /** A good image must have the time to come up; a third of the bound leaves some for faults. */
  private static int bearable(Fleet fleet) {
    long third = fleet.policy().bounds().launch().toSeconds() / 3;
    return (int) Math.max(1, Math.min(BOOT_SECONDS_DEFAULT, third));
  }

  private SimImage truth(Duration boot) {
    Duration warmUp = Duration.ofSeconds(5);
    Duration fast = Duration.ofMillis(20);
    return switch (candidate) {
      case GOOD -> new SimImage(boot, warmUp, true, true, 0, fast);
      case UNHEALTHY -> new SimImage(boot, warmUp, false, true, 0, fast);
      case PROBE -> new SimImage(boot, warmUp, true, false, 0, fast);
      case ERRORS -> new SimImage(boot, warmUp, true, true, 20, fast);
      case SLOW -> new SimImage(boot, warmUp, true, true, 0, Duration.ofSeconds(30));
      case STUCK -> new SimImage(Duration.ofDays(1), warmUp, true, true, 0, fast);
      case ALARM -> new SimImage(boot, warmUp, true, true, 0, fast).alarmed();
      case COMMAND -> new SimImage(boot, warmUp, true, true, 0, fast).failing();
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
      line.put("after", Duration.between(began, at).truncatedTo(ChronoUnit.SECONDS));
      line.put("phase", phase);
      line.put("why", why);
      timeline.add(line);
    }
  }

  private int report(
      World world, Instant began, List<Map<String, Object>> timeline, Optional<RolloutState> end)
      throws Exception {
    List<String> violations = world.invariants().violations();
    Optional<String> surprise = surprise(end);
    String ended =
        end.flatMap(RolloutState::end).map(e -> e.kind() + ": " + e.reason()).orElse("not ended");
    if (json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("image", candidate.toString());
      answer.put("seed", seed);
      answer.put("timeline", timeline);
      answer.put("duration", Duration.between(began, world.now()));
      answer.put("calls", world.calls());
      answer.put("fewestServing", world.worstServing());
      answer.put("lostRequests", world.lostRequests());
      answer.put("end", ended);
      surprise.ifPresent(text -> answer.put("surprise", text));
      answer.put("violations", violations);
      printJson(answer);
    } else {
      timeline.forEach(this::print);
      String calls =
          world.calls().entrySet().stream()
              .map(call -> call.getValue() + " " + call.getKey())
              .collect(Collectors.joining(", "));
      out().println();
      out().println("image            " + candidate + ", seed " + seed);
      out().println("calls            " + calls);
      out().println("fewest serving   " + world.worstServing() + " machines");
      out().println("lost requests    " + world.lostRequests());
      out().println("ended            " + ended);
      surprise.ifPresent(text -> out().println("SURPRISE         " + text));
      violations.forEach(violation -> out().println("VIOLATED         " + violation));
    }
    boolean good = violations.isEmpty() && end.map(RolloutState::ended).orElse(false);
    return good && surprise.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(Map<String, Object> line) {
    Duration after = (Duration) line.getOrDefault("after", Duration.ZERO);
    out().printf("%12s  %-18s %s%n", clock(after), line.get("phase"), line.get("why"));
  }

  /** {@code 0:07}, {@code 12:30}, {@code 1:02:30}; hours go on beyond 24. */
  static String clock(Duration span) {
    String minutes =
        String.format(Locale.ROOT, "%d:%02d", span.toMinutesPart(), span.toSecondsPart());
    return span.toHours() == 0
        ? minutes
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            span.toHours(),
            span.toMinutesPart(),
            span.toSecondsPart());
  }

  /** Why the policy has not done what a policy is for with this image. */
  private Optional<String> surprise(Optional<RolloutState> end) {
    boolean succeeded =
        end.flatMap(RolloutState::end).map(e -> e.kind() == End.Kind.SUCCEEDED).orElse(false);
    if (candidate == Candidate.GOOD) {
      // With faults a good image may be taken back, and rightly so.
      return succeeded || faults
          ? Optional.empty()
          : Optional.of("the image is good, but the policy did not let it through");
    }
    return succeeded
        ? Optional.of("the image is bad (" + candidate + "), but the policy let it through")
        : Optional.empty();
  }
}
