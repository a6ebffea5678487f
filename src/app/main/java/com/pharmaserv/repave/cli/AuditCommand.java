package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.AuditFleets;
import com.pharmaserv.repave.operation.AuditFleets.Audit;
import com.pharmaserv.repave.report.AuditText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for drift and orphans. */
@Command(
    name = "audit",
    header = "Compares fleets with their journals and files: drift and orphans.",
    description = {"", "Changes nothing. Exit code 1 if anything was found."},
    footer = {"", "Example:", "  repave audit -e local-eu -e local-us"})
final class AuditCommand extends RepaveCommand {
  @Mixin EnvironmentsOption environments = new EnvironmentsOption();

  @Override
  int run(Wiring wiring) throws Exception {
    AuditFleets fleets = new AuditFleets(finding -> line(AuditText.line(finding)));
    Audit audit = fleets.audit(environments.places(wiring));
    lines(AuditText.rest(audit));
    return answer(audit);
  }
}
