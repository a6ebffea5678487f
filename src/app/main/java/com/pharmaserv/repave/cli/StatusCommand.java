package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.report.FleetStatus;
import com.pharmaserv.repave.report.StatusText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows fleets, their traffic and their rollouts. */
@Command(
    name = "status",
    header = "Shows fleets: active generation, image, health by zone, traffic, open rollout.",
    footer = {
      "",
      "Examples:",
      "  repave status                       all local environments",
      "  repave status -e eu-prod --watch    again every second, until Ctrl-C",
      "  repave status --output json"
    })
final class StatusCommand extends RepaveCommand {
  private static final Duration WATCH = Duration.ofSeconds(1);

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "ENVIRONMENT",
      description = "May be given more than once. Default: all local ones.")
  List<String> environments = new ArrayList<>();

  @Option(names = "--watch", description = "Show it again every second.")
  boolean watch;

  @Override
  int run(Wiring wiring) throws Exception {
    List<Environment> described = described(wiring);
    boolean all = show(wiring, described);
    while (watch && !out().checkError()) {
      wiring.time().sleepUntil(wiring.time().now().plus(WATCH));
      all = show(wiring, described);
    }
    return all ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<Environment> described(Wiring wiring) throws Exception {
    List<Environment> described = wiring.environments(environments);
    return environments.isEmpty() ? wiring.localEnvironments() : described;
  }

  private boolean show(Wiring wiring, List<Environment> described) throws Exception {
    List<FleetStatus> all = new ArrayList<>();
    for (Environment environment : described) {
      Cloud cloud = wiring.cloud(environment);
      for (Fleet fleet : environment.fleets()) {
        all.add(status(cloud, fleet));
      }
    }
    if (json()) {
      printJson(Map.of("fleets", all.stream().map(StatusCommand::answer).toList()));
    } else {
      if (watch && repave().live()) {
        out().print("\u001b[H\u001b[2J");
      }
      out().print(new StatusText(repave().look()).render(all, wiring.time().now()));
    }
    out().flush();
    return all.stream().allMatch(status -> status.unreachable().isEmpty());
  }

  private static FleetStatus status(Cloud cloud, Fleet fleet) throws Exception {
    Optional<Decided> decided = cloud.journal(fleet).latest();
    Optional<RolloutState> latest = decided.map(Decided::state);
    Optional<FleetView> view = Optional.empty();
    Optional<String> unreachable = Optional.empty();
    try {
      view = Optional.of(cloud.fleets().observe(fleet));
    } catch (ProviderException away) {
      unreachable = Optional.of(String.valueOf(away.getMessage()));
    }
    Optional<Image> image = Optional.empty();
    if (latest.flatMap(RolloutState::active).isPresent()) {
      image = cloud.images().find(latest.flatMap(RolloutState::active).get().image());
    }
    return new FleetStatus(
        fleet.id(),
        view,
        latest,
        decided.map(Decided::why),
        cloud.leases().current(fleet.id()),
        image,
        unreachable);
  }

  private static Map<String, Object> answer(FleetStatus status) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("fleet", status.fleet());
    status.view().ifPresent(view -> answer.put("view", view));
    status.latest().ifPresent(latest -> answer.put("rollout", latest));
    status.why().ifPresent(why -> answer.put("why", why));
    status.lease().ifPresent(lease -> answer.put("lease", lease));
    status.image().ifPresent(image -> answer.put("image", image));
    status.unreachable().ifPresent(reason -> answer.put("unreachable", reason));
    return answer;
  }
}
