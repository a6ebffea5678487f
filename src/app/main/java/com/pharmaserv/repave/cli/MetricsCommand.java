package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.MeasureFleets;
import com.pharmaserv.repave.operation.MeasureFleets.Measured;
import com.pharmaserv.repave.report.MetricsText;
import com.pharmaserv.repave.report.WholeFile;
import com.pharmaserv.repave.wiring.Wiring;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Figures for a monitoring system. */
@Command(
    name = "metrics",
    header = "Figures of fleets in the text format of Prometheus.",
    description = {
      "",
      "Age of machines and images, deadlines, fixes that wait, time to patch, rollouts by outcome",
      "and reason, and how long they took: from journals and the catalogue. Bakes nothing, changes",
      "nothing. A node exporter's textfile collector reads the file."
    },
    footer = {
      "",
      "Examples:",
      "  repave metrics -e local-eu -e local-us",
      "  repave metrics -e eu-prod --file /var/lib/prometheus/node-exporter/repave.prom"
    })
final class MetricsCommand extends RepaveCommand {
  @Mixin EnvironmentsOption environments = new EnvironmentsOption();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Writes them there, as a whole or not at all, and not to standard output.")
  Optional<Path> file = Optional.empty();

  @Override
  int run(Wiring wiring) throws Exception {
    Measured measured =
        MeasureFleets.measure(environments.places(wiring), wiring.debian().rolling());
    String text = MetricsText.of(measured);
    if (file.isPresent()) {
      WholeFile.write(text, file.get());
    } else {
      text.lines().forEach(this::line);
    }
    return answer(measured);
  }
}
