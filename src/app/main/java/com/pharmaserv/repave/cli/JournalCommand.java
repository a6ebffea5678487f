package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.report.JournalText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        throw new CliException(ExitCode.USAGE, "--last " + last + " must be at least 1");
      }
      Fleet fleet = options.fleet(wiring);
      List<JournalRecord> all = wiring.cloud(options.environment(wiring)).journal(fleet).records();
      List<JournalRecord> shown = all.subList(Math.max(0, all.size() - last), all.size());
      if (json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fleet", fleet.id());
        answer.put("records", shown);
        printJson(answer);
      } else {
        new JournalText(repave().look()).lines(shown).forEach(out()::println);
        if (all.isEmpty()) {
          note("the journal of " + fleet.id() + " is empty: nothing was ever rolled");
        }
      }
      return ExitCode.DONE;
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
      List<Object> results = new ArrayList<>();
      boolean good = true;
      List<Environment> all =
          environment.isPresent()
              ? List.of(wiring.environment(environment.get()))
              : wiring.localEnvironments();
      for (Environment described : all) {
        for (Fleet fleet : described.fleets()) {
          good &= verify(wiring.cloud(described), fleet, results);
        }
      }
      if (json()) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("verified", good);
        answer.put("journals", results);
        printJson(answer);
      }
      return good ? ExitCode.DONE : ExitCode.FAILED;
    }

    private boolean verify(Cloud cloud, Fleet fleet, List<Object> results)
        throws ProviderException {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("fleet", fleet.id());
      String text;
      boolean good = true;
      try {
        int records = cloud.journal(fleet).records().size();
        result.put("records", records);
        text = records > 0 ? records + " records, chain verifies" : "no journal yet";
      } catch (JournalException bad) {
        result.put("problem", String.valueOf(bad.getMessage()));
        text = "DAMAGED: " + bad.getMessage();
        good = false;
      }
      result.put("good", good);
      results.add(result);
      if (!json()) {
        out().println(fleet.id() + ": " + text);
      }
      return good;
    }
  }
}
