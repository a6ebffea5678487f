package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.App;
import com.pharmaserv.repave.infra.view.Documents;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pharmaserv.repave.model.Jurisdiction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The stack that a command looks at: an environment, whose program is run dry, or what Pulumi
 * printed.
 *
 * @param name the stack's
 */
record Subject(String name, Inventory stack) {
  /** What each command says of its argument. */
  static final String USAGE =
      " ENVIRONMENT | FILE\n\n"
          + "  ENVIRONMENT  for example eu-prod: the program is run without Pulumi and AWS\n"
          + "  FILE         what 'pulumi preview --json --show-sames' or 'pulumi stack export'"
          + " printed";

  /**
   * @param argument a file, if it looks like one or there is one; otherwise an environment's name
   * @throws IllegalArgumentException saying what is wrong with the file or the environment
   */
  static Subject of(String argument, Project project, LocalDate today) {
    Path file = Path.of(argument);
    if (!argument.matches("[a-z0-9-]+") || Files.isRegularFile(file)) {
      return ofFile(argument, file);
    }
    return new Subject(argument, App.dryRun(project, argument, today).inventory());
  }

  /**
   * The stack without unknown values. A preview of what is still to be made does not know what it
   * will be called, and Pulumi then loses which resource an input comes from, too; so in its place
   * comes a dry run of the same program, which knows everything.
   *
   * @throws IllegalArgumentException with every problem of the environment's files
   */
  Inventory known(Project project, LocalDate today) {
    return stack.hasUnknown() ? App.dryRun(project, name, today).inventory() : stack;
  }

  private static Subject ofFile(String argument, Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file '" + argument + "'", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read '" + argument + "': " + e.getClass().getSimpleName(), e);
    }
    List<ResourceView> views = Documents.read(text, argument);
    if (views.isEmpty()) {
      throw new IllegalArgumentException("'" + argument + "' has no resources");
    }
    // urn:pulumi:STACK::PROJECT::TYPE::NAME
    String name = views.get(0).urn().split(":", -1)[2];
    return new Subject(name, new Inventory(jurisdiction(views), views));
  }

  /** That of most providers; one that stands elsewhere is found by the rule about places. */
  private static Jurisdiction jurisdiction(List<ResourceView> views) {
    List<String> regions =
        views.stream()
            .filter(view -> view.type().equals("pulumi:providers:aws"))
            .map(view -> view.text("region"))
            .toList();
    return Stream.of(Jurisdiction.values())
        .min(Comparator.comparing(each -> outside(each, regions)))
        .orElseThrow();
  }

  private static long outside(Jurisdiction jurisdiction, List<String> regions) {
    return regions.stream().filter(region -> !jurisdiction.regions().contains(region)).count();
  }
}
