package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.ReadJournals;
import com.pharmaserv.repave.operation.ReadJournals.Excerpt;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.report.JournalText;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The journal: what was decided, done and said. */
@Command(
    name = "journal",
    header = "Shows and verifies the journals.",
    footer = {
      "",
      "Examples:",
      "  repave journal show -e local-eu hello",
      "  repave journal show -e local-eu hello --last 20 --output json",
      "  repave journal verify            all fleets of all local environments"
    },
    subcommands = {JournalCommand.Show.class, JournalCommand.Verify.class})
final class JournalCommand extends CommandGroup {

  @Command(
      name = "show",
      header = "Shows a fleet's journal, one record a line.",
      footer = {
        "",
        "Examples:",
        "  repave journal show -e local-eu hello",
        "  repave journal show -e local-eu hello --last 20 --output json"
      })
  static final class Show extends RepaveCommand {
    @Mixin FleetOptions options = new FleetOptions();

    @Option(names = "--last", paramLabel = "N", description = "Only the last N records.")
    int last = Integer.MAX_VALUE;

    @Override
    int run(Wiring wiring) throws Exception {
      if (last < 1) {
        throw new RequestException("--last %s must be at least 1".formatted(last));
      }
      Place place = options.place(wiring);
      Fleet fleet = options.fleet(place);
      Excerpt excerpt = ReadJournals.show(place.provider(), fleet, last);
      lines(new JournalText(look()).lines(excerpt.records()));
      if (excerpt.recordCount() == 0 && !json()) {
        note("the journal of %s is empty: nothing was ever rolled".formatted(fleet.id()));
      }
      return answer(excerpt);
    }
  }

  @Command(
      name = "verify",
      header = "Verifies hash chains; names the first bad record.",
      description = {"", "Exit code 1 if a journal does not verify. Changes nothing."},
      footer = {
        "",
        "Examples:",
        "  repave journal verify                   all fleets of all local environments",
        "  repave journal verify -e local-eu"
      })
  static final class Verify extends RepaveCommand {
    @Option(
        names = {"-e", "--environment"},
        paramLabel = "ENVIRONMENT",
        description = "Only this environment. Default: all local ones.")
    Optional<String> environment = Optional.empty();

    @Override
    int run(Wiring wiring) throws Exception {
      List<Place> places =
          environment.isPresent() ? List.of(wiring.place(environment.get())) : wiring.localPlaces();
      return answer(ReadJournals.verify(places, journal -> line(JournalText.verified(journal))));
    }
  }
}
