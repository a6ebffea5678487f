package com.pharmaserv.repave.cli;

import picocli.CommandLine.Command;

/** The image catalogue. */
@Command(
    name = "images",
    header = "Locks, compares, verifies, releases, blocks and cleans up images.",
    footer = {
      "",
      "Examples:",
      "  repave images lock base",
      "  repave images layout base",
      "  repave images list",
      "  repave images show hello@3f9a1c",
      "  repave images diff hello@3f9a1c hello@77b0de",
      "  repave images verify base@3f9a1c",
      "  repave images release hello@3f9a1c --to staging --reason 'passed the smoke test'",
      "  repave images block hello@3f9a1c --reason 'CVE-2026-1234'",
      "  repave images gc --plan"
    },
    subcommands = {
      LockCommand.class,
      LayoutCommand.class,
      ImageLookups.Listed.class,
      ImageLookups.Shown.class,
      DiffCommand.class,
      VerifyCommand.class,
      ReleaseCommand.class,
      ImageBlocks.Block.class,
      ImageBlocks.Unblock.class,
      ImageStock.Collect.class,
      ImageStock.Restore.class
    })
final class ImagesCommand extends CommandGroup {}
