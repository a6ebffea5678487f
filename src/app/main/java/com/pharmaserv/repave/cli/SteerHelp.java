package com.pharmaserv.repave.cli;

import picocli.CommandLine.Model.UsageMessageSpec;

/** What the help says of each word by which a person steers a rollout. */
enum SteerHelp {
  ROLLBACK(
      "Shifts traffic back to the previous generation and retires the candidate.",
      "",
      "Works from the first shift until the retention of the previous generation is over.",
      "Refuses to go back onto a generation that is not healthy or too small: then it halts.",
      "",
      "Example:",
      "  repave rollback -e eu-prod app --reason 'orders time out'"),
  ABORT(
      "Stops an open rollout; traffic that has moved already goes back.",
      "",
      "Example:",
      "  repave abort -e eu-prod app"),
  PAUSE(
      "Keeps an open rollout from moving more traffic.",
      "",
      "Health is still watched: a candidate that fails while paused is rolled back.",
      "A pause ends by itself after the policy's bound, and then the rollout goes back.",
      "",
      "Example:",
      "  repave pause -e eu-prod app --reason 'incident elsewhere'"),
  RESUME(
      "Goes on with a rollout that was paused, halted or interrupted.",
      "",
      "Example:",
      "  repave resume -e eu-prod app"),
  APPROVE(
      "Approves a rollout that waits for a person.",
      "",
      "Example:",
      "  repave approve -e eu-prod app --reason 'change 4711'"),
  REJECT(
      "Rejects a rollout that waits for a person; the candidate is retired.",
      "",
      "Example:",
      "  repave reject -e eu-prod app --reason 'not tonight'");

  private final String header;
  private final String footer;

  SteerHelp(String header, String... footer) {
    this.header = header;
    this.footer = String.join("\n", footer);
  }

  void add(UsageMessageSpec usage) {
    usage.header(header).footer(footer.split("\n"));
  }
}
