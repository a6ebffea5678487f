package com.pharmaserv.repave.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.pharmaserv.repave.journal.JournalJson;
import com.pharmaserv.repave.model.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
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

  @Override
  int run(Wiring wiring) throws Exception {
    Environment described = wiring.environment(environment);
    if (described.aws().isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          "environment '"
              + environment
              + "' is on provider '"
              + described.provider()
              + "'; only one on 'aws' has policies");
    }
    String policies = AwsWiring.policy(described, wiring.time(), handedOver);
    if (json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment);
      answer.put(
          "policies",
          JournalJson.mapper().readValue(policies, new TypeReference<Map<String, Object>>() {}));
      printJson(answer);
    } else {
      out().print(policies);
    }
    return ExitCode.DONE;
  }
}
