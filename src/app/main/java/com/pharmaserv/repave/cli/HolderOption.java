package com.pharmaserv.repave.cli;

import picocli.CommandLine.Option;

/** Names one environment, whose provider holds images. */
final class HolderOption {
  @Option(
      names = {"-e", "--environment"},
      paramLabel = "ENVIRONMENT",
      description = "Whose provider holds the images. Default: local-eu.")
  String name = "local-eu";
}
