package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.ShowFleets;
import com.pharmaserv.repave.operation.ShowFleets.Status;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.report.StatusText;
import com.pharmaserv.repave.wiring.Wiring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "ENVIRONMENT",
      description = "May be given more than once. Default: all local ones.")
  List<String> environments = new ArrayList<>();

  @Option(names = "--watch", description = "Show it again every second.")
  boolean watch;

  @Override
  int run(Wiring wiring) throws Exception {
    List<Place> places =
        environments.isEmpty() ? wiring.localPlaces() : wiring.places(environments);
    Time time = wiring.time();
    int code = show(places, time);
    while (watch && !out().checkError()) {
      time.sleepUntil(time.now().plus(WATCH));
      code = show(places, time);
    }
    return code;
  }

  private int show(List<Place> places, Time time) throws Exception {
    Status status = ShowFleets.show(places);
    String text = new StatusText(look()).render(status.fleets(), time.now());
    if (watch && look().live() && !json()) {
      out().print(CLEAR);
    }
    text(text);
    return answer(status);
  }
}
