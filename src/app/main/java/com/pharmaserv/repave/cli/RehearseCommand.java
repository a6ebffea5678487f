package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.operation.RehearsePolicy;
import com.pharmaserv.repave.operation.RehearsePolicy.Rehearsed;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.rehearsal.Candidate;
import com.pharmaserv.repave.rehearsal.PolicyRehearsal.Script;
import com.pharmaserv.repave.report.RehearsalText;
import com.pharmaserv.repave.wiring.Wiring;
import java.time.Duration;
import java.util.Optional;
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
  /** Longer boots are taken for a mistake of units. */
  private static final int BOOT_SECONDS_MAX = 3600;

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
      throw new RequestException(
          "--boot %s must be from 1 to %s seconds".formatted(boot.get(), BOOT_SECONDS_MAX));
    }
    Fleet fleet = options.fleet(options.place(wiring));
    Rehearsed played =
        RehearsePolicy.rehearse(
            new Script(fleet, candidate, boot.map(Duration::ofSeconds), faults, seed));
    lines(RehearsalText.lines(played, look()));
    return answer(played);
  }
}
