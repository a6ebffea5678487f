package com.pharmaserv.repave.cli;

import picocli.CommandLine.Option;

/** Asks only for what would be done. */
final class PlanOption {
  @Option(names = "--plan", description = "Print what would happen, and change nothing.")
  boolean only;
}
