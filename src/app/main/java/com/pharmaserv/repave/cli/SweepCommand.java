package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.SweepFleets;
import com.pharmaserv.repave.operation.SweepFleets.Sweep;
import com.pharmaserv.repave.report.SweepText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The janitor. */
@Command(
    name = "sweep",
    header = "The janitor: finishes what nobody drives any more, and removes orphans.",
    description = {
      "",
      "A rollout whose engine died is gone on with, which replays its undo records; one whose",
      "retention is over retires the previous generation. Generations that no rollout knows and",
      "that take no traffic are removed. Rollouts that somebody drives, that are halted or that",
      "still retain are left alone."
    },
    footer = {
      "",
      "Examples:",
      "  repave sweep -e local-eu --plan",
      "  repave sweep -e eu-prod -e us-prod     hourly, from a scheduled job"
    })
final class SweepCommand extends RepaveCommand {
  @Mixin EnvironmentsOption environments = new EnvironmentsOption();

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    SweepText text = new SweepText(plan.only);
    SweepFleets fleets =
        new SweepFleets(
            wiring.operator(), narrator(wiring.time()), plan.only, swept -> line(text.line(swept)));
    Sweep sweep = fleets.sweep(environments.places(wiring));
    lines(SweepText.rest(sweep));
    return answer(sweep);
  }
}
