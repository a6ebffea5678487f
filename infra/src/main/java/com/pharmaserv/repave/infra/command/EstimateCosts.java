package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.cost.CostReport;
import com.pharmaserv.repave.infra.cost.Estimate;
import com.pharmaserv.repave.infra.cost.Estimator;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Tells what a stack costs in a month. Started by {@code infra/estimate-costs}. */
public final class EstimateCosts {
  private static final int DONE = 0;
  private static final int USAGE = 2;
  private static final String HELP =
      "usage: estimate-costs"
          + Subject.USAGE
          + "\n  --output text|json, after it\n\n"
          + "What the stack costs in a month at list prices, without what depends on use.";

  private final Project project;
  private final LocalDate today;
  private final PrintStream out;
  private final PrintStream err;

  EstimateCosts(Project project, LocalDate today, PrintStream out, PrintStream err) {
    this.project = project;
    this.today = today;
    this.out = out;
    this.err = err;
  }

  /** Ends with 0, or 2 if there is nothing to look at. */
  @SuppressWarnings("SystemOut") // a program of its own, with nothing between it and the terminal
  public static void main(String[] args) {
    Project project = Project.open(Path.of(".."));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    System.exit(new EstimateCosts(project, today, System.out, System.err).run(args));
  }

  int run(String... args) {
    if (args.length == 1 && args[0].equals("--help")) {
      out.println(HELP);
      return DONE;
    }
    List<String> rest = args.length == 3 ? List.of(args[1], args[2]) : List.of();
    boolean json = rest.equals(List.of("--output", "json"));
    boolean text = args.length == 1 || rest.equals(List.of("--output", "text"));
    if ((!json && !text) || args[0].startsWith("-")) {
      err.println(HELP);
      return USAGE;
    }
    try {
      Subject subject = Subject.of(args[0], project, today);
      Estimate estimate =
          Estimator.of(subject.known(project, today), project.environment(subject.name()));
      out.print(json ? CostReport.json(estimate) : CostReport.text(estimate));
      return DONE;
    } catch (ConfigException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE;
    }
  }
}
