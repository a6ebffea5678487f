package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.cost.CostReport;
import com.pharmaserv.repave.infra.cost.Estimate;
import com.pharmaserv.repave.infra.cost.Estimator;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;

/** Tells what a stack costs in a month. Started by {@code infra/estimate-costs}. */
public final class EstimateCosts extends Look {
  private static final List<String> JSON = List.of("--output", "json");
  private static final List<String> TEXT = List.of("--output", "text");
  private static final String HELP =
      "usage: estimate-costs"
          + Subject.USAGE
          + "\n  --output text|json, after it\n\n"
          + "What the stack costs in a month at list prices, without what depends on use.";

  EstimateCosts(Project project, LocalDate today, PrintStream out, PrintStream err) {
    super(HELP, project, today, out, err);
  }

  /** Ends with 0, or 2 if there is nothing to look at. */
  public static void main(String[] args) {
    Look.main(EstimateCosts::new, args);
  }

  @Override
  boolean takes(List<String> options) {
    return options.isEmpty() || options.equals(JSON) || options.equals(TEXT);
  }

  @Override
  int look(Subject subject, List<String> options) throws ConfigException {
    Estimate estimate =
        Estimator.of(subject.known(project, today), project.environment(subject.name()));
    out.print(options.equals(JSON) ? CostReport.json(estimate) : CostReport.text(estimate));
    return DONE;
  }
}
