package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.FindingReader;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.operation.BlockImages;
import com.pharmaserv.repave.operation.ReactToFinding;
import com.pharmaserv.repave.operation.Reacted;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.report.ReactText;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does what the rules say about a finding. */
@Command(
    name = "react",
    header = "Does what the rules say about a finding of GuardDuty, Inspector or Security Hub.",
    description = {
      "",
      "Reads one event as EventBridge delivers it. The first rule in 'react' of the environment's",
      "file that fits counts, and it may keep the machine apart, block its image, leave it to a",
      "person, or do nothing. Without rules there, these count:",
      "  GuardDuty, severity 7 or more, on a machine of a fleet     it goes into quarantine",
      "  Inspector, critical, and an exploit is available           a person is told: exit code 4",
      "  Security Hub, severity 7 or more, on a machine             a person is told: exit code 4",
      "  anything else, and what was archived or suppressed         nothing",
      "Events of another kind, account or region are refused, and nothing is done."
    },
    footer = {
      "",
      "Examples:",
      "  repave react -e eu-prod --event finding.json --plan",
      "  aws sqs receive-message ... | repave react -e eu-prod --event -"
    })
final class ReactCommand extends RepaveCommand {
  @Mixin EnvironmentOption environment = new EnvironmentOption();

  @Option(
      names = "--event",
      required = true,
      paramLabel = "FILE",
      description = "The event as JSON; - for standard input.")
  String event = "";

  @Option(
      names = "--force",
      description = "As in 'repave quarantine': even below the policy's floor.")
  boolean force;

  @Mixin PlanOption plan = new PlanOption();

  @Override
  int run(Wiring wiring) throws Exception {
    SecurityFinding finding = finding();
    ReactToFinding react =
        new ReactToFinding(
            environment.place(wiring),
            wiring.operator(),
            narrator(wiring.time()),
            () -> blocks(wiring),
            force);
    Reacted reacted = plan.only ? react.plan(finding) : react.react(finding);
    ReactText.of(reacted).forEach(this::words);
    return answer(reacted);
  }

  private SecurityFinding finding() throws RequestException, ConfigException {
    return FindingReader.read(
        GivenFile.text(event, "event", FindingReader.BYTES_MAX), GivenFile.name(event));
  }

  private BlockImages blocks(Wiring wiring) throws RequestException {
    try {
      return wiring.blocking(environment.name);
    } catch (ConfigException otherFile) {
      throw new RequestException(String.valueOf(otherFile.getMessage()));
    }
  }
}
