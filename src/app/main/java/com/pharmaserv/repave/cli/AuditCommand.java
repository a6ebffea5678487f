package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.AuditFleets;
import com.pharmaserv.repave.operation.AuditFleets.Audit;
import com.pharmaserv.repave.operation.FixFleets;
import com.pharmaserv.repave.operation.FixFleets.Fixed;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.report.AuditText;
import com.pharmaserv.repave.report.FixText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for drift and orphans. */
@Command(
    name = "audit",
    header = "Compares fleets with their journals and files: drift and orphans.",
    description = {
      "",
      "Changes nothing without --fix. Exit code 1 if anything was found; with --fix, if anything is",
      "left. --fix gives traffic back where requests fail because somebody changed the weights, and",
      "removes what no rollout knows; of the rest it prints the commands, and what each would do.",
      "It begins no rollout, goes on with none, and leaves fleets alone that somebody rolls."
    },
    footer = {
      "",
      "Examples:",
      "  repave audit -e local-eu -e local-us",
      "  repave audit -e eu-prod --fix --plan    what would be done; changes nothing",
      "  repave audit -e eu-prod --fix"
    })
final class AuditCommand extends RepaveCommand {
  @Mixin EnvironmentsOption environments = new EnvironmentsOption();

  @Option(names = "--fix", description = "Put right what is safe without a person.")
  boolean fix;

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    if (fix) {
      FixFleets fleets =
          new FixFleets(
              wiring.operator(), narrator(wiring.time()), one -> lines(FixText.lines(one)));
      Fixed fixed = fleets.fix(environments.places(wiring), plan.only);
      lines(FixText.rest(fixed));
      return answer(fixed);
    }
    if (plan.only) {
      throw new RequestException("--plan goes with --fix: an audit alone changes nothing");
    }
    AuditFleets fleets = new AuditFleets(finding -> line(AuditText.line(finding)));
    Audit audit = fleets.audit(environments.places(wiring));
    lines(AuditText.rest(audit));
    return answer(audit);
  }
}
