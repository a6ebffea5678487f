package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.plan.Drift;
import com.pharmaserv.repave.plan.Drift.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for drift and orphans. */
@Command(
    name = "audit",
    header = "Compares fleets with their journals and files: drift and orphans.",
    description = {"", "Changes nothing. Exit code 1 if anything was found."},
    footer = {"", "Example:", "  repave audit -e local-eu -e local-us"})
final class AuditCommand extends RepaveCommand {
  @Option(
      names = {"-e", "--environment"},
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "Environment; may be given more than once.")
  List<String> environments = new ArrayList<>();

  @Override
  int run(Wiring wiring) throws Exception {
    for (Environment environment : wiring.environments(environments)) {
      Cloud cloud = wiring.cloud(environment);
      for (Fleet fleet : environment.fleets()) {
        // First, because a journal that does not verify is worse than anything that follows.
        Optional<RolloutState> latest = Pilot.latest(cloud.journal(fleet));
        List<Finding> findings =
            Drift.of(fleet, cloud.fleets().observe(fleet), latest, cloud.images().list());
        findings.forEach(finding -> add(fleet.id().toString(), finding));
        if (latest.isPresent()) {
          left(wiring, cloud, latest.get())
              .ifPresent(finding -> add(fleet.id().toString(), finding));
        }
      }
      undescribed(environment, cloud.fleets().all(environment.id()));
    }
    if (json()) {
      printJson(Map.of("findings", told()));
    } else if (told().isEmpty()) {
      out().println("nothing out of place");
    }
    return told().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** An open rollout that nobody drives; while it retains, nobody has to. */
  private static Optional<Finding> left(Wiring wiring, Cloud cloud, RolloutState state)
      throws IOException {
    boolean retains =
        state.phase() == Phase.RETAIN
            && state.course() == Course.FORWARD
            && wiring.time().now().isBefore(state.until());
    if (state.ended() || retains || cloud.leases().current(state.fleet()).isPresent()) {
      return Optional.empty();
    }
    boolean halted = state.course() == Course.HALT;
    return Optional.of(
        new Finding(
            "rollout",
            state.id()
                + (halted ? " is halted in " : " stands still in ")
                + state.phase()
                + (halted ? " and waits for a person" : ": nobody drives it"),
            halted ? "'repave status' says what to do" : "run 'repave sweep' or 'repave resume'"));
  }

  /** Generations of fleets that the environment file does not describe. */
  private void undescribed(Environment environment, List<Generation> generations) {
    generations.stream()
        .filter(g -> environment.fleet(g.id().fleet().name()).isEmpty())
        .forEach(
            g ->
                add(
                    g.id().fleet().toString(),
                    new Finding(
                        "orphan",
                        g.id() + " belongs to a fleet that is not in the environment file",
                        "describe the fleet again, then 'repave sweep'")));
  }

  private void add(String fleet, Finding finding) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("fleet", fleet);
    answer.put("kind", finding.kind());
    answer.put("what", finding.what());
    answer.put("remedy", finding.remedy());
    tell(
        answer,
        fleet + ": " + finding.kind() + ": " + finding.what() + " (" + finding.remedy() + ")");
  }
}
