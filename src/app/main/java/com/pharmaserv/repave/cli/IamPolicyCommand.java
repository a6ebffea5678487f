package com.pharmaserv.repave.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.journal.JournalJson;
import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.Outcome;
import com.pharmaserv.repave.wiring.Wiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what the tool's role must be allowed to do. */
@Command(
    name = "iam-policy",
    header = "Prints the least-privilege policies of the role that this tool needs on AWS.",
    description = {
      "",
      "One JSON object: a policy document for each name. The role needs all of them. They allow the",
      "calls that this version makes, each on the environment's own things only."
    },
    footer = {
      "",
      "Examples:",
      "  repave iam-policy -e eu-prod                 before there is anything; makes no call",
      "  repave iam-policy -e eu-prod --handed-over   exact names from what 'pulumi up' wrote"
    })
final class IamPolicyCommand extends RepaveCommand {
  @Option(
      names = {"-e", "--environment"},
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "An environment on provider aws.")
  String environment = "";

  @Option(
      names = "--handed-over",
      description = "Read the hand-overs, for names in place of patterns.")
  boolean handedOver;

  /**
   * What the role must be allowed to do.
   *
   * @param policies policy documents, as AWS reads them, by their names
   */
  record Policies(String environment, JsonNode policies) implements Answer {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  @Override
  int run(Wiring wiring) throws Exception {
    String policies = wiring.policies(environment, handedOver);
    text(policies);
    return answer(new Policies(environment, JournalJson.mapper().readTree(policies)));
  }
}
