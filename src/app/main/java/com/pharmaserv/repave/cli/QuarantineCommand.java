package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.operation.Kept;
import com.pharmaserv.repave.operation.QuarantineMachine;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.report.QuarantineText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a machine apart for forensics. */
@Command(
    name = "quarantine",
    header = "Takes a suspicious machine out of its fleet and keeps it for forensics.",
    description = {
      "",
      "It gets no traffic from now on, leaves its group, which starts another one from the same",
      "image, and is kept: on AWS it runs on behind a security group without rules, with snapshots",
      "of its disks; on the local cloud it is ended, and its folder is sealed. Its memory is not",
      "taken. Nothing of Repave ends or removes it any more; 'repave status' names it.",
      "",
      "Allowed while a rollout is open: whoever drives it does it in their next turn, and the",
      "rollout waits for the replacement. Asked for again, it does what was left undone."
    },
    footer = {
      "",
      "Examples:",
      "  repave quarantine -e eu-prod i-0123456789abcdef0 --reason 'finding 44c6c1b2' --plan",
      "  repave quarantine -e eu-prod i-0123456789abcdef0 --reason 'finding 44c6c1b2'"
    })
final class QuarantineCommand extends RepaveCommand {
  @Mixin EnvironmentOption environment = new EnvironmentOption();

  @Parameters(paramLabel = "MACHINE", description = "By the provider's name, such as i-0123….")
  String machine = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; kept in the journal and with the machine.")
  String reason = "";

  @Option(
      names = "--force",
      description =
          "Even below the policy's floor. Until the replacement serves, the others carry more than"
              + " they should, and requests may fail.")
  boolean force;

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    Suspicion suspicion = suspicion();
    QuarantineMachine quarantine =
        new QuarantineMachine(
            environment.place(wiring), wiring.operator(), narrator(wiring.time()));
    Kept kept = plan.only ? quarantine.plan(suspicion) : quarantine.quarantine(suspicion);
    words(QuarantineText.of(kept));
    return answer(kept);
  }

  private Suspicion suspicion() throws RequestException {
    if (reason.isBlank()) {
      throw new RequestException(
          "--reason is empty; say why, for whoever finds the machine in quarantine");
    }
    try {
      return new Suspicion(machine, force, reason);
    } catch (IllegalArgumentException e) {
      throw new RequestException(String.valueOf(e.getMessage()));
    }
  }
}
