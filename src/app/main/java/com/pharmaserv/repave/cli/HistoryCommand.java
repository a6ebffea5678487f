package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.operation.TellHistory;
import com.pharmaserv.repave.report.HistoryText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A fleet's rollouts. */
@Command(
    name = "history",
    header = "Tells a fleet's rollouts: when, to which image, how they ended, what people said.",
    description = {
      "",
      "The latest first, from the fleet's journal. Changes nothing. To go back to an earlier image,",
      "roll it: 'repave roll --image IMAGE'."
    },
    footer = {
      "",
      "Examples:",
      "  repave history -e eu-prod app",
      "  repave history -e eu-prod app --last 100 --output json"
    })
final class HistoryCommand extends RepaveCommand {
  /** More rollouts than anybody reads at once. */
  private static final int LAST_MAX = 1000;

  @Mixin FleetOptions options = new FleetOptions();

  @Option(names = "--last", paramLabel = "N", description = "How many rollouts. Default: 10.")
  int last = 10;

  @Override
  int run(Wiring wiring) throws Exception {
    if (last < 1 || last > LAST_MAX) {
      throw new RequestException("--last %s must be from 1 to %s".formatted(last, LAST_MAX));
    }
    Place place = options.place(wiring);
    Fleet fleet = options.fleet(place);
    TellHistory.History history = TellHistory.of(place.provider(), fleet, last);
    if (!history.rollouts().isEmpty()) {
      text(new HistoryText(look()).render(history, place.provider().time().now()));
    } else if (!json()) {
      note("nothing was ever rolled to %s".formatted(fleet.id()));
    }
    return answer(history);
  }
}
