package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.operation.HalfDoneException;
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
import picocli.CommandLine.Parameters;

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
      header = "Shows a fleet's journal, or that of the rotations, one record a line.",
      footer = {
        "",
        "Examples:",
        "  repave journal show -e local-eu hello",
        "  repave journal show -e local-eu --rotation",
        "  repave journal show -e local-eu hello --last 20 --output json"
      })
  static final class Show extends RepaveCommand {
    @Mixin FleetOptions options = new FleetOptions();

    @Option(names = "--last", paramLabel = "N", description = "Only the last N records.")
    int last = Integer.MAX_VALUE;

    @Option(
        names = "--rotation",
        description = "What rotations of the environment set out to do, and how they ended.")
    boolean rotation;

    @Override
    int run(Wiring wiring) throws Exception {
      if (last < 1) {
        throw new RequestException("--last %s must be at least 1".formatted(last));
      }
      if (rotation && options.fleet.isPresent()) {
        throw new RequestException("--rotation is about the whole environment: name no fleet");
      }
      Place place = options.place(wiring);
      FleetId of =
          rotation ? FleetId.ofRotation(place.environment().id()) : options.fleet(place).id();
      Excerpt excerpt;
      try {
        excerpt = ReadJournals.show(place.provider(), of, last);
      } catch (HalfDoneException damaged) {
        lines(new JournalText(look()).lines(((Excerpt) damaged.done()).records()));
        throw damaged;
      }
      lines(new JournalText(look()).lines(excerpt.records()));
      if (excerpt.recordCount() == 0 && !json()) {
        note("the journal of %s is empty: nothing was ever rolled".formatted(of));
      }
      return answer(excerpt);
    }
  }

  @Command(
      name = "verify",
      header = "Verifies hash chains and heads; names the first bad record.",
      description = {
        "",
        "A chain without a key shows that nothing before its end was changed, not where the end",
        "was, nor who wrote it: whoever may write the file can write all of it anew. So each",
        "journal is held against its head, number and hash of the last record, which is kept",
        "apart from it. Heads are printed; with one that you kept elsewhere, --head shows that",
        "nothing up to it was changed. Exit code 1 if a journal does not verify. Changes nothing."
      },
      footer = {
        "",
        "Examples:",
        "  repave journal verify                   all fleets of all local environments",
        "  repave journal verify -e local-eu",
        "  repave journal verify -e local-eu hello --head 12:9f86d081..."
      })
  static final class Verify extends RepaveCommand {
    @Option(
        names = {"-e", "--environment"},
        paramLabel = "ENVIRONMENT",
        description = "Only this environment. Default: all local ones.")
    Optional<String> environment = Optional.empty();

    @Parameters(
        arity = "0..1",
        paramLabel = "FLEET",
        description = "The fleet that the head is of, if the environment has several.")
    Optional<String> fleet = Optional.empty();

    @Option(
        names = "--head",
        paramLabel = "N:HASH",
        description = "A head that was printed earlier: the journal must hold that record.")
    Optional<String> head = Optional.empty();

    @Override
    int run(Wiring wiring) throws Exception {
      if (head.isPresent()) {
        return held(wiring, head.get());
      }
      if (fleet.isPresent()) {
        throw new RequestException("a fleet can be named together with --head only");
      }
      List<Place> places =
          environment.isPresent() ? List.of(wiring.place(environment.get())) : wiring.localPlaces();
      return answer(ReadJournals.verify(places, journal -> line(JournalText.verified(journal))));
    }

    private int held(Wiring wiring, String text) throws Exception {
      if (environment.isEmpty()) {
        throw new RequestException("--head needs an environment; name it by -e");
      }
      FleetOptions options = new FleetOptions();
      options.environment.name = environment.get();
      options.fleet = fleet;
      Place place = options.place(wiring);
      ReadJournals.Verification verification =
          ReadJournals.verify(place.provider(), options.fleet(place), kept(text));
      verification.journals().forEach(journal -> line(JournalText.verified(journal)));
      return answer(verification);
    }

    private static Head kept(String text) throws RequestException {
      try {
        return Head.parse(text);
      } catch (IllegalArgumentException bad) {
        throw new RequestException("--" + bad.getMessage());
      }
    }
  }
}
