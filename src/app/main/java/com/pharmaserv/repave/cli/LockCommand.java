package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.debian.build.Locksmith;
import com.pharmaserv.repave.operation.LockImages;
import com.pharmaserv.repave.report.LocksText;
import com.pharmaserv.repave.wiring.Wiring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Locks the packages of images. */
@Command(
    name = "lock",
    header = "Locks the packages of images on Debian, to the byte.",
    description = {
      "",
      "Asks the archives what they offer now and writes packages.lock beside the recipe: name,",
      "version, suite, size, SHA-256 and source of every package. It belongs into the repository:",
      "a patch is a line of its history. Signatures, dates and hashes are verified by apt.",
      "What a new package fixes is read from the changelog inside it."
    },
    footer = {
      "",
      "Examples:",
      "  repave images lock base       lock images/base",
      "  repave images lock            lock every recipe on Debian, and the workshop",
      "  repave images lock --check    say what has changed since, write nothing"
    })
final class LockCommand extends RepaveCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "Recipes, by their folders in images/, or workshop. Default: all on Debian.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"--check", "--plan"},
      description = "Say what would change, and write nothing.")
  boolean check;

  @Option(
      names = "--feeds",
      paramLabel = "FOLDER",
      description = {
        "Folder with what is published about vulnerabilities, each optional:",
        "debian-tracker.json, osv.zip, known_exploited_vulnerabilities.json,",
        "epss_scores-current.csv; without it the changelogs in the packages speak."
      })
  Optional<Path> feeds = Optional.empty();

  @Override
  int run(Wiring wiring) throws Exception {
    List<Locksmith.Wanted> wanted = wiring.debian().wanted(names);
    return answer(
        new LockImages(wiring.debian().locksmith(feeds), narrator(wiring.time()))
            .lock(wanted, check, locked -> lines(LocksText.locked(locked, check))));
  }
}
