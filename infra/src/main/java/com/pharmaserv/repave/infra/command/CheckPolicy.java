package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.policy.Rule;
import com.pharmaserv.repave.infra.policy.Rules;
import com.pharmaserv.repave.infra.policy.Sight;
import com.pharmaserv.repave.infra.view.Inventory;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gates a change: looks at a stack with all rules. Started by {@code infra/check-policy}. */
public final class CheckPolicy extends Look {
  private static final int BROKEN = 1;

  CheckPolicy(Project project, LocalDate today, PrintStream out, PrintStream err) {
    super("usage: check-policy" + Subject.USAGE, project, today, out, err);
  }

  /** Ends with 0 if all rules hold, 1 if one is broken, 2 if there is nothing to look at. */
  public static void main(String[] args) {
    Look.main(CheckPolicy::new, args);
  }

  @Override
  int look(Subject subject, List<String> options) {
    List<Sight.Finding> findings = findings(subject);
    findings.forEach(finding -> say(out, finding.toString()));
    say(
        err,
        "%s: %s rules, %s resources, %s findings"
            .formatted(
                subject.name(),
                Rules.all(today).size(),
                subject.stack().all().size(),
                findings.size()));
    return findings.isEmpty() ? DONE : BROKEN;
  }

  /** What is found only because a preview does not know something yet is not found in a dry run. */
  private List<Sight.Finding> findings(Subject subject) {
    List<Rule> rules = Rules.all(today);
    List<Sight.Finding> findings = Rules.findings(rules, subject.stack());
    if (findings.isEmpty() || !subject.stack().hasUnknown()) {
      return findings;
    }
    Inventory known = subject.known(project, today);
    Set<Sight.Finding> certain = new HashSet<>(Rules.findings(rules, known));
    List<Sight.Finding> left = findings.stream().filter(certain::contains).toList();
    if (left.size() < findings.size()) {
      say(
          err,
          findings.size()
              - left.size()
              + " findings only say that the preview does not know yet what it will make; a dry run"
              + " of the program does not have them. After 'pulumi up', look at the export, too.");
    }
    return left;
  }
}
